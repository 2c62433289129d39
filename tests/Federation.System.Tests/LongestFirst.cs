using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Federation.Tests.LongestFirst", "Federation.System.Tests")]

namespace Federation.Tests;

/// <summary>What takes minutes begins first, so that nothing is waited for alone at the end. Tests that start processes
/// go one after another within their collection; <see cref="Faults"/> run when all else has ended.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public const string Processes = "processes", Hostile = "hostile";

    private static readonly string[] Long = [Processes, Hostile, nameof(Operating)];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> collections) =>
        collections.OrderBy(one => (uint)Array.IndexOf(Long, one.DisplayName));
}
