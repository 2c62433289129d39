using Federation.Tests.Help;
using Federation.Tests.Rig;

namespace Federation.Tests.Http;

/// <summary>Moments at the edge of the calendar, which Shanghai's clock or UTC does not have: told like any other wrong
/// value, by every form and every route that takes one.</summary>
public class CalendarEdgeTests
{
    private static readonly string[] Edges =
        ["0001-01-01T00:00:00+08:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:00Z", "9999-12-31T23:59:00+08:00"];

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_route_answers_400_and_names_the_field(string kind)
    {
        var action = await JointActions.Action.Launched(kind);
        await action.Hold("one", "street", 0, "2021-10-09", 40);
        foreach (var edge in Edges)
        {
            await Told($"{action.Path}/sessions", "startsAt", new
            {
                seriesId = "street", villageCode = action.Villages[0], organisationId = action.Members[0],
                startsAt = edge, place = "祠堂",
            });
            await Told($"{action.Path}/sessions/one/rescheduling", "startsAt", new { startsAt = edge, place = "祠堂" });
            await Told($"{action.Path}/meetings", "startsAt", new { title = "会议", startsAt = edge, place = "祠堂" });
            await Told("/fundraisers/none/gifts", "givenAt", new { externalId = "g", amountFen = 1, givenAt = edge });
        }

        async Task Told(string path, string field, object body)
        {
            var answer = await action.Coordinator.Post(path, body);
            Assert.Equal((400, field), (answer.Status, (string?)answer.Json?["field"]));
        }
    }

    [Theory]
    [InlineData("0001-01-01T00:00"), InlineData("0001-01-01T07:59"), InlineData("9999-12-31T23:59")]
    public async Task A_form_tells_it_beside_its_field(string typed)
    {
        var action = await JointActions.Action.Launched(BothDatabases.Sqlite);
        var coordinator = await PageClient.As(action.Registry.Product, "coordinator", action.Registry.Alliance);
        var form = action.Path + "/sessions/new";

        var again = await coordinator.Send(
            (await coordinator.Read(form)).Form(form).Fill("startsAt", typed).Fill("place", "祠堂"));

        Assert.Equal((422, "请填写日期和时间"), (again.Status, again.ErrorOf("startsAt")));
    }

    [Theory]
    [InlineData("", "请填写这一项"), InlineData("1899-01-01", "日期须在 1949-10-01 至 2100-12-31 之间。")]
    [InlineData("0001-01-01", "日期须在 1949-10-01 至 2100-12-31 之间。")]
    public async Task A_slot_without_a_day_that_can_be_is_told_beside_its_day(string day, string told)
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var coordinator = await PageClient.As(town.Registry.Product, "coordinator", town.Registry.Alliance);
        var page = await coordinator.Read($"/mentors/{town.Mentor}");

        var again = await coordinator.Send(page.Form($"/mentors/{town.Mentor}/slots")
            .Fill("day", day).Fill("from", "07:00").Fill("to", "09:00").Fill("place", "祠堂"));

        Assert.Equal((422, told), (again.Status, again.ErrorOf("day")));
    }
}
