namespace Federation.Domain.JointActions;

// What is planned and what is told of a visit to a shop. Who went is a number by kind: names are not kept.

/// <summary>How a visit ended. <c>Checked</c>: a signed shop was visited again to see what became of its
/// promises.</summary>
public enum VisitResult { Signed, Refused, ComeBack, Closed, NotIn, Checked }

/// <summary>Whether a shop keeps what it promised.</summary>
public enum Kept { Yes, Partly, No }

/// <summary>Who went: volunteers on their own, and pairs of parent and child (亲子).</summary>
public sealed record Visitors(int Alone, int Pairs)
{
    /// <summary>Nobody counted.</summary>
    public static Visitors NotStated { get; } = new(0, 0);

    /// <summary>The number that is out of bounds, as bodies name it; null: none.</summary>
    public string? Unfit() => Alone is < 0 or > Pledge.VisitorsMax ? "alone"
        : Pairs is < 0 or > Pledge.VisitorsMax ? "pairs" : null;
}

/// <summary>A visit that lies ahead.</summary>
/// <param name="OrganisationId">Whose it is to be; null: not stated.</param>
public sealed record PlannedVisit(DateOnly Day, string? OrganisationId, Visitors Visitors);

/// <summary>A visit that was made.</summary>
/// <param name="Leaflets">Handed to the shop or by it; counted apart from the brochures of sessions.</param>
/// <param name="Kept">Told of a check only.</param>
/// <param name="NoteId">A sealed text.</param>
/// <param name="NextOn">The day on which one comes again.</param>
public sealed record ShopVisit(
    DateOnly Day, string? OrganisationId, VisitResult Result, Visitors Visitors, int Leaflets, Kept? Kept = null,
    string? NoteId = null, DateOnly? NextOn = null)
{
    /// <summary>The number that is out of bounds; null: none.</summary>
    public string? Unfit() => Visitors.Unfit() ?? (Leaflets is < 0 or > Pledge.LeafletsMax ? "leaflets" : null);
}
