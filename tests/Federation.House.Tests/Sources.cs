using Federation.Tests.Rig;

namespace Federation.House.Tests;

/// <summary>A file of the repository. <paramref name="Path"/> is relative to its root, with slashes.</summary>
public sealed record Source(string Path, string Text)
{
    private readonly Lazy<string> _code = new(() => Code.Only(Text));

    /// <summary>C# without comments and texts.</summary>
    public string CodeOnly => _code.Value;

    public string[] Lines { get; } = Text.TrimEnd('\n').Split('\n');

    public bool Is(params string[] extensions) => extensions.Any(e => Path.EndsWith(e, StringComparison.Ordinal));

    public bool In(params string[] folders) => folders.Any(f => Path.StartsWith(f, StringComparison.Ordinal));

    public bool IsProduct => Is(".cs") && In("grains/", "silo/", "api/");
}

/// <summary>The repository as a clone has it: what git ignores is left out.</summary>
public static class Sources
{
    private static readonly string[] TextFiles =
    [
        ".cs", ".razor", ".cshtml", ".css", ".js", ".mjs", ".html", ".csproj", ".props", ".targets", ".sln", ".json",
        ".yml", ".yaml", ".md", ".sql", ".sh", ".txt", ".csv", ".config", ".service", "ockerfile", ".editorconfig",
        ".gitignore", "/run", "/postgres", "LICENSE", ".env",
    ];

    private static readonly HashSet<string> Ignored =
    [
        ".git",
        .. File.ReadLines(Path.Combine(Repository.Root, ".gitignore")).Where(l => l.EndsWith('/')).Select(l => l[..^1]),
    ];

    public static IReadOnlyList<Source> All { get; } = [.. Under(new DirectoryInfo(Repository.Root))];

    public static IEnumerable<Source> CSharp => All.Where(s => s.Is(".cs"));

    /// <summary>Folders directly in the root, dot-folders and ignored ones left out.</summary>
    public static IEnumerable<string> TopFolders => new DirectoryInfo(Repository.Root).EnumerateDirectories()
        .Select(d => d.Name).Where(name => !name.StartsWith('.') && !Ignored.Contains(name));

    private static IEnumerable<Source> Under(DirectoryInfo folder) => folder.EnumerateFiles()
        .Select(file => (file, path: "/" + Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/')))
        .Where(f => !Ignored.Contains(f.file.Name) && TextFiles.Any(f.path.EndsWith))
        .Select(f => new Source(f.path[1..], File.ReadAllText(f.file.FullName)))
        .Concat(folder.EnumerateDirectories().Where(d => !Ignored.Contains(d.Name)).SelectMany(Under));
}
