using Federation.Domain.Help;
using static Federation.Api.Help.HelpPages;

namespace Federation.Api.Help;

/// <summary>One request's page, and every form on it.</summary>
public static class RequestDeeds
{
    private const string One = "/requests/{id}";

    public static readonly RoleRow[] Roles =
    [
        new("GET", One, Who.SignedIn),
        new("POST", One + "/offers", Who.Members),
        new("POST", One + "/offers/{offerId}/withdrawal", Who.Members),
        new("POST", One + "/acceptance", Who.Staff | Who.Coordinators),
        new("POST", One + "/schedule", Who.Members),
        new("POST", One + "/delivery", Who.Members),
        new("POST", One + "/confirmation", Who.Staff | Who.Coordinators),
        new("POST", One + "/cancellation", Who.Members),
    ];

    public static void MapRequestDeeds(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(One, (string id, Reading reading, Lang lang) => Show(reading, lang, id));
        pages.MapPost(One + "/offers", OfferAsync);
        pages.MapPost(One + "/offers/{offerId}/withdrawal", (
            string id, string offerId, Posted posted, Reading reading) => posted.Run(
            () => OfferEndpoints.Withdraw(posted.Post, id, offerId), _ => $"/requests/{id}?done=offer-withdrawn",
            state => Show(reading, posted.L, id, "tap", state)));
        pages.MapPost(One + "/acceptance", (string id, Posted posted, Reading reading) =>
        {
            var offer = posted.Required("offerId");
            return posted.Run(
                () => OfferEndpoints.Accept(posted.Post, id, new(offer)), _ => $"/requests/{id}?done=accepted",
                state => Show(reading, posted.L, id, "tap", state));
        });
        pages.MapPost(One + "/schedule", ScheduleAsync);
        pages.MapPost(One + "/delivery", DeliverAsync);
        pages.MapPost(One + "/confirmation", ConfirmAsync);
        pages.MapPost(One + "/cancellation", (string id, Posted posted, Reading reading) => posted.Run(
            () => RequestEndpoints.Cancel(posted.Post, id, new(posted.Text("reason"))),
            _ => $"/requests/{id}?done=cancelled", state => Show(reading, posted.L, id, "cancellation", state)));
    }

    public static IResult Show(Reading reading, Lang lang, string id, string? form = null, FormState? state = null) =>
        RequestReading.Find(reading.Rows, id) is not { } row
            ? Pages.Problem(reading.Http, Problem.NotFound)
            : Pages.Of<RequestPage>(
                new
                {
                    View = RequestView.Of(reading, lang, row), Form = form, State = state, Done = reading.Text("done"),
                },
                Status(state));

    /// <summary>Minutes of help, told beside the field when they cannot be.</summary>
    public static long Minutes(Posted posted)
    {
        posted.Required("minutes");
        if (posted.Number("minutes") is not { } minutes) return 0;
        if (minutes is < 1 or > Request.MinutesMax) posted.State.Wrong("minutes", posted.L.T(
            $"时长须为 1 至 {Request.MinutesMax} 分钟", $"1 to {Request.MinutesMax} minutes"));
        return minutes;
    }

    public static long? PersonTimes(Posted posted)
    {
        var personTimes = posted.Number("personTimes");
        if (personTimes is < 0 or > Request.PersonTimesMax) posted.State.Wrong("personTimes", posted.L.T(
            $"人次须为 0 至 {Request.PersonTimesMax}", $"0 to {Request.PersonTimesMax} person-times"));
        return personTimes;
    }

    /// <summary>A helper named in the form brings its organisation along.</summary>
    private static Task<IResult> OfferAsync(string id, Posted posted, Reading reading)
    {
        var (with, form) = (posted.Text("with"), posted.Ticked("tap") ? "tap" : "offer");
        var provider = with is null ? posted.Text("organisationId") : HelpChoices.OrganisationOf(reading.Rows, with);
        if (provider is null) posted.State.Wrong("organisationId", posted.L.T("请选择由谁来帮忙", "Choose who helps"));
        return posted.Run(
            () => OfferEndpoints.Make(posted.Post, id, new(
                provider!, HelpChoices.Named(with, "mentor"), posted.Text("slotId"), HelpChoices.Named(with, "package"),
                HelpChoices.Named(with, "team"))),
            _ => $"/requests/{id}?done=offered", state => Show(reading, posted.L, id, form, state),
            ("helps-itself", with is null ? "organisationId" : "with"), ("slot-taken", "slotId"));
    }

    private static Task<IResult> ScheduleAsync(string id, Posted posted, Reading reading)
    {
        var (start, end) = HelpTimes.Of(posted);
        var place = posted.Required("place");
        return posted.Run(
            () => RequestEndpoints.Schedule(posted.Post, id, new(start, end, place)),
            _ => $"/requests/{id}?done=scheduled", state => Show(reading, posted.L, id, "schedule", state),
            ("meeting-invalid", "until"), ("meeting-in-the-past", "day"), ("outside-slot", "at"),
            ("place-too-long", "place"));
    }

    private static Task<IResult> DeliverAsync(string id, Posted posted, Reading reading)
    {
        posted.Required("on");
        var (minutes, personTimes, with) = (Minutes(posted), PersonTimes(posted), posted.Text("with"));
        var provider = with is null ? posted.Text("provider") : null;
        return posted.Run(
            () => RequestEndpoints.Deliver(posted.Post, id, new(
                minutes, HelpChoices.Named(with, "mentor"), HelpChoices.Named(with, "team"), provider, personTimes)),
            _ => $"/requests/{id}?done=delivered", state => Show(reading, posted.L, id, "delivery", state),
            ("slot-not-begun", "on"), ("day-in-future", "on"), ("back-dating-not-allowed", "on"),
            ("provider-missing", "with"), ("helps-itself", with is null ? "provider" : "with"));
    }

    private static Task<IResult> ConfirmAsync(string id, Posted posted, Reading reading)
    {
        if (posted.Text("rating") is null) posted.State.Wrong("rating", posted.L.T("请选择评分", "Choose a rating"));
        var rating = (int)(posted.Number("rating") ?? 0);
        return posted.Run(
            () => RequestEndpoints.Confirm(posted.Post, id, new(rating, posted.Text("comment"))),
            _ => $"/requests/{id}?done=confirmed", state => Show(reading, posted.L, id, "confirmation", state),
            ("rating-out-of-range", "rating"));
    }
}
