using System.Text.Json.Nodes;

namespace Federation.Tests.WholeCase;

/// <summary>What stands beside a joint action: documents, guardians, meetings, contests, endorsements, its campaign,
/// its report and its case.</summary>
internal sealed partial class PageHand
{
    private Task TypeBeside(PageClient client, string action, string[] part, JsonObject body) => part switch
    {
        ["documents"] => Typed(client, action + "/documents", action + "/documents", form => form
            .Fill("kind", body["kind"]).FillName("title", body["title"]).Fill("source", body["source"])),
        ["guardians"] => Typed(
            client, $"{action}/guardians?organisation={Id(body["organisationId"])}", action + "/guardians", form => form
                .Fill("kind", body["kind"]).Fill("from", body["from"]).Fill("to", body["to"])),
        ["endorsements"] => Typed(client, action + "/endorsements", action + "/endorsements", form => form
            .Fill("kind", body["kind"]).Fill("source", body["source"]).Fill("on", body["on"])),
        ["meetings"] => Invite(client, action, body),
        ["meetings", var id, "minutes"] => Typed(
            client, $"{action}/meetings/{id}", $"{action}/meetings/{id}/minutes", form => form
                .Fill("minutes", body["minutes"]).Fill("decisions", body["decisions"])),
        ["challenges"] => Contest(client, action, body),
        ["challenges", var id, "participants"] => Join(client, $"{action}/challenges/{id}", body),
        ["challenges", var id, "check-ins"] => CheckIn(client, $"{action}/challenges/{id}", body),
        ["pledge-texts"] => Typed(client, action + "/pledge-texts", action + "/pledge-texts", form => form
            .FillName("title", body["title"]).FillNames("promises", body["promises"]).FillName("text", body["text"])
            .Fill("on", body["on"])),
        ["report", "words"] => Typed(client, action + "/report", action + "/report/words", form => form
            .Fill("summary", body["summary"]).Fill("outlook", body["outlook"])),
        ["report", "handing-in"] => Typed(client, action + "/report", action + "/report/handing-in", _ => { }),
        _ => throw new InvalidOperationException($"No page is known for {action}/{string.Join('/', part)}."),
    };

    private async Task Invite(PageClient client, string action, JsonObject body) => Named(
        body,
        await Typed(client, action + "/meetings", action + "/meetings", form => form
            .FillName("title", body["title"]).Fill("startsAt", ((string)body["startsAt"]!)[..16])
            .Fill("place", body["place"]).FillNames("invited", body["invited"])
            .Fill("organisationIds", [.. body["organisationIds"]!.AsArray().Select(Id)])),
        "/meetings/");

    private async Task Contest(PageClient client, string action, JsonObject body)
    {
        var page = await client.Read(action + "/challenges");
        Named(
            body,
            await Sent(client, page.Form(action + "/challenges")
                .Fill("seriesId", Choice(page, "seriesId", Id(body["seriesId"]))).FillName("title", body["title"])
                .Fill("firstDay", body["firstDay"]).Fill("days", body["days"])
                .Fill("gapsAllowed", body["gapsAllowed"])),
            "/challenges/");
    }

    private async Task Join(PageClient client, string contest, JsonObject body)
    {
        var list = $"{contest}/check-ins?organisation={Id(body["organisationId"])}&day={body["on"]}";
        await Typed(client, list, contest + "/participants", form => form
            .Fill("nickname", body["nickname"]).Fill("villageCode", body["villageCode"]));
        _ids[(string)body["id"]!] = (string)body["nickname"]!; // Ticked by its nickname.
    }

    private async Task CheckIn(PageClient client, string contest, JsonObject body)
    {
        var page = await client.Read(
            $"{contest}/check-ins?organisation={Id(body["organisationId"])}&day={body["day"]}");
        await Sent(client, page.Form(contest + "/check-ins")
            .Fill("done", [.. body["done"]!.AsArray().Select(one => Choice(page, "done", Id(one)))]));
    }

    private Task TypeMoney(PageClient client, string[] path, JsonObject body) => path switch
    {
        ["fundraisers"] => Campaign(client, body),
        ["fundraisers", var id, "published-totals"] => Typed(
            client, $"/fundraisers/{id}/manage", $"/fundraisers/{id}/published-totals", form => form
                .Fill("amountFen", Yuan(body["amountFen"])).Fill("on", body["on"]).Fill("source", body["source"])),
        ["fundraisers", var id, "relays"] => Typed(
            client, $"/fundraisers/{id}/manage", $"/fundraisers/{id}/relays", form => form
                .Fill("count", body["count"]).Fill("on", body["on"])),
        _ => throw new InvalidOperationException($"No page is known for /{string.Join('/', path)}."),
    };

    private async Task Campaign(PageClient client, JsonObject body) => Named(
        body,
        await Typed(client, "/fundraisers/new", "/fundraisers/new", form => form
            .Fill("allianceId", Id(body["allianceId"])).Fill("jointActionId", Id(body["jointActionId"]))
            .FillName("title", body["title"]).FillName("platform", body["platform"])
            .FillName("purpose", body["purpose"]).Fill("opensOn", $"{body["opensOn"]}-01").Fill("monthOnly", "true")
            .Fill("lastsMonths", body["lastsMonths"])),
        "/fundraisers/");

    private static string Yuan(JsonNode? fen) =>
        ((decimal)fen! / 100).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private Task TypeCase(PageClient client, string[] path, JsonObject body) => path switch
    {
        ["cases"] => Case(client, body),
        ["cases", var id, "publication"] => Typed(client, $"/cases/{id}", $"/cases/{id}/publication", _ => { }),
        _ => throw new InvalidOperationException($"No page is known for /{string.Join('/', path)}."),
    };

    private async Task Case(PageClient client, JsonObject body) => Named(
        body,
        await Typed(client, "/cases/new", "/cases/new", form => form
            .Fill("actionId", Id(body["actionId"])).FillName("title", body["title"])
            .FillName("summary", body["summary"]).Fill("story", body["story"]).Fill("storyEn", body["storyEn"])
            .FillNames("bodies", body["bodies"]).Fill("source", body["source"])),
        "/cases/");
}
