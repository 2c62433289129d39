using System.Text.Json;
using System.Text.Json.Nodes;
using Federation.Api.Sample;
using Federation.Api.Http;

namespace Federation.Tests.WholeCase;

/// <summary>Types each command of the case into the page that is there for it, as a coordinator does: the day is
/// chosen, the form is opened, filled and sent.</summary>
/// <remarks>Pages give ids of their own; what the case calls a thing is kept beside the id that its page gave it. One
/// part per area types that area's commands.</remarks>
internal sealed partial class PageHand(PageClient admin, PageClient coordinator) : ISend
{
    private readonly Dictionary<string, string> _ids = [];
    private readonly SemaphoreSlim _one = new(1);
    private string? _day;

    public async Task<JsonObject> Post(Caller caller, string path, object body)
    {
        var typed = (JsonObject)JsonSerializer.SerializeToNode(body, JsonSerializerOptions.Web)!;
        await _one.WaitAsync(); // One pair of hands.
        try
        {
            var client = caller.UserName == "admin" ? admin : coordinator;
            await ChooseDay(client, typed);
            await Type(client, path.Trim('/').Split('/').Select(Id).ToArray(), typed);
            return new() { ["id"] = (string?)typed["id"] };
        }
        finally
        {
            _one.Release();
        }
    }

    private Task Type(PageClient client, string[] path, JsonObject body) => path switch
    {
        ["regions", ..] or ["alliances", ..] or ["organisations", ..] or ["accounts", ..] or ["people", ..] =>
            TypeRegistry(client, path, body),
        ["mentors", ..] or ["teams", ..] or ["library", ..] or ["requests", ..] => TypeHelp(client, path, body),
        ["joint-actions", ..] => TypeAction(client, path, body),
        ["deliberations", ..] or ["open-spaces", ..] or ["demands", ..] => TypeTalk(client, path, body),
        ["fundraisers", ..] => TypeMoney(client, path, body),
        ["cases", ..] => TypeCase(client, path, body),
        _ => throw new InvalidOperationException($"No page is known for /{string.Join('/', path)}."),
    };

    /// <summary>What the case calls a thing, or an id that is the same everywhere, such as a village's code.</summary>
    private string Id(string id) => _ids.GetValueOrDefault(id, id);

    private string Id(JsonNode? id) => Id((string)id!);

    /// <summary>The page that the form led to says which id the thing was given.</summary>
    private void Named(JsonObject body, string location, string before)
    {
        var rest = location[(location.IndexOf(before, StringComparison.Ordinal) + before.Length)..];
        _ids[(string)body["id"]!] = rest.Split('?', '#', '/')[0];
    }

    /// <summary>Every form sent from now on states this day.</summary>
    private async Task ChooseDay(PageClient client, JsonObject body)
    {
        var day = (string?)body["on"];
        if (day is null || (day == _day && client == coordinator)) return;
        var page = await client.Read("/me");
        await Sent(client, page.Form("/me/day").Fill("day", day));
        _day = client == coordinator ? day : _day;
    }

    private static async Task<string> Typed(PageClient client, string page, string form, Action<FilledForm> fill)
    {
        var filled = (await client.Read(page)).Form(form);
        fill(filled);
        return await Sent(client, filled);
    }

    private static async Task<string> Sent(PageClient client, FilledForm form)
    {
        var answer = await client.Send(form);
        Assert.True(answer.Status == 303, $"{form.Action} answered {answer.Status}: {answer.Text}");
        return answer.Location!;
    }

    /// <summary>The choice of a list, or the box to tick, that says this.</summary>
    private static string Choice(Page page, string field, string text)
    {
        var options = page.Document.QuerySelectorAll($"select[name='{field}'] option");
        var boxes = page.Document.QuerySelectorAll($"label:has(input[name='{field}'])");
        var chosen = options.Concat(boxes)
            .FirstOrDefault(choice => choice.TextContent.Contains(text, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"{field} offers no {text}: {page.Text}");
        return (chosen.QuerySelector("input") ?? chosen).GetAttribute("value")!;
    }
}

/// <summary>What is typed into a field.</summary>
internal static class Typing
{
    public static FilledForm Fill(this FilledForm form, string field, JsonNode? value) =>
        value is null ? form : form.Fill(field, value is JsonArray many ? string.Join('\n', many) : value.ToString());

    /// <summary>A name in its two fields.</summary>
    public static FilledForm FillName(this FilledForm form, string field, JsonNode? name) => name switch
    {
        null => form,
        JsonObject both => form.Fill(field, both["zh"]).Fill(field + "En", both["en"]),
        _ => form.Fill(field, name),
    };

    /// <summary>Names one per line, the English after a bar.</summary>
    public static FilledForm FillNames(this FilledForm form, string field, JsonNode? names) =>
        names is not JsonArray many ? form
            : form.Fill(field, string.Join('\n', many.Select(name => $"{name!["zh"]}|{name["en"]}")));
}
