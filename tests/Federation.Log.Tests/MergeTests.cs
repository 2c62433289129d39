using System.Globalization;
using Federation.Domain;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>Row changes mean the same whether they come one by one, in one batch, or in a rebuild, on either
/// database.</summary>
public sealed class MergeTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Changes_merged_in_one_batch_equal_the_same_changes_one_by_one(int seed)
    {
        var marks = Marks(new Random(seed), 400);
        var sheets = new List<string>();
        foreach (var kind in new[] { BothDatabases.Sqlite, BothDatabases.PostgreSql })
        {
            await using var single = await TestLog.Open(kind);
            for (var i = 0; i < marks.Length; i++) await single.Log.Commit("a", i, Scribble(marks[i]));
            await using var batched = await TestLog.Open(kind);
            foreach (var (i, chunk) in marks.Chunk(80).Index())
                await batched.Log.Commit("a", i * 80, [.. chunk.Select(m => Scribble(m))]);
            await using var whole = await TestLog.Open(kind);
            await whole.Log.Commit("a", 0, Scribble(marks));
            sheets.AddRange([Sheet(single.Log), Sheet(batched.Log), Sheet(whole.Log)]);
            await single.Log.IsSound();
            sheets.Add(Sheet(single.Log));
        }

        Assert.NotEmpty(sheets[0]);
        Assert.All(sheets, s => Assert.Equal(sheets[0], s));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Adding_to_a_number_that_was_emptied_starts_at_zero(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Scribble(new Mark(ChangeKind.Put, "r", 1, "a", null)));
        await test.Log.Commit("a", 1, Scribble(new Mark(ChangeKind.Add, "r", 1, "a", 5)));
        Assert.Equal("r 1 5 0 - -", Sheet(test.Log));
        await test.Log.IsSound();
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_rebuild_makes_missing_and_wrong_rows_good(string kind)
    {
        await using var test = await TestLog.Open(kind);
        for (var i = 0; i < 30; i++) await test.Log.Commit($"p{i % 5}", i / 5, Ask.Deposit(Ask.Fresh(), i));
        var good = test.Log.Dump();
        test.Tamper(
            "delete from purses where id = 'p1'; update purse_days set paid_in = 0; " +
            "insert into purses (id) values ('no')");
        Assert.NotEqual(good, test.Log.Dump());
        Assert.Equal(["purse_days", "purses"], (await test.Log.Rebuild()).Changed.Order());
        Assert.Equal(good, test.Log.Dump());
        Assert.Empty((await test.Log.Rebuild()).Changed);

        foreach (var table in test.Log.Catalogue.Tables) test.Tamper($"delete from {table.Name}");
        Assert.NotEmpty((await test.Log.Rebuild()).Changed);
        Assert.Equal(good, test.Log.Dump());
    }

    [Fact]
    public void What_is_put_and_added_of_one_row_is_one_statement_and_so_is_a_row_that_comes_back()
    {
        var table = new Table("t", [Column.Text("id")], [Column.Number("a"), Column.Number("b"), Column.Text("c")]);
        var merge = new Merge();
        merge.Take(
        [
            table.Put(["both"], ("c", "x")), table.Add(["both"], ("a", 2L)), table.Delete("back"),
            table.Put(["back"], ("a", 1L)), table.Put(["gone"], ("a", 1L)), table.Delete("gone"),
        ]);

        Assert.Equal(
            [
                ("Delete", "id", "", "gone"), ("Put", "id,a,c", "a", "both,2,x"), ("Put", "id,a,b,c", "", "back,1,0,"),
            ],
            merge.Rowsets().Select(set => (
                $"{set.Mode}", string.Join(',', set.Columns), string.Join(',', set.Added),
                string.Join(',', set.Rows.Single()))));
    }

    private static Mark[] Marks(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => OneOf(random))];

    private static Mark OneOf(Random random)
    {
        var (row, part) = ($"r{random.Next(4)}", random.Next(3));
        return random.Next(10) switch
        {
            0 => new(ChangeKind.Delete, row, part),
            1 => new(ChangeKind.Put, row, part),
            2 => new(ChangeKind.Put, row, part, "a", null),
            < 5 => new(ChangeKind.Put, row, part, random.Next(2) == 0 ? "a" : "b", random.Next(100)),
            5 => new(ChangeKind.Put, row, part, "c", null, random.Next(3) == 0 ? null : $"文{random.Next(9)}"),
            6 => new(ChangeKind.Put, row, part, "d", null, "d"),
            _ => new(ChangeKind.Add, row, part, random.Next(2) == 0 ? "a" : "b", random.Next(-9, 10)),
        };
    }

    private static Decided Scribble(params Mark[] marks) =>
        Ask.Accepted(Ask.Fresh(), new PurseEvent.Scribbled([.. marks]));

    private static string Sheet(EventLog log) => string.Join('\n', log.Rows.All(
        "select row, part, a, b, c, d from sheet order by row, part",
        r => string.Join(' ', Enumerable.Range(0, 6).Select(
            i => r.IsDBNull(i) ? "-" : Convert.ToString(r[i], CultureInfo.InvariantCulture)))));
}
