using Federation.Domain.Accounts;
using Federation.Domain.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <summary>Pages of campaigns: the list, the public account, and adding one.</summary>
public static class FundraiserPages
{
    private const string At = "/fundraisers";
    private const int ActionsMax = 100;

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("GET", At + "/new", Who.Coordinators),
        new("POST", At + "/new", Who.Coordinators),
        new("GET", At + "/{id}", Who.Everyone),
        .. FundraiserManagePages.Roles, .. GiftImportPages.Roles,
    ];

    public static void MapFundraiserPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, List);
        pages.MapGet(At + "/new", (Reading reading, Lang lang) => New(reading, lang, null));
        pages.MapPost(At + "/new", (Posted posted, Reading reading) =>
        {
            var body = BodyOf(posted);
            return posted.Run(
                () => FundraiserDeeds.Create(posted.Post, body), done => $"{At}/{done.Id}/manage?done=created",
                state => New(reading, posted.L, state),
                ("fundraiser-days-invalid", "closesOn"), ("fundraiser-texts-invalid", "title"),
                ("amount-invalid", "target"), ("joint-action-of-another-alliance", "jointActionId"));
        });
        pages.MapGet(At + "/{id}", (string id, Reading reading) =>
            Pages.Of<FundraiserPage>(new { View = FundraiserView.Of(reading, id) }));
        pages.MapFundraiserManagePages();
        pages.MapGiftImportPages();
    }

    private static IResult List(Reading reading)
    {
        var found = FundraiserReading.Found(reading);
        return Pages.Of<FundraisersPage>(new
        {
            Campaigns = found.Take(reading.Limit).ToArray(), reading.Today, reading.First,
            Action = reading.Id("action"),
            Next = found.Count > reading.Limit ? reading.Next(found[reading.Limit - 1].Cursor) : null,
            MayOpen = reading.Caller.Administrator || reading.Caller.Has(Role.Coordinator),
        });
    }

    private static IResult New(Reading reading, Lang lang, FormState? state)
    {
        var alliances = reading.Rows.All(
            "select id, region, name, name_en from alliances order by id limit 500",
            r => (Id: r.GetString(0), Region: r.GetString(1), Name: r.Name(2)))
            .Where(a => reading.Caller.Coordinates(a.Id, a.Region)).ToArray();
        var ids = alliances.Select(a => a.Id).ToHashSet();
        var actions = reading.Rows.All(
            "select action, alliance, title_zh, title_en from actions order by from_day desc, action limit @max",
            r => (Id: r.GetString(0), Alliance: r.GetString(1), Title: r.Name(2)), ("max", ActionsMax));
        return Pages.Of<NewFundraiserPage>(
            new
            {
                State = state, Action = reading.Id("action"),
                Alliances = alliances.Select(a => new Choice(a.Id, lang.Of(a.Name))).ToArray(),
                Actions = actions.Where(a => ids.Contains(a.Alliance))
                    .Select(a => new Choice(a.Id, lang.Of(a.Title))).ToArray(),
            }, state);
    }

    private static CreateFundraiserBody BodyOf(Posted posted)
    {
        posted.Required("opensOn");
        var opens = posted.State.ErrorOf("opensOn") is null ? posted.Day("opensOn") : null;
        var opensOn = opens is not { } day ? "" : posted.Ticked("monthOnly") ? Days.Month(day) : Days.Text(day);
        var platform = posted.Name("platform");
        return new(
            posted.Required("allianceId"), posted.Name("title"), platform, posted.Name("purpose"), opensOn,
            posted.Day("closesOn") is { } closes ? Days.Text(closes) : null, posted.Text("jointActionId"),
            posted.Yuan("target", optional: true), posted.Text("registrationNumber"), posted.Text("url"),
            posted.Number("lastsMonths") is { } months ? (int)Math.Clamp(months, 0, int.MaxValue) : null);
    }

    /// <summary>An amount typed in yuan; an error beside the field when it is none.</summary>
    internal static long? Yuan(this Posted posted, string field, bool optional = false)
    {
        var text = optional ? posted.Text(field) : posted.Required(field);
        if (string.IsNullOrEmpty(text)) return null;
        if (Domain.Fundraisers.Yuan.Parse(text) is { } fen) return fen;
        posted.State.Wrong(field, posted.L.T(
            "金额以元为单位，最多两位小数，不能是负数，例如 5,020.86",
            "An amount in yuan with at most two decimals, not negative, such as 5,020.86"));
        return null;
    }
}
