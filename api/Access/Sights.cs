namespace Federation.Api.Access;

/// <summary>How much of an organisation's people a reader sees.</summary>
public static class Sights
{
    /// <summary>Everything in full for those who speak for it, masked for those who oversee its village, else nothing.
    /// </summary>
    public static Sight SightOf(this Reading reading, string organisation) =>
        !reading.Caller.SignedIn ? Sight.None
        : reading.Caller.SpeaksFor(reading.Rows, organisation) ? Sight.Full
        : OrganisationReading.VillageOf(reading.Rows, organisation) is { } village && reading.Caller.Oversees(village)
            ? Sight.Masked : Sight.None;

    /// <summary>The same for its contact, whom an alliance that it applies to sees masked: somebody has to be asked
    /// about an application.</summary>
    public static Sight SightOfContact(this Reading reading, string organisation) =>
        reading.SightOf(organisation) is > Sight.None and var sight ? sight
        : reading.Caller.Has(Role.Coordinator) && reading.Rows.All(
            "select m.alliance, a.region from memberships m join alliances a on a.id = m.alliance " +
            "where m.organisation = @organisation and m.state = 'applied'",
            r => (Id: r.GetString(0), Region: r.GetString(1)), ("organisation", organisation))
            .Any(a => reading.Caller.Coordinates(a.Id, a.Region)) ? Sight.Masked
        : Sight.None;
}
