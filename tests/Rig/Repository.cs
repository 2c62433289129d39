namespace Federation.Tests.Rig;

/// <summary>Where the sources lie: the folder of the solution, found upwards from the built test.</summary>
public static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) =>
        folder is null ? throw new InvalidOperationException("Federation.sln was not found above the built tests.")
        : File.Exists(Path.Combine(folder.FullName, "Federation.sln")) ? folder.FullName
        : Find(folder.Parent);
}
