using System.Globalization;
using System.Text.RegularExpressions;
using static Federation.Deploy.Tests.Deployment;

namespace Federation.Deploy.Tests;

/// <summary>The operator's page, in both languages, says what the code does.</summary>
public sealed class PageTests
{
    private const string Number =
        @"(?<![\w`:])(\d[\d,]*(?:\.\d+)?)\s*(KiB|MiB|seconds|s\b|minutes|hour|days?|秒|分钟|小时|天)?";
    private static readonly Text[] Pages = [File("deploy/README.md"), File("deploy/README.zh.md")];

    public static IEnumerable<object[]> Both => Pages.Select(page => new object[] { page.Path });

    [Theory, MemberData(nameof(Both))]
    public void The_table_of_limits_says_what_the_constants_say(string path)
    {
        var rows = Limits(File(path)).ToList();
        Assert.True(rows.Count > 30);
        None(
            "The bound's numbers are those of the constants, in their order.",
            from row in rows
            let told = string.Join(", ", ToldIn(row.Bound))
            let true_ = string.Join(", ", ConstantsOf(row.Where))
            where told != true_ || told.Length == 0
            select $"{row.What}: the page says {told}, the code {true_}");
    }

    /// <summary>Named like bounds, and none of load: formats, thresholds, refusals of settings.</summary>
    private static readonly string[] NoBounds =
    [
        "api/Help/Parties.cs YearMax", "api/Fundraisers/FundraiserView.cs BarsMax",
        "api/JointActions/Sessions/SessionCalendar.cs LineMax", "api/JointActions/Sessions/SessionMoves.cs NewsMax",
        "api/JointActions/Sessions/RecurringSessions.cs IdMax", "grains/Federation.Log/Database/Schema.cs NameMax",
        "grains/Federation.Grains/Engine/NodeSettings.cs ProbeSecondsMax",
        "grains/Federation.Grains/Engine/NodeSettings.cs MemoryMax",
        "grains/Federation.Grains/Engine/NodeSettings.cs PortMax", "silo/Federation.Silo/Status.cs OverdueMax",
        "silo/Federation.Silo/Status.cs BehindMax", "api/SigningIn/Passwords.cs PartsMax",
        "api/SigningIn/Passwords.cs DigitsMax",
    ];

    [Theory, MemberData(nameof(Both))]
    public void Every_bound_of_the_code_stands_in_the_table(string path)
    {
        var told = Limits(File(path)).SelectMany(row => NamedIn(row.Where))
            .Select(named => $"{named.File} {named.Name}").ToHashSet();
        var bounds = (from file in Code
            where file.Path.EndsWith(".cs") && !file.Path.StartsWith("grains/Federation.Domain/")
            from Match said in Regex.Matches(
                file.Content, @"(?:const|static readonly)\s+(?:int|long|double|TimeSpan)\s([^;]*);")
            from Match bound in Regex.Matches(said.Groups[1].Value, @"\b(\w*Max|Max[A-Z]\w*)\s=\s([^,;]*)")
            where Regex.IsMatch(bound.Groups[2].Value, @"^(?:[\d_L* ]+|TimeSpan\..*)$") // Another's name: stands there.
            select $"{file.Path} {bound.Groups[1].Value}").ToHashSet();
        Assert.True(bounds.Count > 80);
        None("Give it a row, in both languages.", bounds.Except(told).Except(NoBounds));
        None("No longer there.", NoBounds.Except(bounds));
    }

    [Fact]
    public void Both_languages_have_the_same_sections_and_the_same_rows()
    {
        Assert.Equal(Sections(Pages[0]), Sections(Pages[1]));
        Assert.Equal(
            Limits(Pages[0]).Select(row => (row.Where, string.Join(' ', ToldIn(row.Bound)))),
            Limits(Pages[1]).Select(row => (row.Where, string.Join(' ', ToldIn(row.Bound)))));
        Assert.Equal(FirstCells(Pages[0], "`"), FirstCells(Pages[1], "`"));
        Assert.Equal(FirstCells(Pages[0], ""), FirstCells(Pages[1], ""));
    }

