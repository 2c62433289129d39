using Federation.Domain;
using Federation.Domain.JointActions;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>Columns become a record's parameters by their names, on both databases alike.</summary>
public sealed class RowsByNameTests
{
    private sealed record Shown(
        string Id, Name Title, Name? Goal, long Count, int Small, bool Open, DateOnly OpenedOn, DateOnly? ClosedOn,
        DateTimeOffset? At, ActionPhase Phase, ActionPhase? Last, Items<string> Words, string Note = "none");

    private const string One =
        "select 'a' as id, '标题' as title_zh, 'Title' as title_en, null as goal, null as goal_en, 5 as count, " +
        "7 as small, 1 as open, '2026-03-12' as opened_on, null as closed_on, 1000000 as at, 'launched' as phase, " +
        "null as last, '[\"x\",\"y\"]' as words";

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Every_type_that_rows_have_is_read(string kind)
    {
        await using var test = await TestLog.Open(kind);

        var read = test.Log.Rows.One<Shown>(One)!;

        Assert.Equal(
            new Shown(
                "a", new("标题", "Title"), null, 5, 7, true, new(2026, 3, 12), null,
                DateTimeOffset.UnixEpoch.AddSeconds(1), ActionPhase.Launched, null, ["x", "y"]), read);
        Assert.Equal([read], test.Log.Rows.All<Shown>(One));
        Assert.Null(test.Log.Rows.One<Shown>(One + " where 1 = 0"));
    }

    [Theory]
    [InlineData("select 'a' as id, 1 as count", "no count")]
    [InlineData("select 'a' as name", "wants id")]
    public async Task A_column_too_many_or_too_few_is_a_fault_of_the_statement(string sql, string why)
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);

        var fault = Assert.Throws<InvalidOperationException>(() => test.Log.Rows.All<OnlyId>(sql));

        Assert.Contains(why, fault.Message);
    }

    private sealed record OnlyId(string Id);
}
