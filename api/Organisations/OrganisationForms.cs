using Federation.Api.Alliances;
using Federation.Api.People;
using Federation.Domain.Organisations;

namespace Federation.Api.Organisations;

/// <summary>What organisations' forms do: the same commands as the API's.</summary>
internal static class OrganisationForms
{
    private static readonly (string, string)[] Beside =
    [
        ("organisation-name-unfit", "name"), ("specialities-unfit", "specialities"), ("not-a-village", "villageCode"),
        ("region-not-found", "villageCode"), ("established-in-future", "establishedOn"),
        ("credit-code-too-long", "creditCode"), ("credit-code-taken", "creditCode"),
        ("legal-status-backwards", "legalStatus"), ("contact.name", "contactName"),
        ("contact.phone", "contactPhone"), ("leader.name", "leaderName"), ("leader.phone", "leaderPhone"),
        ("alliance-not-found", "allianceId"), ("already-member", "allianceId"),
    ];

    public static Task<IResult> RegisterAsync(Posted posted, Reading reading)
    {
        var (name, kind) = (posted.Name("name"), posted.Choice<OrganisationKind>("kind"));
        var (village, status) = (posted.Required("villageCode"), posted.Choice<LegalStatus>("legalStatus"));
        var (contact, leader) = (Person(posted, "contact"), Person(posted, "leader"));
        var established = posted.Day("establishedOn");
        return posted.Run(
            () => OrganisationEndpoints.Register(posted.Post, new(
                name, kind!.Value, village, status!.Value, posted.Text("creditCode"), [.. posted.Words("specialities")],
                contact, leader, established)),
            done => $"/organisations/{done.Id}?done=registered",
            state => OrganisationPages.New(reading, posted.L, state), Beside);
    }

    public static Task<IResult> ProfileAsync(string id, Posted posted, Reading reading)
    {
        var name = posted.Name("name");
        var (contact, leader) = (Person(posted, "contact"), Person(posted, "leader"));
        return Run(posted, reading, id, "profile", () => OrganisationEndpoints.ChangeProfile(
            posted.Post, id, new(name, [.. posted.Words("specialities")], contact, leader)));
    }

    public static Task<IResult> LegalStatusAsync(string id, Posted posted, Reading reading)
    {
        var status = posted.Choice<LegalStatus>("legalStatus");
        return Run(posted, reading, id, "legal-status", () =>
            OrganisationEndpoints.ChangeLegalStatus(posted.Post, id, new(status!.Value)));
    }

    public static Task<IResult> CreditCodeAsync(string id, Posted posted, Reading reading) => Run(
        posted, reading, id, "credit-code", () =>
            OrganisationEndpoints.StateCreditCode(posted.Post, id, new(posted.Text("creditCode"))));

    public static Task<IResult> StandingAsync(string id, Posted posted, Reading reading)
    {
        var (kind, village) = (posted.Choice<OrganisationKind>("kind"), posted.Required("villageCode"));
        var established = posted.Day("establishedOn");
        return Run(posted, reading, id, "standing", () =>
            OrganisationEndpoints.CorrectStanding(posted.Post, id, new(kind!.Value, village, established)));
    }

    public static Task<IResult> DissolveAsync(string id, Posted posted, Reading reading) =>
        Run(posted, reading, id, "dissolution", () => OrganisationEndpoints.Dissolve(posted.Post, id));

    public static Task<IResult> ApplyAsync(string id, Posted posted, Reading reading)
    {
        var alliance = posted.Required("allianceId");
        return posted.Run(
            () => MembershipEndpoints.Apply(posted.Post, alliance, new(id, posted.Text("statement"))),
            _ => $"/organisations/{id}?done=applied",
            state => OrganisationPages.Show(reading, posted.L, id, state), Beside);
    }

    private static Task<IResult> Run(
        Posted posted, Reading reading, string id, string form, Func<Task<Done>> command) => posted.Run(
        command, _ => $"/organisations/{id}?done=saved",
        state => OrganisationPages.Edit(reading, posted.L, id, form, state), Beside);

    /// <summary>A new person, when a name was typed; a phone alone lacks its name.</summary>
    private static PersonDetails? Person(Posted posted, string who)
    {
        var (name, phone) = (posted.Text(who + "Name"), posted.Text(who + "Phone"));
        if (name is null && phone is not null) posted.Required(who + "Name");
        return name is null ? null : new(name, phone);
    }
}
