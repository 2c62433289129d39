using Federation.Tests.Rig;

namespace Federation.Tests.Pages;

/// <summary>One product with the sample for all tests of its pages, as loading it takes long.</summary>
/// <remarks>Tests change only joint actions of their own; the sample's is closed and read as of 2022.</remarks>
internal static class SampleTown
{
    private static readonly Lazy<Task<Product>> Shared =
        new(() => Product.Start(
            BothDatabases.Sqlite, ("Sample", "jiujiang"), ("Federation:PublicAddress", PublicAddress + "/")));

    public const string PublicAddress = "https://jiujiang.example";

    public static Task<Product> Loaded => Shared.Value;
}
