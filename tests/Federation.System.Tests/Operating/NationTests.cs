using System.Text.Json.Nodes;
using Federation.Domain.Counting;
using Federation.Log;
using Federation.Log.Counting;
using Federation.Tests.Faults;
using Federation.Tests.Rig;

namespace Federation.Tests.Operating;

/// <summary>The country that the bench makes: every line is accepted, and what it says its totals are is what plain
/// rows say.</summary>
[Collection(nameof(Operating))]
public sealed class NationTests
{
    private const string Share = "1/3000";
    private static readonly string[] Stocks =
        ["villages", "covered", "members", "mentors", "teams", "served", "supportMinutes"];

    private static readonly string[] Figures =
    [
        "sessions", "personTimes", "inexact", "volunteerTimes", "minutes", "materials", "villagesReached",
        "deliveringOrganisations",
    ];


    [Fact]
    public async Task The_same_seed_makes_the_same_country()
    {
        using ImportFolder one = new(), same = new(), other = new();
        await Make(one, "7");
        await Make(same, "7");
        await Make(other, "8");
        foreach (var file in Directory.GetFiles(one.Path))
        {
            var (bytes, name) = (await File.ReadAllBytesAsync(file), Path.GetFileName(file));
            Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(same.Path, name)));
            Assert.NotEqual(bytes, await File.ReadAllBytesAsync(Path.Combine(other.Path, name)));
        }
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Every_line_of_the_country_is_accepted_and_its_totals_are_those_of_the_rows(string kind)
    {
        await using var database = await TestDatabases.Create(kind);
        using var folder = new ImportFolder();
        await Make(folder, "1");
        var totals = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "totals.json")))!;
        var (lines, events) = ((long)totals["lines"]!, (long)totals["events"]!);
        Assert.Contains(
            $"{lines} accepted, 0 refused; position {events} ",
            await Verb.Done("import", "--from", folder.Path, "--database", database.ConnectionString));
        await Verb.Done("verify", "--database", database.ConnectionString);

        using var log = Oracle.Open(database);
        var levels = new HashSet<int>();
        foreach (var region in totals["regions"]!.AsArray())
        {
            var code = (string)region!["code"]!;
            levels.Add(code.Length);
            foreach (var period in region["periods"]!.AsArray())
            {
                Check(log, code, period!);
                CheckFigures(log.Books.UpToDate(), code, period!);
            }
        }

        Assert.Equal([0, 2, 4, 6, 9, 12], levels.Order());
    }

    /// <summary>As every page and report has them.</summary>
    private static void CheckFigures(Books books, string code, JsonNode period)
    {
        var asked = new Question(
            new(DateOnly.Parse((string)period["from"]!), DateOnly.Parse((string)period["to"]!)), code);
        var reach = books.Reach(asked);
        Assert.Equal(
            Stocks.Select(s => (long)period[s]!),
            new[]
            {
                reach.Villages, reach.Covered.Value, reach.Members.Value, reach.Mentors.Value, reach.Teams.Value,
                reach.Served.Value, reach.Minutes.Value,
            });
        var themes = books.Count(asked, By.Theme);
        foreach (var theme in period["themes"]!.AsArray())
        {
            var name = (string?)theme!["theme"];
            var counts = books.Count(asked with { Theme = name });
            var tally = counts.Tally;
            Assert.Equal(
                Figures.Select(f => (long)theme[f]!),
                new[]
                {
                    tally.Sessions, tally.PersonTimes.Value, tally.PersonTimes.Inexact, tally.VolunteerTimes,
                    tally.Minutes, tally.Materials.Value, counts.VillagesReached, counts.DeliveringOrganisations,
                });
            if (name is not null) Assert.Equal(counts, themes.GetValueOrDefault(name, Counts.Nothing));
        }
    }

    private static void Check(EventLog log, string code, JsonNode period)
    {
        var (from, to) = ((string)period["from"]!, (string)period["to"]!);
        Assert.Equal(StocksOf(log, code, from, to), Stocks.Select(s => (long)period[s]!));
        foreach (var theme in period["themes"]!.AsArray())
            Assert.Equal(
                Held(log, code, from, to, (string?)theme!["theme"]), Figures.Select(f => (long)theme[f]!));
    }

    private static long[] StocksOf(EventLog log, string code, string from, string to)
    {
        const string stands = "from_day <= @to and (to_day is null or @to < to_day)";
        const string given = "from requests where state = 'confirmed' and village like @code and delivered_on <= @to";
        var real = $"select code from village_spells where placeholder = 0 and code like @code and {stands}";
        return
        [
            One($"select count(distinct code) from ({real}) v"),
            One($"select count(distinct village) from association_spells where {stands} and village in ({real})"),
            One($"select count(distinct organisation) from membership_spells where village like @code and {stands}"),
            One($"select count(distinct mentor) {given}"),
            One($"select count(distinct team) {given}"),
            One($"select count(distinct organisation) {given}"),
            One($"select coalesce(sum(minutes), 0) {given} and delivered_on >= @from"),
        ];

        long One(string sql) => log.Rows.One(
            sql, r => Convert.ToInt64(r.GetValue(0)), ("code", code + "%"), ("from", from), ("to", to));
    }

    private static long[] Held(EventLog log, string code, string from, string to, string? theme) => log.Rows.One(
        "select count(*), coalesce(sum(person_times), 0), " +
        "coalesce(sum(case when pt_precision = 'exact' then 0 else 1 end), 0), coalesce(sum(volunteer_times), 0), " +
        "coalesce(sum(minutes), 0), coalesce(sum(copies), 0), count(distinct village), count(distinct organisation) " +
        "from sessions where state = 'held' and village like @code and day between @from and @to " +
        "and (@theme = '' or theme = @theme)",
        r => Enumerable.Range(0, r.FieldCount).Select(i => Convert.ToInt64(r.GetValue(i))).ToArray(),
        ("code", code + "%"), ("from", from), ("to", to), ("theme", theme ?? ""))!;

    private static async Task Make(ImportFolder folder, string seed)
    {
        using var making = Verb.Begin(
            "Federation.Bench", null, ["country", folder.Path, "--seed", seed, "--share", Share]);
        var (code, said) = await Verb.Ended(making);
        Assert.True(code == 0, said);
    }
}
