using System.Reflection;
using System.Text.RegularExpressions;
using Federation.Domain;

namespace Federation.House.Tests;

/// <summary>The house style as failing tests; each message says where, and what to do instead.</summary>
public sealed class HouseTests
{
    private const int Columns = 120;
    private const int FunctionLines = 40;
    private const int FileLines = 300;
    private const int DeciderLines = 200;
    private const int FewestLines = 12;
    private const int FolderFiles = 25;

    private static readonly string[] TopFolders = ["grains", "silo", "api", "tests", "deploy"];

    /// <summary>Two implementations, a process boundary, or a generic record without its types; besides grain
    /// interfaces (<c>I…Grain</c>). Dozens of bodies of requests are <c>IDated</c>: they state the day of their fact;
    /// some say how a form reads them.</summary>
    private static readonly string[] Interfaces =
    [
        "IGrains", "IDialect", "IBoundary", "IBoundaryVisitor", "IAggregate", "IDated", "ISend", "IFromForm",
        "IFromField", "IBringsFile",
    ];

    /// <summary>This project names what it forbids.</summary>
    private static IEnumerable<Source> Others => Sources.All.Where(s => !s.In("tests/Federation.House.Tests/"));

    private static IEnumerable<Type> DomainTypes => typeof(Decider<,,>).Assembly.GetTypes();

    [Fact]
    public void Lines_fit_into_120_columns() => None(
        "Break the line; name a part of it.",
        from s in Sources.All
        where s.Is(".cs", ".razor", ".js", ".css", ".sh", "/run", "Rig/postgres") && !s.Path.Contains("wwwroot/lib/")
        from line in s.Lines.Index()
        where new System.Globalization.StringInfo(line.Item).LengthInTextElements > Columns
        select $"{s.Path}:{line.Index + 1} has {line.Item.Length} columns");

    [Fact]
    public void Functions_fit_into_40_lines() => None(
        "Give a part of it a name of its own.",
        from s in Sources.CSharp
        from f in Code.Functions(s.CodeOnly)
        where f.Lines > FunctionLines
        select $"{s.Path}:{f.Line} has {f.Lines} lines: {f.Head}");

    [Fact]
    public void Product_files_are_neither_crumbs_nor_novels() => None(
        $"Under {FewestLines} lines: join it to its neighbour. Over {FileLines}: split it by idea.",
        from s in Sources.All
        where s.IsProduct && (s.Lines.Length < FewestLines || s.Lines.Length > FileLines)
        select $"{s.Path} has {s.Lines.Length} lines");

    [Fact]
    public void The_product_file_in_the_middle_has_60_to_110_lines()
    {
        var sizes = Sources.All.Where(s => s.IsProduct).Select(s => s.Lines.Length).Order().ToArray();
        Assert.InRange(sizes[sizes.Length / 2], 60, 110); // Under it: join crumbs. Over it: split by idea.
    }

    [Fact]
    public void No_folder_holds_more_than_25_files_of_code() => None(
        "Give each boundary a folder of its own.",
        Sources.All.Where(s => s.Is(".cs", ".razor")).GroupBy(s => s.Path[..s.Path.LastIndexOf('/')])
            .Where(folder => folder.Count() > FolderFiles)
            .Select(folder => $"{folder.Key} holds {folder.Count()}"));

    [Fact]
    public void Decider_files_fit_into_200_lines() => None(
        "The boundary is too big: look for the invariant that splits it.",
        from s in Sources.CSharp
        where s.IsProduct && s.Lines.Length > DeciderLines
        where Regex.IsMatch(s.CodeOnly, @"\bstatic\s+readonly\s+Boundary<")
        select $"{s.Path} has {s.Lines.Length} lines");

    [Fact]
    public void The_domain_refers_to_nothing() => None(
        "The domain is pure: what it needs to know arrives in the command or in Asked.",
        from s in Sources.All
        where s.In("grains/Federation.Domain/") && s.Is(".csproj")
        where Regex.IsMatch(s.Text, "<(Package|Project|Framework)?Reference")
        select s.Path);

