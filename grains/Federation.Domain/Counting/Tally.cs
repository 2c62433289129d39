namespace Federation.Domain.Counting;

// What sessions and pledges add up to. A tally is what the counter rows hold: it is added when something is reported,
// subtracted when that is corrected or cancelled, and summed over any set of rows before it becomes figures.

/// <summary>A sum of reports. Tallies add and subtract; <c>default</c> is nothing at all.</summary>
/// <param name="Sessions">Held sessions.</param>
/// <param name="VolunteerTimes">Person-times of volunteers.</param>
/// <param name="Minutes">Minutes of activity.</param>
/// <param name="Materials">Copies handed out; each kind of material of a session is one part.</param>
/// <param name="Pledges">Signed, neither withdrawn nor lapsed.</param>
/// <param name="PledgesNotStated">Shops visited of which it is not stated whether they signed.</param>
/// <param name="Illustrative">Sessions in this sum that are illustrations.</param>
/// <param name="IllustrativePledges">The same of visited shops.</param>
public readonly record struct Tally(
    long Sessions, Parts PersonTimes, long VolunteerTimes, long Minutes, Parts Materials, long Pledges,
    long PledgesNotStated, long Illustrative, long IllustrativePledges)
{
    public static Tally operator +(Tally a, Tally b) => checked(new(
        a.Sessions + b.Sessions, a.PersonTimes + b.PersonTimes, a.VolunteerTimes + b.VolunteerTimes,
        a.Minutes + b.Minutes, a.Materials + b.Materials, a.Pledges + b.Pledges,
        a.PledgesNotStated + b.PledgesNotStated, a.Illustrative + b.Illustrative,
        a.IllustrativePledges + b.IllustrativePledges));

    public static Tally operator -(Tally a) => new(
        -a.Sessions, -a.PersonTimes, -a.VolunteerTimes, -a.Minutes, -a.Materials, -a.Pledges, -a.PledgesNotStated,
        -a.Illustrative, -a.IllustrativePledges);

    public static Tally operator -(Tally a, Tally b) => a + -b;

    /// <summary>Nothing was held and no shop was visited.</summary>
    public bool IsNothing => Sessions == 0 && Pledges == 0 && PledgesNotStated == 0;
}

/// <summary>A tally with the distinct counts of the same scope and period, which cannot be had by adding.</summary>
public sealed record Counts(
    Tally Tally, long VillagesReached = 0, long DeliveringOrganisations = 0, long AllianceMerchants = 0)
{
    public static Counts Nothing { get; } = new(default(Tally));

    /// <summary>Nor is there a shop in the merchants' alliance: one may join without signing anything.</summary>
    public bool IsNothing => Tally.IsNothing && AllianceMerchants == 0;

    /// <summary>The figures of activity of one scope, zeros included.</summary>
    public Items<Figure> Figures(Scope scope, DateOnly asOf)
    {
        var marked = Tally.Illustrative > 0;
        return Figure.Ordered(
        [
            Figure.Counted(FigureRegistry.VillagesReached, VillagesReached, scope, asOf, marked),
            Figure.Counted(FigureRegistry.DeliveringOrganisations, DeliveringOrganisations, scope, asOf, marked),
            Figure.Counted(FigureRegistry.Sessions, Tally.Sessions, scope, asOf, marked),
            Figure.Of(new(FigureRegistry.PersonTimes, Tally.PersonTimes), scope, asOf, marked),
            Figure.Counted(FigureRegistry.VolunteerTimes, Tally.VolunteerTimes, scope, asOf, marked),
            Figure.Of(new(FigureRegistry.Materials, Tally.Materials), scope, asOf, marked),
            Pledges(scope, asOf),
            Figure.Counted(FigureRegistry.AllianceMerchants, AllianceMerchants, scope, asOf,
                Tally.IllustrativePledges > 0),
        ]);
    }

    // Where signing is not stated for some shops, the signed ones are a lower bound; for all of them, nothing is known.
    private Figure Pledges(Scope scope, DateOnly asOf)
    {
        var counted = Figure.Counted(FigureRegistry.Pledges, Tally.Pledges, scope, asOf, Tally.IllustrativePledges > 0);
        return Tally.PledgesNotStated <= 0 ? counted : counted with
        {
            Value = Tally.Pledges == 0 ? null : Tally.Pledges,
            Precision = Precision.AtLeast,
            InexactParts = Tally.PledgesNotStated,
        };
    }
}
