using System.Reflection;

namespace Federation.Api.Accounts;

/// <summary>Recorded facts and kinds of records in words, for the audit.</summary>
/// <remarks>An event says its own words beside its stored name; of another version's the stored name is shown rather
/// than nothing.</remarks>
public static class AuditWords
{
    /// <summary>What a stream is about, by its kind.</summary>
    public static readonly IReadOnlyDictionary<string, Name> Kinds = Catalogue.Product.Boundaries
        .OrderBy(boundary => boundary.Kind, StringComparer.Ordinal)
        .ToDictionary(boundary => boundary.Kind, boundary => boundary.Words);

    private static readonly Dictionary<string, Name> Facts = Catalogue.Product.Named
        .Select(named => named.Value.GetCustomAttribute<NameAttribute>()!)
        .Where(name => name.Words is not null).ToDictionary(name => name.Name, name => name.Words!);

    public static Name Of(string what) => Facts.TryGetValue(what, out var name) ? name : new(what, what);
}