    [Fact]
    public void The_domain_has_no_clock_no_chance_and_no_waiting() => None(
        "Time, day and asker arrive in Asked; ids arrive in the command; waiting belongs to the shell.",
        Matches(Sources.CSharp.Where(s => s.In("grains/Federation.Domain/")),
            @"\b(DateTimeOffset|DateTime)\.(Utc)?Now\b|\bDateTime\.Today\b|\bTimeProvider\b"
            + @"|\bGuid\.(NewGuid|CreateVersion7)\b"
            + @"|\bnew Random\b|\bRandom\.Shared\b|\bTask\b|\bThread\b|\bEnvironment\.|\bFile\.|\bConsole\."));

    [Fact]
    public void Orleans_stays_in_grains_and_one_file_of_api() => None(
        "Only Federation.Grains and one file of api know Orleans: go through IGrains and the Node.",
        Orleans().Where(s => !s.In(
            "grains/Federation.Grains/", "api/", "tests/Federation.Cluster.Tests/", "tests/Federation.Log.Tests/"))
            .Concat(Orleans().Where(s => s.In("api/") && s.Is(".cs")).Skip(1)).Select(s => s.Path));

    [Fact]
    public void The_mediator_stays_in_api() => None(
        "MediatR is the gateway's front door; below it, call functions.",
        from s in Others
        where s.Is(".cs", ".csproj", ".razor") && !s.In("api/")
        where (s.Is(".cs") ? s.CodeOnly : s.Text).Contains("MediatR")
        select s.Path);

    [Fact]
    public void No_exception_disappears() => None(
        "Name the exception you expect, or rethrow with `throw;`: a swallowed one is a false success.",
        from s in Sources.CSharp
        from Match m in Regex.Matches(s.CodeOnly, @"\bcatch\s*(\(\s*(System\.)?Exception\s*\)\s*)?(?<open>\{)")
        let open = m.Groups["open"].Index
        where !Regex.IsMatch(s.CodeOnly[open..Code.EndOfBlock(s.CodeOnly, open)], @"\bthrow\b")
        select $"{s.Path}:{Code.LineOf(s.Text, m.Index)}");

    [Fact]
    public void Nothing_sleeps() => None(
        "Wait for the thing itself (a TaskCompletionSource, a position, a barrier); use a fake clock for time.",
        Matches(Sources.CSharp, @"\bThread\.Sleep\b")
            .Concat(Matches(Sources.CSharp.Where(s => s.In("tests/")), @"\bTask\.Delay\b")));

    [Fact]
    public void Logs_never_destructure_objects() => None(
        "Log the type and ids, never a whole object: it may carry personal data.",
        from s in Others
        where s.Is(".cs") && s.Text.Contains("{@")
        select s.Path);

    /// <summary>A dollar matches before a last line feed, too.</summary>
    [Fact]
    public void Patterns_end_at_the_very_end() => None(
        @"Write \z in place of $ at the end of a pattern: $ lets a last line feed pass.",
        from s in Sources.All
        where s.IsProduct && s.Is(".cs", ".razor")
        from Match m in Regex.Matches(
            s.Text,
            @"\b(Regex(\.(IsMatch|Match|Matches|Replace|Split|Count))?|GeneratedRegex|RegularExpression)\("
            + @"[^;\]]*?""(?<pattern>.*)""")
        where Regex.IsMatch(m.Groups["pattern"].Value, @"(?<!\\)\$(?!\{)")
        select $"{s.Path}:{Code.LineOf(s.Text, m.Index)} {m.Groups["pattern"].Value}");

