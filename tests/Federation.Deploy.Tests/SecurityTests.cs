using System.Text.RegularExpressions;
using static Federation.Deploy.Tests.Deployment;

namespace Federation.Deploy.Tests;

/// <summary>The page of security names every requirement once, and tests and files that are there.</summary>
public sealed class SecurityTests
{
    private const string Name = @"`([A-Za-z0-9]+(?:_[A-Za-z0-9]+)+)`";
    private static readonly string[] States = ["held", "built", "operator", "n/a", "pending", "open"];

    private sealed record Row(string[] Ids, string State, string By);

    private static IReadOnlyList<Row> Rows { get; } =
    [
        .. from line in File("deploy/security.md").Lines
           where Regex.IsMatch(line, @"^\| \d+\.\d+\.\d+")
           let cells = line.Trim('|', ' ').Split(" | ")
           select new Row(cells[0].Split(", "), cells[2], cells[3]),
    ];

    private static HashSet<string> Tests { get; } =
    [
        .. from file in Directory.EnumerateFiles(Full("tests"), "*.cs", SearchOption.AllDirectories)
           from Match m in Regex.Matches(System.IO.File.ReadAllText(file), @"\b(?:void|Task) ([A-Z]\w*_\w+)\(")
           select m.Groups[1].Value,
    ];

    [Fact]
    public void Every_requirement_stands_once_and_names_tests_that_exist()
    {
        var asked = File("tests/Federation.Deploy.Tests/asvs-5.0.0.txt").Lines.Where(line => !line.StartsWith('#'))
            .SelectMany(line => line.Split(' ')).Select(one => one.Split(':')[0]).ToList();
        Assert.Equal(253, asked.Count);
        Assert.Equal(
            asked.Order(StringComparer.Ordinal), Rows.SelectMany(row => row.Ids).Order(StringComparer.Ordinal));
        None(
            "No such test: name one that is there, or say that it is open.",
            from row in Rows
            from Match m in Regex.Matches(row.By, Name)
            where !Tests.Contains(m.Groups[1].Value)
            select $"{row.Ids[0]}: {m.Groups[1].Value}");
    }

    [Fact]
    public void A_state_has_what_it_needs()
    {
        None("One of: " + string.Join(", ", States), Rows.Where(row => !States.Contains(row.State))
            .Select(row => $"{row.Ids[0]}: {row.State}"));
        None("What is held names a test.", Rows.Where(row => row.State == "held" && !Regex.IsMatch(row.By, Name))
            .Select(row => row.Ids[0]));
        None("What is built names a file.", Rows.Where(row => row.State == "built" && !FilesIn(row.By).Any())
            .Select(row => row.Ids[0]));
        None("What is pending says so of its part.",
            Rows.Where(row => row.State == "pending" && !row.By.Contains("(pending)")).Select(row => row.Ids[0]));
        None(
            "No such file.", from row in Rows from file in FilesIn(row.By)
                             where !System.IO.File.Exists(Full(file)) select $"{row.Ids[0]}: {file}");
    }

    [Fact]
    public void The_states_are_counted_as_they_are()
    {
        var told = from line in File("deploy/security.md").Lines
                   let m = Regex.Match(line, @"^\| `([a-z/]+)` \| .* \| (\d+) \|$")
                   where m.Success
                   select (m.Groups[1].Value, int.Parse(m.Groups[2].Value));
        Assert.Equal(States.Select(state => (state, Rows.Where(r => r.State == state).Sum(r => r.Ids.Length))), told);
    }

    [Fact]
    public void Every_finding_of_the_attack_stands_once_beside_the_tests_that_hold_it()
    {
        var classes = Directory.EnumerateFiles(Full("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .SelectMany(file => ClassesIn(System.IO.File.ReadAllText(file))).ToLookup(one => one.Name, one => one.Text);
        (string Finding, string By)[] rows =
        [
            .. from line in File("deploy/security.md").Lines
               where Regex.IsMatch(line, @"^\| [HML]\d+ \|")
               let cells = line.Trim('|', ' ').Split(" | ")
               select (cells[0], cells[2]),
        ];

        Assert.Equal([.. Of("H", 3), .. Of("M", 15), .. Of("L", 13)], rows.Select(row => row.Finding));
        None(
            "Name a class of tests, and after a colon tests of that class.",
            from row in rows
            from part in row.By.Split("; ")
            let m = Regex.Match(part, @"^`(\w+Tests)`(?:: (?:`(\w+)`(?:, )?)+)?$")
            where !m.Success || m.Groups[2].Captures.Any(test =>
                !classes[m.Groups[1].Value].Any(text => text.Contains($" {test.Value}(", StringComparison.Ordinal)))
                || !classes.Contains(m.Groups[1].Value)
            select $"{row.Finding}: {part}");

        static IEnumerable<string> Of(string kind, int count) => Enumerable.Range(1, count).Select(n => $"{kind}{n}");
    }

    /// <summary>Each class of a file, with what stands from its name to the next one's.</summary>
    private static IEnumerable<(string Name, string Text)> ClassesIn(string text)
    {
        var names = Regex.Matches(text, @"^public (?:sealed )?(?:partial )?class (\w+)", RegexOptions.Multiline);
        return names.Select((m, i) => (
            m.Groups[1].Value, text[m.Index..(i + 1 < names.Count ? names[i + 1].Index : text.Length)]));
    }

    /// <summary>A scan that cannot plant its holes proves nothing about what it does not find.</summary>
    [Fact]
    public void The_holes_of_the_scan_can_be_planted_in_the_code_as_it_is()
    {
        var (code, said) = Run("git", "apply", "--check", "deploy/security/planted.patch");
        Assert.True(code == 0, said);
    }

    private static IEnumerable<string> FilesIn(string text) =>
        Regex.Matches(text, @"`([\w./-]+\.(?:cs|razor|js|md|yaml|conf|sh|props)|[\w./-]+/(?:Caddyfile|Dockerfile))`")
            .Select(m => m.Groups[1].Value);
}
