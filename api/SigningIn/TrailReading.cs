using Federation.Api.Accounts;

namespace Federation.Api.SigningIn;

/// <summary>One row of the trail of signing in.</summary>
/// <param name="What">A name of <see cref="Trails"/>.</param>
/// <param name="Account">Whom it is about; null where nobody has the name that was typed.</param>
/// <param name="Place">The beginning of the address.</param>
/// <param name="Mark">The same for all that came from one network.</param>
public sealed record TrailRow(
    long Number, DateTimeOffset At, string What, string? Account, string? UserName, string Actor, string? ActorName,
    string Place, string Mark, string Device, string About);

/// <summary>One row of one's own.</summary>
/// <param name="By"><c>oneself</c>, <c>another</c>, or <c>unknown</c>: whoever tried, or came with a link.</param>
public sealed record OwnTrailRow(
    DateTimeOffset At, string What, string By, string Place, string Device, string About);

/// <summary>Reading the trail: all of it for whoever answers for the whole town, one's own for each.</summary>
public static class TrailReading
{
    /// <summary>Rows of one file.</summary>
    public const int ExportMax = 50_000;

    public const string Filters = "account what place from:date to:date";

    private const string All =
        "select t.number, t.at, t.what, t.account, a.user_name, t.actor, b.user_name as actor_name, t.place, t.mark, " +
        "t.device, t.about from trail t left join accounts a on a.id = t.account " +
        "left join accounts b on b.id = t.actor";

    /// <summary>Newest first. Filters: whose account or by whom, what, a place or a network's mark, days.</summary>
    public static Listed<TrailRow> Found(Reading reading)
    {
        RequireEverywhere(reading);
        var before = long.TryParse(reading.Cursor, out var number) ? number : long.MaxValue;
        return reading.Page(Rows(reading, before, reading.Limit + 1), row => $"{row.Number}");
    }

    /// <summary>The same as a table for a spreadsheet, the newest rows of it.</summary>
    public static byte[] Csv(Reading reading)
    {
        RequireEverywhere(reading);
        string[] head =
        [
            "number", "at", "what", "account", "userName", "actor", "actorName", "place", "mark", "device", "about",
        ];
        return CsvFile.Of(Rows(reading, long.MaxValue, ExportMax).Select(r => (IEnumerable<string>)
        [
            $"{r.Number}", r.At.ToString("yyyy-MM-dd'T'HH:mm:sszzz"), r.What, r.Account ?? "", r.UserName ?? "",
            r.Actor, r.ActorName ?? "", r.Place, r.Mark, r.Device, r.About,
        ]).Prepend(head));
    }

    /// <summary>What was done with one's own account, by oneself and by others.</summary>
    public static IReadOnlyList<OwnTrailRow> Own(Reading reading, int max) =>
    [
        .. reading.Rows.All<TrailRow>(
            All + " where t.account = @account order by t.number desc limit @max",
            ("account", reading.Caller.Account), ("max", max)).Select(r => new OwnTrailRow(
                r.At.ToOffset(Days.Shanghai), r.What,
                r.Actor == r.Account ? "oneself" : r.Actor == "anonymous" ? "unknown" : "another", r.Place, r.Device,
                r.About)),
    ];

    private static IReadOnlyList<TrailRow> Rows(Reading reading, long before, int max)
    {
        var account = reading.Text("account")?.Trim() is { } typed ? Audit.ActorOf(reading.Rows, typed) : null;
        var what = reading.Text("what");
        if (what is not null && !Trails.Words.ContainsKey(what)) throw Reading.Wrong(
            "what", "“what”不是登录记录里的事项。", "'what' is not something that the trail tells.");
        var where = Condition.All(
            new("t.number < @before", ("before", before)),
            account is null ? null : new("(t.account = @account or t.actor = @account)", ("account", account)),
            what is null ? null : new("t.what = @what", ("what", what)),
            reading.Text("place")?.Trim() is { } place
                ? new("(t.place = @place or t.mark = @place)", ("place", place)) : null,
            reading.Between("t.at"));
        return
        [
            .. reading.Rows.All<TrailRow>(
                $"{All} where {where.Sql} order by t.number desc limit @max", [.. where.Values, ("max", max)])
                .Select(row => row with { At = row.At.ToOffset(Days.Shanghai) }),
        ];
    }

    /// <summary>Whoever answers for a part of the country only does not see who signs in elsewhere.</summary>
    private static void RequireEverywhere(Reading reading)
    {
        if (!reading.Caller.Administrator && !reading.Caller.Scopes(Role.Auditor).Contains(Account.Everywhere))
            throw new ProblemException(Problem.NotAllowed);
    }
}
