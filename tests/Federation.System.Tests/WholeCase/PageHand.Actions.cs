using System.Text.Json.Nodes;

namespace Federation.Tests.WholeCase;

/// <summary>A joint action from draft to closing, its sessions and the shops visited.</summary>
internal sealed partial class PageHand
{
    private Task TypeAction(PageClient client, string[] path, JsonObject body) => path switch
    {
        ["joint-actions"] => Draft(client, body),
        ["joint-actions", var id, "sessions"] => Plan(client, $"/joint-actions/{id}", body),
        ["joint-actions", var id, "sessions", var session, "report"] =>
            Report(client, $"/joint-actions/{id}/sessions/{session}", body),
        ["joint-actions", var id, "pledges"] => Visit(client, $"/joint-actions/{id}/pledges/new", body),
        ["joint-actions", var id, "series" or "scopes" or "participants" or "launch" or "published-figures"
            or "closing"] => Manage(client, $"/joint-actions/{id}", path[2], body),
        ["joint-actions", var id, .. var part] => TypeBeside(client, $"/joint-actions/{id}", part, body),
        _ => throw new InvalidOperationException($"No page is known for /{string.Join('/', path)}."),
    };

    private async Task Draft(PageClient client, JsonObject body) => Named(
        body,
        await Typed(client, From(body["deliberationId"]), "/joint-actions/new", form => form
            .Fill("allianceId", Id(body["allianceId"])).FillName("title", body["title"]).Fill("theme", body["theme"])
            .FillName("goal", body["goal"]).Fill("from", body["from"]).Fill("to", body["to"])
            .FillNames("guidance", body["guidance"]).FillNames("partners", body["partners"])),
        "/joint-actions/");

    /// <summary>The form that a decision leads to holds its six outputs already.</summary>
    private string From(JsonNode? talk) =>
        "/joint-actions/new" + (talk is null ? "" : $"?deliberation={Id(talk)}");

    private async Task Manage(PageClient client, string at, string part, JsonObject body)
    {
        var page = await client.Read(at + "/manage");
        var form = page.Form($"{at}/{part}");
        await Sent(client, part switch
        {
            "series" => form.FillName("series", body["title"]).Fill("order", body["order"])
                .Fill("scopes", body["scopes"]),
            "scopes" => form.Fill("part", body["scope"]).FillName("scopeName", body["name"]),
            "participants" => form.Fill("organisationId", Id(body["organisationId"]))
                .Fill("villageCode", body["villageCode"]).Fill("seriesIds", AllSeries(page)),
            "published-figures" => Printed(form, body),
            "closing" => form.Fill("summary", body["summary"]),
            _ => form,
        });
        if (part == "series") _ids[(string)body["id"]!] = (string)body["title"]!["zh"]!; // Chosen by its title.
    }

    private static string[] AllSeries(Page page) =>
        [.. page.Document.QuerySelectorAll("input[name=seriesIds]").Select(box => box.GetAttribute("value")!)];

    private static FilledForm Printed(FilledForm form, JsonObject body)
    {
        Figure(form, body);
        return form;
    }

    private async Task Plan(PageClient client, string at, JsonObject body)
    {
        var page = await client.Read(at + "/sessions/new");
        Named(
            body,
            await Sent(client, page.Form(at + "/sessions/new")
                .Fill("seriesId", Choice(page, "seriesId", Id(body["seriesId"])))
                .Fill("organisationId", $"{Id(body["organisationId"])}|{body["villageCode"]}")
                .Fill("startsAt", ((string)body["startsAt"]!)[..16]).Fill("place", body["place"])),
            "/sessions/");
    }

    private static Task Report(PageClient client, string session, JsonObject body) =>
        Typed(client, session, session + "/report", form =>
        {
            form.Fill("personTimes", body["personTimes"]!["value"])
                .Fill("precision", body["personTimes"]!["precision"])
                .Fill("volunteers", body["volunteers"]).Fill("minutes", body["minutes"]);
            if (body["materials"] is not JsonArray { Count: > 0 } materials) return;
            form.Fill("materials1", materials[0]!["name"]).Fill("copies1", materials[0]!["count"]);
            if ((string?)materials[0]!["precision"] == "about") form.Fill("about1", "true");
        });

    private async Task Visit(PageClient client, string form, JsonObject body) =>
        await Typed(client, form, form, filled => filled
            .Fill("merchant", body["merchant"])
            .Fill("organisationId", $"{Id(body["organisationId"])}|{body["villageCode"]}")
            .Fill("visitedOn", body["visitedOn"]).Fill("signed", body["signed"] is { } signed
                ? (bool)signed ? "yes" : "no" : "not-stated")
            .Fill("promises", body["promises"]).Fill("joinsAlliance", "true"));
}