    [Fact]
    public void Tables_for_spreadsheets_are_written_in_one_place() => None(
        "Write rows with CsvFile, which lets no cell run; serve them as CsvFile.Type.",
        from s in Sources.CSharp
        where s.In("api/", "silo/") && s.IsProduct && s.Path != "api/Http/CsvFile.cs"
        from line in s.Lines.Index()
        where Regex.IsMatch(line.Item, @"""text/csv;|AppendJoin\(','|CsvWriter|SpreadsheetDocument|vnd\.ms-excel")
            || (line.Item.Contains("string.Join(\",\"") && s.Text.Contains("csv", StringComparison.OrdinalIgnoreCase))
        select $"{s.Path}:{line.Index + 1}");

    /// <summary>But for the heads of tables, which are cells between commas.</summary>
    [Fact]
    public void Chinese_sentences_have_Chinese_signs() => None(
        "Write ，；！？ between Chinese characters, as readers expect it.",
        from s in Sources.All
        where s.Is(".cs", ".razor") && s.In("grains/", "silo/", "api/")
        from line in s.Lines.Index()
        where Regex.IsMatch(line.Item, @"[\u4e00-\u9fff”」）》}][,;!?](?=[\u4e00-\u9fff“《（])")
            && !line.Item.Contains(@"\r\n")
        select $"{s.Path}:{line.Index + 1}");

    [Fact]
    public void Nothing_is_left_to_do() => None(
        "Do it now, or write an issue.",
        from s in Others
        from line in s.Lines.Index()
        where !s.Is(".csv") && Regex.IsMatch(line.Item, @"\b(TODO|FIXME|HACK|XXX)\b|\bNotImplementedException\b")
        select $"{s.Path}:{line.Index + 1}");

    [Fact]
    public void Tests_are_sentences_and_none_is_skipped() => None(
        "Name a test by the sentence it proves (A_slot_is_booked_at_most_once); mend or delete a skipped one.",
        from s in Sources.CSharp
        where s.In("tests/")
        from Match m in Regex.Matches(
            s.CodeOnly, @"\[(Fact|Theory)(?<skip>\([^)]*\bSkip\b)?[^{;]*?\b(void|Task)\s+(?<name>\w+)\s*[(<]")
        where m.Groups["skip"].Success || !m.Groups["name"].Value.Contains('_')
        select $"{s.Path}:{Code.LineOf(s.Text, m.Index)} {m.Groups["name"].Value}");

    [Fact]
    public void Stored_names_are_permanent_unique_and_well_formed() => None(
        "[Name(\"area.what-happened.v1\")] on an event, [Name(\"area.do-something\")] on a command; no name twice.",
        Nameless().Concat(DomainTypes.Where(t => Name(t) is not null).GroupBy(Name).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key} is the name of {string.Join(" and ", g)}")));

    [Fact]
    public void Events_say_in_words_what_was_done() => None(
        "[Name(\"area.what-happened.v1\", \"做了什么\", \"Did what\")]: the page of who did what shows it.",
        from t in DomainTypes
        where IsA(t, "Event") && t.GetCustomAttribute<NameAttribute>(false) is { Words: null }
        select t.FullName);

    [Fact]
    public void Commands_and_events_are_sealed_records() => None(
        "public sealed record, nested in its abstract record with a private constructor: data, and nothing beside it.",
        from t in DomainTypes
        where Name(t) is not null || IsA(t, "Command") || IsA(t, "Event")
        where !t.IsSealed || t.GetMethod("<Clone>$") is null || !(IsA(t, "Command") || IsA(t, "Event"))
        select t.FullName);

    /// <summary>Deciders are asked in the domain tests; who comes second to a claim, over HTTP too.</summary>
    [Fact]
    public void Every_refusal_is_named_by_a_test() => None(
        "Refusals.X in a domain test that names its owner (a Spec that is refused), or its code in a system test.",
        from t in DomainTypes
        where t is { Name: "Refusals", DeclaringType: not null }
        from f in t.GetFields(BindingFlags.Public | BindingFlags.Static)
        where f.FieldType == typeof(Refusal)
        let owner = t.DeclaringType!.Name
        let code = ((Refusal)f.GetValue(null)!).Code
        where !Sources.CSharp.Any(s => s.In("tests/Federation.Domain.Tests/")
                && Regex.IsMatch(s.CodeOnly, $@"\bRefusals\.{f.Name}\b") && Regex.IsMatch(s.CodeOnly, $@"\b{owner}\b"))
            && !Sources.CSharp.Any(s => s.In("tests/Federation.System.Tests/") && s.Text.Contains($"\"{code}\""))
        select $"{owner}.{f.Name} ({code})");

    [Fact]
    public void Interfaces_stand_only_at_boundaries() => None(
        "Use the class itself. An interface needs two implementations or a process boundary, and its name in the list.",
        from s in Sources.All
        where s.IsProduct
        from Match m in Regex.Matches(s.CodeOnly, @"\binterface\s+(?<name>\w+)")
        let name = m.Groups["name"].Value
        where !Interfaces.Contains(name) && !Regex.IsMatch(name, "^I[A-Z][A-Za-z]*Grain$")
        select $"{s.Path}:{Code.LineOf(s.Text, m.Index)} {name}");

    [Fact]
    public void The_top_folders_are_a_closed_list() => None(
        $"The tree is {string.Join(", ", TopFolders)} and dot-folders: find the thing a place in one of them.",
        Sources.TopFolders.Except(TopFolders));

    [Fact]
    public void No_file_knows_the_machine_it_was_written_on() => None(
        "Use a path relative to the repository, or a setting.",
        RawMatches(Others, @"(?<![\w.~-])(/home/|/Users/|/root/)|\b[A-Z]:\\+Users\b|\.\./shared/"));

    [Fact]
    public void No_file_names_a_registry() => None(
        "Where packages come from is the machine's own setting. (Container images are named in deploy/ alone.)",
        RawMatches(Others,
            @"\bnuget\.org\b|\bnpmjs\.(org|com)\b|\bpypi\.org\b|\bcrates\.io\b|\b(deb|security)\.debian\.org\b"
            + @"|//[\w.-]*(mirror|proxy|artifactory|nexus)[\w.-]*").Concat(
        RawMatches(
            Others.Where(s => !s.In("deploy/")), @"\bmcr\.microsoft\.com\b|\bghcr\.io\b|\bdocker\.io\b|\bquay\.io\b")));

    [Fact]
    public void The_measure_of_functions_measures()
    {
        const string text = """
            class A(int x) : B(x) { int F(string s = "}") { if (s == $"{x:"{"}") return 1; // }
                return 2; }
                int G => x switch { 1 => '}',
                    _ => 2, };
                static readonly C All = new() { N = 1 };
                public static bool operator ==(A a, B b)
                {
                    return true;
                } }
            """;
        Assert.Equal([(1, 2), (3, 2), (6, 4)], Code.Functions(Code.Only(text)).Select(f => (f.Line, f.Lines)));
    }

    private static IEnumerable<Source> Orleans() => Others.Where(s =>
        s.Is(".cs") && Regex.IsMatch(s.CodeOnly, @"\busing (static )?Orleans\b|\b(Microsoft\.|global::)Orleans\b")
        || s.Is(".csproj") && s.Text.Contains("Microsoft.Orleans"));

    private static IEnumerable<string> Nameless() =>
        from t in DomainTypes
        where !t.IsAbstract && (IsA(t, "Command") || IsA(t, "Event"))
        let form = IsA(t, "Event") ? @"^[a-z-]+\.[a-z0-9-]+\.v\d+$" : @"^[a-z-]+\.[a-z0-9-]+$"
        where !Regex.IsMatch(Name(t) ?? "", form)
        select $"{t} is named {Name(t) ?? "nothing"}";

    private static string? Name(Type type) => type.GetCustomAttribute<NameAttribute>(false)?.Name;

    /// <summary>Nested in, and derived from, an abstract record whose name ends so.</summary>
    private static bool IsA(Type type, string kind) =>
        type.BaseType is { IsAbstract: true } of && of.Name.EndsWith(kind, StringComparison.Ordinal);

    private static IEnumerable<string> Matches(IEnumerable<Source> sources, string pattern) =>
        from s in sources
        from Match m in Regex.Matches(s.CodeOnly, pattern)
        select $"{s.Path}:{Code.LineOf(s.Text, m.Index)} {m.Value}";

    private static IEnumerable<string> RawMatches(IEnumerable<Source> sources, string pattern) =>
        from s in sources
        from Match m in Regex.Matches(s.Text, pattern)
        select $"{s.Path}:{Code.LineOf(s.Text, m.Index)} {m.Value}";

    private static void None(string fix, IEnumerable<string?> found)
    {
        var places = found.ToList();
        Assert.True(places.Count == 0, $"{fix}\n  {string.Join("\n  ", places)}");
    }
}
