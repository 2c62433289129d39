using Federation.Domain;

namespace Federation.Tests.Faults;

/// <summary>Commands about a joint action's sessions; each report moves the counters of many rows.</summary>
internal static class ActionWishes
{
    private const string Action = "action", Series = "talks";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow().ToOffset(Days.Shanghai);

    public static IEnumerable<Wish> All =>
    [
        new("session", 6, (world, random) => ($"/joint-actions/{Action}/sessions", new
        {
            seriesId = Series, villageCode = world.Villages[random.Next(3)],
            organisationId = world.Pick("member", random),
            startsAt = Now.AddHours(-random.Next(1, 200)), place = "居民议事厅",
        }), Makes: "session"),
        new("report", 6, (world, random) => world.Pick("session", random) is { } session
            ? ($"/joint-actions/{Action}/sessions/{session}/report", new
            {
                personTimes = new { value = random.Next(1, 60), precision = random.Next(2) == 0 ? "exact" : "about" },
                volunteers = random.Next(5), minutes = 60, note = "顺利",
            }) : null),
        new("session-cancellation", 2, (world, random) => world.Pick("session", random) is { } session
            ? ($"/joint-actions/{Action}/sessions/{session}/cancellation", new { reason = "下雨" }) : null),
    ];

    /// <summary>One action with one series, launched, with all members in it.</summary>
    public static async Task Found(World world, Client admin, IReadOnlyList<string> members)
    {
        var (from, to) = (Days.Month(Days.Of(Now.AddMonths(-3))), Days.Month(Days.Of(Now)));
        await admin.Made("/joint-actions", new
        {
            id = Action, allianceId = World.Alliance, theme = "助老", title = "联合行动", from, to,
        });
        await admin.Done($"/joint-actions/{Action}/series", new { id = Series, title = "讲座", order = 1 });
        foreach (var member in members)
        {
            var village = world.Villages[members.ToList().IndexOf(member) % 3];
            var seriesIds = new[] { Series };
            var participant = new { organisationId = member, villageCode = village, seriesIds };
            await admin.Done($"/joint-actions/{Action}/participants", participant);
        }

        await admin.Done($"/joint-actions/{Action}/launch");
    }
}
