using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Federation.Domain;
using Federation.Tests.Rig;

namespace Federation.Tests.Hostile;

/// <summary>Days and names that are none, in every query and every body: told by field, whatever they are.</summary>
[Collection(LongestFirst.Hostile)]
public class DayTests
{
    private static readonly string[] NoDays =
    [
        "9999-12", "0001-01", "9999-12-31", "0001-01-01", "1899-12-31", "3000-01", "2025-13", "2025-02-30", "2025-1-1",
        "٢٠٢٥-01-01", "2025-01-01\n", "10000-01-01", "x",
    ];

    private static readonly string[] Asking = ["from", "to", "asOf", "month", "day", "on"];

    [Fact]
    public async Task A_query_that_asks_for_no_day_is_told_which_field()
    {
        var target = await Target.On(BothDatabases.Sqlite);
        var (random, told, wrong) = (new Random(9), 0, new List<string>());
        foreach (var route in target.Routes.Where(r => r.Method == "GET" && !r.Template.EndsWith("/changes")))
        foreach (var name in Asking)
        foreach (var day in NoDays)
        {
            var path = $"{target.PathOf(route, random)}?{name}={Uri.EscapeDataString(day)}";
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            var client = target.Callers.ElementAt(0).Value.Http;
            if (!route.IsApi)
                request.Headers.Add("Cookie", $"federation={client.DefaultRequestHeaders.Authorization!.Parameter}");
            var answer = await Answer.Of(await client.SendAsync(request));
            if (answer.Status >= 500) wrong.Add($"{path} answered {answer.Status}");
            if (!route.IsApi || !route.FilterNames.Contains(name)) continue;
            if (answer.Status == 200) wrong.Add($"{path} was answered");
            if (answer.Status != 400) continue;
            var field = (string?)answer.Json!["field"]; // Another filter may be missed before.
            if (field == name) told++;
            else if (!route.FilterNames.Contains(field)) wrong.Add($"{path} was told {answer.Text}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
        Assert.True(told > 100, $"Only {told} were told.");
    }

    [Fact]
    public async Task A_body_with_no_day_or_a_name_given_twice_is_told_which_field()
    {
        var target = await Target.On(BothDatabases.Sqlite);
        var administrator = target.Callers.ElementAt(0).Value;
        await administrator.Done("/session/confirmation", new { password = Product.Password }); // It is long signed in.
        var (shapes, random, sent, wrong) = (new Shapes(target, new(3)), new Random(3), 0, new List<string>());
        foreach (var route in target.Routes.Where(r => r is { Method: "POST", IsApi: true, Body: not null }))
        foreach (var field in Fields(route.Body!))
        foreach (var spoilt in Spoilt(field.ParameterType))
        {
            sent++;
            var name = JsonNamingPolicy.CamelCase.ConvertName(field.Name!);
            var whole = shapes.Of(route.Body!);
            whole.Remove(name);
            var body = whole.ToJsonString()[..^1] + (whole.Count > 0 ? "," : "") + $"\"{name}\":{spoilt}}}";
            using var request = new HttpRequestMessage(HttpMethod.Post, target.PathOf(route, random));
            request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            var answer = await Answer.Of(await administrator.Http.SendAsync(request));
            if (answer.Status != 400 || (string?)answer.Json!["field"] != name)
                wrong.Add($"{route.Template} {name} = {spoilt}: {answer.Status} {answer.Text}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
        Assert.True(sent > 500, $"Only {sent} bodies.");
    }

    [Fact]
    public async Task A_mentors_month_at_the_edge_of_what_is_taken_is_shown()
    {
        var target = await Target.On(BothDatabases.Sqlite);
        var browser = await PageClient.Of(target.Town.Product, "hostile0");
        foreach (var month in new[] { "1949-10", "2100-12" })
            Assert.Equal(200, (await browser.Get($"/mentors/{target.Town.Mentor}?month={month}")).Status);
        Assert.Equal(400, (await browser.Get($"/mentors/{target.Town.Mentor}?month=0001-01")).Status);
    }

    private static ParameterInfo[] Fields(Type body) =>
        [.. body.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First().GetParameters()];

    private static IEnumerable<string> Spoilt(Type field) => (Nullable.GetUnderlyingType(field) ?? field) switch
    {
        var type when type == typeof(DateOnly) => NoDays.Select(day => JsonValue.Create(day).ToJsonString()),
        var type when type == typeof(DateTimeOffset) =>
            ["\"1899-12-31T09:00:00Z\"", "\"3000-01-02T09:00:00Z\"", "\"2025-02-30T09:00:00Z\""],
        var type when type == typeof(Name) =>
            ["{\"zh\":\"a\",\"zh\":\"b\"}", "{\"zh\":\"a\",\"en\":\"b\",\"en\":\"b\"}", "{\"zh\":\"a\",\"zh\":null}"],
        _ => [],
    };
}
