using System.Text.Json.Nodes;

namespace Federation.Tests.WholeCase;

/// <summary>Mentors, teams, the library, and help that was given.</summary>
internal sealed partial class PageHand
{
    /// <summary>Requests whose delivery is still to come: one form enters both.</summary>
    private readonly Dictionary<string, JsonObject> _asked = [];

    private Task TypeHelp(PageClient client, string[] path, JsonObject body) => path switch
    {
        ["mentors"] => Nominate(client, body),
        ["mentors", var id, "acceptance"] => Typed(client, $"/mentors/{id}", $"/mentors/{id}/acceptance", _ => { }),
        ["teams"] => Team(client, body),
        ["library"] => Package(client, body),
        ["library", var id, "publication"] => Typed(client, $"/library/{id}", $"/library/{id}/publication", _ => { }),
        ["requests"] => Kept(body),
        ["requests", var id, "delivery"] => Given(client, id, body),
        ["requests", var id, "confirmation"] => Typed(
            client, $"/requests/{id}", $"/requests/{id}/confirmation", form => form.Fill("rating", body["rating"])),
        _ => throw new InvalidOperationException($"No page is known for /{string.Join('/', path)}."),
    };

    private async Task Nominate(PageClient client, JsonObject body) => Named(
        body,
        await Typed(client, "/mentors/new", "/mentors/new", form => form
            .Fill("organisationId", Id(body["organisationId"])).Fill("name", body["name"])
            .Fill("topics", body["topics"])
            .Fill("modes", [.. body["modes"]!.AsArray().Select(mode => (string)mode!)])),
        "/mentors/");

    private async Task Team(PageClient client, JsonObject body)
    {
        await Typed(client, "/teams/new", "/teams/new", form => form
            .Fill("organisationId", Id(body["organisationId"])).FillName("name", body["name"]));
        _ids[(string)body["id"]!] = (string)body["name"]!["zh"]!; // Chosen by its name where help is entered.
    }

    private async Task Package(PageClient client, JsonObject body) => Named(
        body,
        await Typed(client, "/library/new", "/library/new", form => form
            .Fill("organisationId", Id(body["organisationId"])).FillName("title", body["title"])
            .Fill("summary", body["summary"]).Fill("topics", body["topics"]).Fill("audience", body["audience"])
            .Fill("durationMinutes", body["durationMinutes"]).Fill("staffing", body["staffing"])
            .Fill("costFen", ((decimal)body["costFen"]! / 100).ToString()).Fill("materials", body["materials"])
            .Fill("cautions", body["cautions"]).Fill("lessonPlan", body["lessonPlan"])),
        "/library/");

    private Task Kept(JsonObject body)
    {
        _asked[(string)body["id"]!] = body;
        return Task.CompletedTask;
    }

    private async Task Given(PageClient client, string id, JsonObject body)
    {
        var asked = _asked[id];
        var page = await client.Read("/requests/given");
        var helper = body["teamId"] is { } team ? Choice(page, "with", Id(team))
            : $"mentor:{Id(body["mentorId"])}";
        Named(
            asked,
            await Sent(client, page.Form("/requests/given")
                .Fill("organisationId", Id(asked["organisationId"])).Fill("kind", asked["kind"])
                .Fill("topic", asked["topic"]).Fill("on", body["on"]).Fill("minutes", body["minutes"])
                .Fill("with", helper)),
            "/requests/");
    }
}
