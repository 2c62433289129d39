using Federation.Api.Alliances;
using Federation.Api.People;
using Federation.Api.Places;
using Federation.Domain.Organisations;

namespace Federation.Api.Organisations;

/// <summary>Pages of organisations: the directory, one organisation, and the forms of its staff and
/// coordinators.</summary>
public static class OrganisationPages
{
    private const string One = "/organisations/{id}";

    public static readonly RoleRow[] Roles =
    [
        new("GET", "/organisations", Who.Everyone),
        new("GET", "/organisations/new", Who.Coordinators),
        new("POST", "/organisations/new", Who.Coordinators),
        new("GET", One, Who.Everyone),
        new("GET", One + "/edit", Who.Staff | Who.Coordinators),
        new("POST", One + "/profile", Who.Staff | Who.Coordinators),
        new("POST", One + "/legal-status", Who.Staff | Who.Coordinators),
        new("POST", One + "/credit-code", Who.Staff | Who.Coordinators),
        new("POST", One + "/standing", Who.Coordinators),
        new("POST", One + "/dissolution", Who.Coordinators),
        new("POST", One + "/applications", Who.Staff | Who.Coordinators),
    ];

    public static void MapOrganisationPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/organisations", List);
        pages.MapGet("/organisations/new", (Reading reading, Lang lang) => New(reading, lang, null));
        pages.MapPost("/organisations/new", OrganisationForms.RegisterAsync);
        pages.MapGet(One, (string id, Reading reading, Lang lang) => Show(reading, lang, id));
        pages.MapGet(One + "/edit", (string id, Reading reading, Lang lang) => Edit(reading, lang, id));
        pages.MapPost(One + "/profile", OrganisationForms.ProfileAsync);
        pages.MapPost(One + "/legal-status", OrganisationForms.LegalStatusAsync);
        pages.MapPost(One + "/credit-code", OrganisationForms.CreditCodeAsync);
        pages.MapPost(One + "/standing", OrganisationForms.StandingAsync);
        pages.MapPost(One + "/dissolution", OrganisationForms.DissolveAsync);
        pages.MapPost(One + "/applications", OrganisationForms.ApplyAsync);
    }

    private static IResult List(Reading reading, Lang lang)
    {
        var found = OrganisationReading.Found(reading);
        var more = found.Count > reading.Limit;
        var shown = more ? found.Take(reading.Limit).ToArray() : found;
        return Pages.Of<OrganisationsPage>(new
        {
            Organisations = shown, Villages = VillageChoices.Of(reading, lang), Q = reading.Text("q"),
            Kind = reading.Text("kind"), Village = reading.Text("villageCode"), Status = reading.Text("legalStatus"),
            MayRegister = reading.Caller.Administrator
                || reading.Caller.Has(Federation.Domain.Accounts.Role.Coordinator),
            Next = more ? reading.Next(OrganisationReading.CursorOf(shown[^1])) : null, First = reading.First,
        });
    }

    internal static IResult New(Reading reading, Lang lang, FormState? state) => Pages.Of<NewOrganisationPage>(
        new { State = state, Villages = VillageChoices.Of(reading, lang) }, state);

    internal static IResult Show(Reading reading, Lang lang, string id, FormState? state = null)
    {
        if (OrganisationReading.Find(reading, id) is not { } found)
            return Pages.Problem(reading.Http, Problem.NotFound);
        var keeps = found.Sight is Sight.Full;
        var joined = found.Alliances.Where(a => a.State is not (Federation.Domain.Alliances.MembershipStep.Departed
            or Federation.Domain.Alliances.MembershipStep.Refused)).Select(a => a.Id).ToHashSet();
        return Pages.Of<OrganisationPage>(
            new
            {
                Found = found, Keeps = keeps && found.Shown.DissolvedOn is null, State = state,
                Done = reading.Text("done"),
                Open = keeps ? AllianceReading.Found(reading).Where(a => !joined.Contains(a.Id))
                    .Select(a => new Choice(a.Id, lang.Of(a.Name))).ToArray() : [],
            }, state);
    }

    internal static IResult Edit(Reading reading, Lang lang, string id, string? form = null, FormState? state = null)
    {
        if (OrganisationReading.Find(reading, id) is not { } found)
            return Pages.Problem(reading.Http, Problem.NotFound);
        if (found.Sight is not Sight.Full) return Pages.Problem(reading.Http, Problem.NotAllowed);
        return Pages.Of<EditOrganisationPage>(
            new
            {
                Found = found, Form = form, State = state, Villages = VillageChoices.Of(reading, lang),
                Coordinates = reading.Caller.SpeaksAsCoordinator(reading.Rows, id),
            }, state);
    }
}
