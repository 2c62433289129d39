using System.Diagnostics;

namespace Federation.Domain.Counting;

// How exactly a number was stated, and what becomes of that when numbers are added.
//
// Published totals contradict each other because 约, 近 and 逾 get lost on the way to a sum. Here a sum keeps, beside its
// value, how many of its parts were stated in which way. Those counts add and subtract like numbers, so the precision
// of a sum does not depend on the order of adding, and a corrected or cancelled report takes its inexactness away with
// it.

/// <summary>How exactly a number was stated: exact, about 约, nearly 近, at least 至少, more than 逾/超过/余.</summary>
public enum Precision { Exact, About, Nearly, AtLeast, MoreThan }

/// <summary>A number as somebody stated it.</summary>
public sealed record Counted(long Value, Precision Precision = Precision.Exact);

/// <summary>A sum of stated numbers: its value, and how many of its parts were stated in each way.</summary>
public readonly record struct Parts(long Value, long Exact, long About, long Nearly, long AtLeast, long MoreThan)
{
    public static Parts Of(Counted stated) => Of(stated.Value, stated.Precision);

    public static Parts Of(long value, Precision precision = Precision.Exact) => precision switch
    {
        Precision.Exact => new(value, 1, 0, 0, 0, 0),
        Precision.About => new(value, 0, 1, 0, 0, 0),
        Precision.Nearly => new(value, 0, 0, 1, 0, 0),
        Precision.AtLeast => new(value, 0, 0, 0, 1, 0),
        Precision.MoreThan => new(value, 0, 0, 0, 0, 1),
        _ => throw new UnreachableException(precision.ToString()),
    };

    /// <summary>Number of parts that were not stated exactly.</summary>
    public long Inexact => About + Nearly + AtLeast + MoreThan;

    /// <summary>
    /// All exact: exact. Exact with one inexact kind keeps that kind. At least with more than: at least, the weaker of
    /// two lower bounds. Any other mix errs both ways or by an unknown amount: about.
    /// </summary>
    public Precision Precision => (About, Nearly, AtLeast, MoreThan) switch
    {
        (0, 0, 0, 0) => Precision.Exact,
        (0, _, 0, 0) => Precision.Nearly,
        (0, 0, 0, _) => Precision.MoreThan,
        (0, 0, _, _) => Precision.AtLeast,
        _ => Precision.About,
    };

    // Checked: a total that no longer fits must fail loudly, not come out negative on an official's page.
    public static Parts operator +(Parts a, Parts b) => checked(new(
        a.Value + b.Value, a.Exact + b.Exact, a.About + b.About, a.Nearly + b.Nearly, a.AtLeast + b.AtLeast,
        a.MoreThan + b.MoreThan));

    public static Parts operator -(Parts a) => new(-a.Value, -a.Exact, -a.About, -a.Nearly, -a.AtLeast, -a.MoreThan);

    public static Parts operator -(Parts a, Parts b) => a + -b;
}

public static class Precisions
{
    /// <summary>The word before a number on a page; empty for exact.</summary>
    public static Name Word(this Precision precision) => precision switch
    {
        Precision.Exact => new("", ""),
        Precision.About => new("约", "about"),
        Precision.Nearly => new("近", "nearly"),
        Precision.AtLeast => new("至少", "at least"),
        Precision.MoreThan => new("超过", "more than"),
        _ => throw new UnreachableException(precision.ToString()),
    };
}
