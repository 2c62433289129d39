using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Federation.Tests.Rig;
using Action = Federation.Tests.JointActions.Action;

namespace Federation.Tests.Counting;

public class ManySessionsTests
{
    private const int Sessions = 200_000;

    [Fact]
    public async Task Coverage_with_200000_sessions_runs_no_statement_over_the_sessions()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite);
        var action = await Action.Launched(await Registry.Registry.In(Task.FromResult(product)));
        var log = action.Registry.Log;
        await action.Hold("s1", "street", 0, "2021-10-09", 30);
        await Fill(action);

        var statements = new ConcurrentQueue<string>();
        log.Rows.Listener = statements.Enqueue;
        var reader = product.Here();
        foreach (var question in new[] { "", "?by=village", "?by=month", "?by=theme",
            "?by=organisation&from=2021-09-07&to=2022-02-11" })
            await reader.Read(action.Coverage + question);
        var asked = statements.Count;
        await action.Coordinator.Read(action.Path);
        await action.Coordinator.Read($"{action.Path}/grid");
        var whole = await reader.Read(action.Coverage);
        log.Rows.Listener = null;

        Assert.True(asked > 5);
        Assert.DoesNotContain(statements, sql => Regex.IsMatch(sql, @"\b(from|join)\s+sessions\b"));
        Assert.Equal((1, "exact"), Action.Figure(whole, "sessions", "region"));
        Assert.Equal((30, "exact"), Action.Figure(whole, "personTimes", "region"));
        var records = (string)whole["figures"]!.AsArray().First(f => (string)f!["key"]! == "sessions")!["records"]!;
        Assert.Equal(50, (await reader.Read(records["/api/v1".Length..]))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_same_question_is_answered_from_memory_until_the_head_moves()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite);
        var action = await Action.Launched(await Registry.Registry.In(Task.FromResult(product)));
        var (reader, statements) = (product.Here(), new ConcurrentQueue<string>());
        await action.Hold("s1", "street", 0, "2021-10-09", 30);

        // Until what follows from the report by itself is written, too, and the head stands still.
        action.Registry.Log.Rows.Listener = statements.Enqueue;
        for (var (first, second) = ("", "-"); first != second;)
        {
            first = await PositionOf();
            statements.Clear();
            second = await PositionOf();
        }

        Assert.DoesNotContain(statements, sql => sql.Contains("village_spells"));
        action.Registry.Log.Rows.Listener = null;
        var corrected = await action.Report("s1", "2021-10-09", 31);
        Assert.Equal((31, "exact"),
            Action.Figure(await reader.Read($"{action.Coverage}?after={corrected}"), "personTimes", "region"));

        async Task<string> PositionOf() =>
            (await reader.Get(action.Coverage)).Message.Headers.GetValues("Federation-Position").Single();
    }

    /// <summary>Rows of held sessions in bulk, and of sessions alone: were a figure made from them, it would
    /// show.</summary>
    private static async Task Fill(Action action)
    {
        const string Numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < @count) ";
        var filled = await action.Registry.Log.Write(
            "insert into sessions (action, session, alliance, theme, series, village, organisation, starts_at, " +
                "day, place, state, " +
            "person_times, pt_precision, volunteer_times, minutes, copies, illustrative, corrections) " + Numbers +
            "select @action, 'many-' || i, @alliance, '食品安全', 'street', @village, @organisation, i, " +
            "'2021-1' || (i % 3) || '-' || (10 + i % 18), '礼堂', 'held', 3, 'exact', 1, 60, 0, 0, 0 from n",
            ("count", Sessions), ("action", action.Id), ("alliance", action.Registry.Alliance),
                ("village", action.Villages[0]),
            ("organisation", action.Members[0]));
        Assert.Equal(Sessions, filled);
    }
}
