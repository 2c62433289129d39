using Federation.Domain.Accounts;
using Federation.Domain.Help;
using static Federation.Api.Help.HelpPages;

namespace Federation.Api.Help;

/// <summary>Pages of requests: the board, a new request, help entered afterwards; RequestDeeds.cs has what is done
/// to one.</summary>
public static class RequestPages
{
    /// <summary>Cards on one page: what a thumb scrolls through.</summary>
    private const int CardsMax = 20;

    public static readonly RoleRow[] Roles =
    [
        new("GET", "/requests", Who.Everyone),
        new("GET", "/requests/new", Who.Staff | Who.Coordinators),
        new("POST", "/requests/new", Who.Staff | Who.Coordinators),
        new("GET", "/requests/given", Who.Coordinators),
        new("POST", "/requests/given", Who.Coordinators),
        .. RequestDeeds.Roles,
    ];

    public static void MapRequestPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/requests", Board);
        pages.MapGet("/requests/new", (Reading reading, Lang lang) => New(reading, lang, null));
        pages.MapPost("/requests/new", OpenAsync);
        pages.MapGet("/requests/given", (Reading reading, Lang lang) => Given(reading, lang, null));
        pages.MapPost("/requests/given", EnterAsync);
        pages.MapRequestDeeds();
    }

    /// <summary>Requests name organisations in need, so the board is for those who are signed in; others see the
    /// ledger.</summary>
    private static IResult Board(Reading reading)
    {
        if (!reading.Caller.SignedIn) return Results.Redirect("/help");
        var found = RequestReading.Found(reading);
        var more = found.Count > CardsMax;
        var shown = found.Take(CardsMax).ToArray();
        return Pages.Of<RequestsPage>(new
        {
            Requests = shown, Counts = Counts(reading.Rows), Askers = HelpChoices.Askers(reading.Rows),
            Q = reading.Http.Request.Query, MayAsk = MayAsk(reading.Caller),
            Coordinates = reading.Caller.Administrator || reading.Caller.Has(Role.Coordinator),
            Next = more ? reading.Next(RequestReading.CursorOf(shown[^1])) : null, reading.First,
        });
    }

    private static bool MayAsk(Caller caller) =>
        caller.Administrator || caller.Has(Role.Coordinator) || caller.Organisations.Count > 0;

    private static Dictionary<string, long> Counts(Rows rows) => rows.All(
        "select state, count(*) from requests group by state", r => (r.GetString(0), r.GetInt64(1)))
        .ToDictionary(c => c.Item1, c => c.Item2);

    private static IResult New(Reading reading, Lang lang, FormState? state)
    {
        var parties = reading.OwnParties();
        state ??= new FormState()
            .With("organisationId", parties.Count == 1 || reading.Caller.Organisations.Count == 1
                ? reading.Caller.Organisations.FirstOrDefault() ?? parties[0].Id : "")
            .With("kind",
                reading.Text("package") is not null ? "activity"
                : reading.Text("mentor") is not null ? "mentor"
                : "")
            .With("libraryItemId", reading.Text("package") ?? "").With("mentorId", reading.Text("mentor") ?? "")
            .With("topic", reading.Text("topic") ?? "").With("from", Days.Text(reading.Today));
        return Pages.Of<NewRequestPage>(
            new
            {
                State = state, Parties = HelpChoices.Of(lang, parties), Topics = HelpChoices.Topics(reading.Rows),
                Packages = HelpChoices.Packages(reading.Rows, lang), Mentors = HelpChoices.Mentors(reading, lang),
            },
            Status(state.Failed ? state : null));
    }

    private static Task<IResult> OpenAsync(Posted posted, Reading reading)
    {
        var (organisation, kind, topic) = (posted.Required("organisationId"), KindOf(posted), posted.Required("topic"));
        posted.Required("from");
        posted.Required("to");
        var (from, to) = (posted.Day("from") ?? default, posted.Day("to") ?? default);
        var people = posted.Number("people");
        return posted.Run(
            () => RequestEndpoints.Open(posted.Post, new(
                organisation, kind, topic, from, to, people, posted.Text("libraryItemId"), posted.Text("mentorId"),
                posted.Text("note"))),
            done => $"/requests/{done.Id}?done=opened", state => New(reading, posted.L, state),
            ("range-invalid", "to"), ("range-in-the-past", "to"), ("people-out-of-range", "people"),
            ("topic-missing", "topic"), ("topic-too-long", "topic"), ("package-not-published", "libraryItemId"));
    }

    private static RequestKind KindOf(Posted posted)
    {
        var text = posted.Text("kind");
        foreach (var kind in Enum.GetValues<RequestKind>())
            if (RowText.Of(kind) == text) return kind;
        posted.State.Wrong("kind", posted.L.T("请选择需要哪种帮助", "Choose the kind of help"));
        return default;
    }

    private static IResult Given(Reading reading, Lang lang, FormState? state)
    {
        var parties = reading.ReceivingParties();
        return Pages.Of<GivenPage>(
            new
            {
                State = state, Parties = HelpChoices.Of(lang, parties), Topics = HelpChoices.Topics(reading.Rows),
                Helpers = HelpChoices.Helpers(reading, lang, [.. parties.Select(p => p.Id)], packages: false),
                reading.Today,
            },
            Status(state));
    }

    /// <summary>A request of that day, then its delivery. Should only the second be refused, the request's own page
    /// goes on.</summary>
    private static async Task<IResult> EnterAsync(Posted posted, Reading reading)
    {
        var (receiver, kind, topic) = (posted.Required("organisationId"), KindOf(posted), posted.Required("topic"));
        posted.Required("on");
        var (on, minutes) = (posted.Day("on") ?? default, RequestDeeds.Minutes(posted));
        var (personTimes, with) = (RequestDeeds.PersonTimes(posted), posted.Text("with"));
        var provider = with is null ? posted.Text("provider") : HelpChoices.OrganisationOf(reading.Rows, with);
        if (provider is null) posted.State.Wrong("with", posted.L.T("请选择谁提供了帮助", "Say who helped"));
        else if (provider == receiver) posted.State.Wrong(
            with is null ? "provider" : "with",
            posted.L.T("提供方和接受方不能是同一个组织", "Provider and receiver must be two organisations"));
        if (on > reading.Today)
            posted.State.Wrong("on", posted.L.T("日期不能晚于今天", "The day must not be later than today"));
        var request = "";
        return await posted.Run(
            async () =>
            {
                var opened = await RequestEndpoints.Open(posted.Post, new(
                    receiver, kind, topic, on, on, Note: posted.Text("note"), On: on));
                if (!opened.Accepted) return opened;
                request = opened.Id!;
                return await RequestEndpoints.Deliver(posted.Post.For("delivery"), request, new(
                    minutes, HelpChoices.Named(with, "mentor"), HelpChoices.Named(with, "team"), provider,
                    personTimes));
            },
            _ => $"/requests/{request}?done=given",
            state => request.Length == 0 ? Given(reading, posted.L, state)
                : RequestDeeds.Show(reading, posted.L, request, "delivery", state),
            ("topic-too-long", "topic"), ("back-dating-not-allowed", "on"));
    }
}
