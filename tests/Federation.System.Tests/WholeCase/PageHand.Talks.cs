using System.Text.Json.Nodes;

namespace Federation.Tests.WholeCase;

/// <summary>Deliberations, open-space meetings, needs and demands.</summary>
internal sealed partial class PageHand
{
    private Task TypeTalk(PageClient client, string[] path, JsonObject body) => path switch
    {
        ["deliberations"] => Call(client, body),
        ["deliberations", var id, "topics"] => Propose(client, $"/deliberations/{id}", body),
        ["deliberations", var id, "opinions"] => Rate(client, $"/deliberations/{id}/opinions/new", body),
        ["deliberations", var id, "decision"] => Decide(client, $"/deliberations/{id}", body),
        ["open-spaces"] => Meet(client, body),
        ["open-spaces", var id, "statements"] => Typed(
            client, $"/open-spaces/{id}", $"/open-spaces/{id}/statements",
            form => form.Fill("groupId", body["groupId"]).Fill("text", body["text"])),
        ["demands"] => Bring(client, body),
        ["demands", var id, var step] => Typed(
            client, $"/demands/{id}", $"/demands/{id}/{step}", form => _ = step == "answers"
                ? form.Fill("of", $"{body["kind"]}|{Id(body["of"])}")
                : form.Fill("text", body["text"]).Fill("reason", body["reason"])),
        _ => throw new InvalidOperationException($"No page is known for /{string.Join('/', path)}."),
    };

    private async Task Call(PageClient client, JsonObject body) => Named(
        body,
        await Typed(
            client, $"/deliberations/new?alliance={Id(body["allianceId"])}", "/deliberations/new", form => form
                .FillName("question", body["question"]).FillName("note", body["note"]).Fill("heldOn", body["heldOn"])
                .Fill("closesOn", body["closesOn"]).Fill("quorum", body["quorum"])
                .Fill("areaIds", [.. body["areaIds"]!.AsArray().Select(Id)])),
        "/deliberations/");

    private async Task Propose(PageClient client, string talk, JsonObject body)
    {
        string[] outputs = ["title", "goal", "strategy", "resources", "stakeholders", "audience", "implementers"];
        await Typed(client, talk + "/topics/new", talk + "/topics/new", form =>
        {
            foreach (var output in outputs) form.FillName(output, body[output]);
        });
        _ids[(string)body["id"]!] = (string)body["title"]!["zh"]!; // Chosen by its title.
    }

    private async Task Rate(PageClient client, string form, JsonObject body)
    {
        var page = await client.Read(form);
        var filled = page.Form(form).Fill("areaId", Id(body["areaId"]))
            .Fill("topicId", Choice(page, "topicId", Id(body["topicId"])))
            .Fill("recommendation", body["recommendation"]).Fill("difficulty", body["difficulty"])
            .Fill("reasons", [.. body["reasons"]!.AsArray().Select(reason => (string)reason!)]);
        await Sent(client, (bool)body["onPaper"]! ? filled.Fill("onPaper", "true") : filled.Without("onPaper"));
    }

    private async Task Decide(PageClient client, string talk, JsonObject body)
    {
        var page = await client.Read(talk + "/outcome");
        await Sent(client, page.Form(talk + "/decision")
            .Fill("topicId", Choice(page, "topicId", Id(body["topicId"]))).Fill("rationale", body["rationale"]));
    }

    private async Task Meet(PageClient client, JsonObject body) => Named(
        body,
        await Typed(client, "/open-spaces/new", "/open-spaces/new", form => form
            .Fill("allianceId", $"{Id(body["allianceId"])}|").FillName("question", body["question"])
            .Fill("heldOn", body["heldOn"])
            .FillNames("groups", new JsonArray([.. body["groups"]!.AsArray().Select(g => g!["name"]!.DeepClone())]))),
        "/open-spaces/");

    private async Task Bring(PageClient client, JsonObject body) => Named(
        body,
        await Typed(client, "/demands/new", "/demands/new", form => form
            .Fill("kind", body["kind"]).Fill("organisationId", body["organisationId"] is { } own ? Id(own) : "")
            .Fill("villageCode", body["villageCode"]).Fill("topic", body["topic"]).Fill("text", body["text"])
            .Fill("meetingId", body["meetingId"] is { } meeting ? Id(meeting) : "")),
        "/demands/");
}