    [Theory, MemberData(nameof(Both))]
    public void Every_alarm_has_its_row_and_no_other(string path)
    {
        var alarms = Documents(File("deploy/telemetry/alerts.yaml")).Single().At("groups").Items()
            .SelectMany(one => one.At("rules").Items()).Select(rule => rule.Scalar("alert")!);
        Assert.Equal(
            alarms.Order(StringComparer.Ordinal),
            RowsOf(File(path)).Select(cells => Regex.Match(cells[0], "^`(Federation[A-Z]\\w+)`$").Groups[1].Value)
                .Where(name => name.Length > 0).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Both))]
    public void Every_setting_has_its_row_and_no_other(string path)
    {
        var told = RowsOf(File(path))
            .Select(cells => Regex.Match(cells[0], "^`([A-Za-z]+__\\w+|[A-Z]+_[A-Z_]+|Sample)`$").Groups[1].Value)
            .Where(name => name.Length > 0).ToHashSet();
        Assert.Equal(
            KnownSettings.Own.Order(StringComparer.Ordinal),
            told.Except(["ASPNETCORE_URLS", "OTEL_EXPORTER_OTLP_ENDPOINT"]).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Both))]
    public void Files_that_the_page_names_exist(string path) => None(
        "No such file.",
        from Match m in Regex.Matches(
            File(path).Content, @"(?<=[`(\s])((?:systemd|compose|kubernetes|telemetry)/[\w.-]*|README[\w.]*\.md)")
        let named = Full("deploy/" + m.Value.TrimEnd('.'))
        where !m.Value.EndsWith("/.env") && !System.IO.File.Exists(named) && !Directory.Exists(named)
        select m.Value);

    private sealed record Limit(string What, string Bound, string Where);

    private static IEnumerable<Limit> Limits(Text page) =>
        from cells in RowsOf(page)
        where cells.Length == 3 && Regex.IsMatch(cells[2], @"^`[\w/.]+\.cs` \w")
        select new Limit(cells[0], cells[1], cells[2]);

    private static IEnumerable<string[]> RowsOf(Text page) => page.Lines
        .Where(line => line.StartsWith("| ")).Select(line => line.Trim('|', ' ').Split(" | "));

    private static IEnumerable<int> Sections(Text page) =>
        page.Lines.Where(line => line.StartsWith('#')).Select(line => line.IndexOf(' '));

    /// <summary>First cells in backticks; or, of each table, how many rows it has.</summary>
    private static IEnumerable<string> FirstCells(Text page, string mark) => mark.Length > 0
        ? RowsOf(page).Select(cells => Regex.Match(cells[0], "^`[^`]+`").Value).Where(cell => cell.StartsWith(mark))
        : Regex.Matches(page.Content, @"(?m)(^\|.*\n)+").Select(table => $"{table.Value.Count(c => c == '\n')}");

    private static IEnumerable<double> ToldIn(string bound) => Regex.Matches(bound, Number).Select(m =>
        double.Parse(m.Groups[1].Value, NumberStyles.Number, CultureInfo.InvariantCulture) * m.Groups[2].Value switch
        {
            "KiB" => 1024, "MiB" => 1024 * 1024, "minutes" or "分钟" => 60, "hour" or "小时" => 3600,
            "day" or "days" or "天" => 86_400, _ => 1,
        });

    private static IEnumerable<double> ConstantsOf(string place) =>
        from named in NamedIn(place) select Constant(File(named.File).Content, named.Name);

    private static IEnumerable<(string File, string Name)> NamedIn(string place) =>
        from Match file in Regex.Matches(place, @"`([\w/.]+\.cs)` ([\w, ]+?)(?=, `|$)")
        from name in file.Groups[2].Value.Split(", ")
        select (file.Groups[1].Value, name);

    /// <summary>A product of numbers, or a time in seconds; a name stands for another constant.</summary>
    private static double Constant(string code, string name)
    {
        var value = Regex.Match(code, $@"(?:const|static readonly)[^;]*?\b{name} = ([^,;]*?(?:\([^)]*\))?)[,;]",
            RegexOptions.Singleline).Groups[1].Value.Trim();
        if (Regex.Match(value, @"^TimeSpan\.From(\w+)\(([\d.]+)\)$") is { Success: true } time)
            return double.Parse(time.Groups[2].Value, CultureInfo.InvariantCulture) * time.Groups[1].Value switch
            {
                "Seconds" => 1, "Minutes" => 60, "Hours" => 3600, "Days" => 86_400, _ => double.NaN,
            };
        return value.Split(" * ").Aggregate(1.0, (product, factor) => product
            * (double.TryParse(factor.Replace("_", "").TrimEnd('L'), CultureInfo.InvariantCulture, out var number)
                ? number
                : double.NaN));
    }
}
