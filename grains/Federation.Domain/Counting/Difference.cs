using System.Diagnostics;

namespace Federation.Domain.Counting;

// A published figure beside the one computed from records: by how much they differ, and whether the published wording
// allows it. Neither is ever corrected by the other.

/// <summary>Whether the computed number bears out the published one.</summary>
public enum Agreement { Same, WithinWording, Differs }

/// <summary>Computed minus published, in the figure's unit.</summary>
public sealed record Difference(string Key, Scope Scope, long Published, long Computed, long By, Agreement Agreement)
{
    /// <summary>Our reading of 约 and 近, as the documents do not define them: about is within a tenth either way,
    /// nearly is up to a tenth below and never above.</summary>
    public const int LoosePercent = 10;

    /// <summary>Null when one of the two does not state a number.</summary>
    public static Difference? Between(Figure published, Figure computed)
    {
        if (published.Key != computed.Key || published.Scope != computed.Scope)
            throw new InvalidOperationException("Only figures of one key and one scope are compared.");
        if (published.Value is not { } stated || computed.Value is not { } counted) return null;

        return new(published.Key, published.Scope, stated, counted, counted - stated,
            Agree(stated, published.Precision, counted, computed.Precision));
    }

    /// <summary>Every published figure that has a computed one of its scope beside it.</summary>
    public static Items<Difference> Of(IReadOnlyCollection<Figure> figures) =>
    [
        .. from published in figures
           where published.Source == FigureSource.Published
           from computed in figures
           where computed.Source == FigureSource.Records
               && (computed.Key, computed.Scope) == (published.Key, published.Scope)
           let difference = Between(published, computed)
           where difference is not null
           select difference,
    ];

    private static Agreement Agree(long stated, Precision wording, long counted, Precision precision)
    {
        if (counted == stated && wording == precision) return Agreement.Same;
        var slack = stated * LoosePercent / 100;
        var allowed = wording switch
        {
            Precision.Exact => counted == stated,
            Precision.About => Math.Abs(counted - stated) <= slack,
            Precision.Nearly => counted <= stated && counted >= stated - slack,
            Precision.AtLeast => counted >= stated,
            Precision.MoreThan => counted > stated,
            _ => throw new UnreachableException(wording.ToString()),
        };
        return allowed ? Agreement.WithinWording : Agreement.Differs;
    }
}
