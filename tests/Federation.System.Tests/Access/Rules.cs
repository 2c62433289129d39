using Federation.Tests.Hostile;

namespace Federation.Tests.Access;

/// <summary>One rule of <c>who-may.txt</c>.</summary>
/// <param name="Path">Below <c>/api/v1</c> and, at the same address, of the pages; <c>*</c> at its end stands for all
/// that begins so and has no row of its own.</param>
/// <param name="Shared">Fields of the body that may name what is another's; with <c>@</c> behind it only another's of
/// the same alliance, with <c>@town</c> of one in the same town.</param>
public sealed record Rule(string Method, string Path, string Who, string[] Shared)
{
    public bool Fits(Route route) => Method == route.Method && (Path is [.. var prefix, '*']
        ? Below(route).StartsWith(prefix, StringComparison.Ordinal) : Below(route) == Path);

    /// <summary>Whose thing it is makes no difference in this field.</summary>
    public bool Shares(string field, Estate own, Estate other) =>
        Shared.Contains(field) || (Shared.Contains($"{field}@") && own.Alliance == other.Alliance)
        || (Shared.Contains($"{field}@town") && own.AllianceTown == other.AllianceTown);

    private static string Below(Route route) =>
        route.IsApi ? route.Template["/api/v1".Length..] : route.Template;
}

/// <summary>The reviewed table of whose things each route touches and who may.</summary>
public sealed class Rules
{
    private readonly Rule[] _rules;

    private Rules(IEnumerable<Rule> rules) => _rules = [.. rules.OrderByDescending(r => r.Path.Length)];

    public IReadOnlyList<Rule> All => _rules;

    public static Rules Reviewed()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Access", "who-may.txt");
        return new(File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#').Select(Read));
    }

    /// <summary>The rule of a route: the exact one before the one that begins like it; null where none fits.</summary>
    public Rule? Of(Route route) =>
        _rules.FirstOrDefault(r => !r.Path.EndsWith('*') && r.Fits(route)) ?? _rules.FirstOrDefault(r => r.Fits(route));

    private static Rule Read(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        var route = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(route[0], route[1], parts[1], parts.Length > 2 ? parts[2].Split(' ') : []);
    }
}
