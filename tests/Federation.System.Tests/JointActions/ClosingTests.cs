using Federation.Tests.Rig;

namespace Federation.Tests.JointActions;

/// <summary>An action is closed when no session is open, also when one is planned at that very moment.</summary>
public class ClosingTests
{
    private const int Rounds = 8, Planners = 6;

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task Closing_and_planning_at_once_never_leave_a_closed_action_with_an_open_session(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        for (var round = 0; round < Rounds; round++)
        {
            var action = await Action.Launched(registry, $"race-{round}");
            Task<Answer> Close() => action.Coordinator.Post($"{action.Path}/closing", new { summary = "完" });
            var first = round % 2 == 0 ? Close() : null;
            var planning = Enumerable.Range(0, Planners).Select(n => action.Coordinator.Post(
                $"{action.Path}/sessions", action.Session($"s{n}", "street", 0, "2021-10-12"))).ToArray();
            var closing = first ?? Close();
            var (planned, close) = (await Task.WhenAll(planning), await closing);

            var open = planned.Count(answer => answer.Status == 201);
            Assert.All(planned.Where(answer => answer.Status != 201),
                answer => Assert.Equal((409, "action-closed"), (answer.Status, answer.Code)));
            if (close.Status == 200) Assert.Equal(0, open);
            else Assert.Equal((409, "sessions-still-open"), (close.Status, close.Code));
        }
    }
}
