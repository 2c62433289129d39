using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Federation.Api.Http;
using Federation.Domain;
using Federation.Domain.Alliances;
using Federation.Domain.JointActions;
using Federation.Grains;
using Federation.Log;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Hostile;

/// <summary>A line feed behind an id: no id. Logs of earlier versions hold some; they are read, and break no header and
/// no calendar.</summary>
[Collection(LongestFirst.Hostile)]
public class LineFeedTests
{
    private const string Feed = "\n";

    [Fact]
    public async Task No_route_takes_an_id_that_ends_in_a_line_feed()
    {
        var target = await Target.On(BothDatabases.Sqlite);
        var (shapes, random, tried, wrong) = (new Shapes(target, new(7)), new Random(7), 0, new List<string>());
        foreach (var route in target.Routes.Where(r => r is { Method: "POST", IsApi: true, Body: not null }))
        {
            var whole = shapes.Of(route.Body!);
            foreach (var field in whole.Where(f => IsId(f.Key) && f.Value is JsonValue).Select(f => f.Key).ToArray())
            {
                tried++;
                var body = (JsonObject)whole.DeepClone();
                body[field] = $"abc{Feed}";
                var answer = await Send(target, target.PathOf(route, random), body);
                if (answer.Status is < 400 or > 499) wrong.Add($"{route.Template} {field}: {answer.Status}");
            }

            if (!route.Template.Contains('{')) continue;
            var fed = await Send(target, FedPath(target, route, random), whole);
            if (fed.Status is < 400 or > 499) wrong.Add($"{route.Template}: {fed.Status}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(tried > 40, $"Only {tried} ids.");
        Assert.DoesNotContain(
            target.Log.ReadAll(0, (int)target.Log.StoredPosition()), e => e.Stream.Contains(Feed));
    }

    [Fact]
    public async Task An_id_with_a_line_feed_of_an_old_log_is_answered_again_and_listed()
    {
        await using var product = await Product.Listening(BothDatabases.Sqlite);
        var town = await Tests.Registry.Registry.In(Task.FromResult(product));
        var (log, key) = (town.Log, Guid.NewGuid());
        var body = new { id = $"old{Feed}", name = "旧联盟", regionCode = town.Town, kind = "town-federation" };
        var account = (string)(await town.Admin.Read("/me"))["id"]!;
        var payload = log.Vault.PayloadOf("POST", "/api/v1/alliances", Bodies.Canonical(
            Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(body))));
        var asked = new Asked(account, new(true, [], Administrator: true), log.Clock.GetUtcNow(), Today(log));
        await Accepted(product, Alliance.Boundary.Stream($"old{Feed}"), new AllianceCommand.FoundAlliance(
            new(new("旧联盟"), [], []), town.Town, AllianceKind.TownFederation, null, null, false),
            new(key.ToString("N"), payload, asked));

        var again = await town.Admin.Post("/alliances", body, key);

        Assert.Equal((201, $"old{Feed}"), (again.Status, (string?)again.Json!["id"]));
        Assert.Equal("/api/v1/alliances/old%0A", again.Message.Headers.Location!.OriginalString);
        Assert.Contains("\"old\\n\"", (await town.Admin.Get("/alliances")).Text);
        Assert.Equal(400, (await town.Admin.Get("/alliances/old%0A")).Status);
        Assert.Equal(400, (await town.Admin.Post("/alliances", body)).Status);
        Assert.Equal(200, (int)(await product.Anonymous().Http.GetAsync("/alliances")).StatusCode);
    }

    [Fact]
    public async Task A_calendar_keeps_its_lines_whatever_an_old_id_or_a_place_holds()
    {
        var action = await JointActions.Action.Launched(BothDatabases.Sqlite);
        var (log, today) = (action.Registry.Log, Today(action.Registry.Log));
        var stream = Session.Boundary.Stream(action.Id, $"ses{Feed}");
        await Accepted(action.Registry.Product, stream, new SessionCommand.Plan(
            "street", action.Villages[0], action.Members[0], log.Clock.GetUtcNow().AddDays(2), "祠堂\u0085\u2028二楼",
            new(
                action.Id, action.Registry.Alliance, "食品安全", ActionPhase.Launched, new(today, today.AddDays(30)),
                [new("street", new("进街巷"), 1, [])], [new(action.Members[0], action.Villages[0], [])])),
            new(Guid.NewGuid().ToString("N"), "of-the-test", new("test", new(true, []), log.Clock.GetUtcNow(), today)));

        var calendar = await action.Coordinator.Http.GetStringAsync($"/api/v1{action.Path}/calendar");

        Assert.Contains($"\r\nUID:ses\\n.{action.Id}@federation\r\n", calendar);
        Assert.Contains("\r\nLOCATION:祠堂二楼\r\n", calendar);
        Assert.DoesNotContain(calendar.Replace("\r\n", ""), c => char.IsControl(c) || c is '\u2028');
    }

    private static bool IsId(string field) => field == "id" || field.EndsWith("Id", StringComparison.Ordinal);

    private static DateOnly Today(EventLog log) => Days.Of(log.Clock.GetUtcNow());

    private static string FedPath(Target target, Route route, Random random)
    {
        var (whole, template) = (target.PathOf(route, random).Split('/'), route.Template.Split('/'));
        var place = Array.FindLastIndex(template, part => part.StartsWith('{'));
        whole[place] += "%0A";
        return string.Join('/', whole);
    }

    private static async Task Accepted(Product product, string stream, object command, CommandContext context)
    {
        var outcome = await product.Services.GetRequiredService<IGrains>().Execute(stream, command, context);
        Assert.True(outcome.Kind == OutcomeKind.Accepted, $"{outcome.Kind} {outcome.Refusal?.Code}");
    }

    private static async Task<Answer> Send(Target target, string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        request.Content = new StringContent(
            body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await Answer.Of(await target.Callers.ElementAt(0).Value.Http.SendAsync(request));
    }
}
