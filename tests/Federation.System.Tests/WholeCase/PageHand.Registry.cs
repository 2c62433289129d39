using System.Text.Json.Nodes;

namespace Federation.Tests.WholeCase;

/// <summary>Places, alliances, organisations, accounts and people.</summary>
internal sealed partial class PageHand
{
    private Task TypeRegistry(PageClient client, string[] path, JsonObject body) => path switch
    {
        ["regions", var code, "adoption"] =>
            Typed(client, $"/admin/places/{code}", $"/admin/places/{code}/adoption", _ => { }),
        ["alliances"] => Found(client, body),
        ["organisations"] => Register(client, body),
        ["accounts"] => OpenAccount(client, body),
        ["people"] => Lead(client, body),
        ["alliances", var alliance, "applications"] => Apply(client, alliance, body),
        ["alliances", var alliance, "applications", var organisation, "admission"] => Typed(
            client, $"/alliances/{alliance}/members/{organisation}",
            $"/alliances/{alliance}/members/{organisation}/admission", form => form.Fill("on", body["on"])),
        ["alliances", var alliance, "areas"] => Area(client, alliance, body),
        ["alliances", var alliance, "areas", var area, "representative"] => Represent(client, alliance, area, body),
        ["alliances", var alliance, "published-figures"] => Typed(
            client, $"/alliances/{alliance}/figures", $"/alliances/{alliance}/figures", form => Figure(form, body)),
        _ => throw new InvalidOperationException($"No page is known for /{string.Join('/', path)}."),
    };

    private async Task Found(PageClient client, JsonObject body) => Named(
        body,
        await Typed(client, "/alliances/new", "/alliances/new", form => form
            .FillName("name", body["name"]).FillNames("principles", body["principles"])
            .FillNames("guidance", body["guidance"]).Fill("kind", body["kind"]).Fill("regionCode", body["regionCode"])),
        "/alliances/");

    private async Task Register(PageClient client, JsonObject body) => Named(
        body,
        await Typed(client, "/organisations/new", "/organisations/new", form => form
            .FillName("name", body["name"]).Fill("kind", body["kind"]).Fill("villageCode", body["villageCode"])
            .Fill("legalStatus", body["legalStatus"]).Fill("specialities", body["specialities"])
            .Fill("contact.name", body["contact"]!["name"]).Fill("contact.phone", body["contact"]!["phone"])
            .Fill("establishedOn", body["establishedOn"])),
        "/organisations/");

    private async Task OpenAccount(PageClient client, JsonObject body)
    {
        var grant = body["roles"]![0]!;
        await Typed(client, "/admin/accounts/new", "/admin/accounts/new", form => form
            .Fill("userName", body["userName"]).Fill("role", grant["role"]).Fill("scope", "")
            .Fill("otherScope", Id(grant["scope"])).Fill("password", body["password"]));
    }

    private Task Apply(PageClient client, string alliance, JsonObject body)
    {
        var organisation = Id(body["organisationId"]);
        return Typed(client, $"/organisations/{organisation}", $"/organisations/{organisation}/applications", form =>
            form.Fill("allianceId", alliance).Fill("statement", body["statement"]));
    }

    private async Task Area(PageClient client, string alliance, JsonObject body)
    {
        await Typed(client, $"/alliances/{alliance}/areas/new", $"/alliances/{alliance}/areas/new", form => form
            .FillName("name", body["name"])
            .Fill("villageCodes", [.. body["villageCodes"]!.AsArray().Select(code => (string)code!)]));
        var card = (await client.Read($"/alliances/{alliance}")).Document.QuerySelectorAll("#areas .card h3 a")
            .Single(link => link.TextContent.Trim() == (string)body["name"]!["zh"]!);
        _ids[(string)body["id"]!] = card.GetAttribute("href")!.Split('/')[^1];
    }

    /// <summary>Who may represent an area is chosen among the leaders that organisations have registered.</summary>
    private Task Lead(PageClient client, JsonObject body)
    {
        var organisation = Id(body["organisationId"]);
        _ids[(string)body["id"]!] = (string)body["name"]!;
        return Typed(client, $"/organisations/{organisation}/edit", $"/organisations/{organisation}/profile", form =>
            form.Fill("leader.name", body["name"]));
    }

    private async Task Represent(PageClient client, string alliance, string area, JsonObject body)
    {
        var page = await client.Read($"/alliances/{alliance}/areas/{area}");
        await Sent(client, page.Form($"/alliances/{alliance}/areas/{area}/representative")
            .Fill("personId", Choice(page, "personId", Id(body["personId"]))));
    }

    private static void Figure(FilledForm form, JsonObject body) => form
        .Fill("key", body["key"]).Fill("value", body["value"]).Fill("precision", body["precision"])
        .Fill("scope", body["scope"]).Fill("asOf", body["asOf"]).Fill("source", body["source"])
        .FillName("note", body["note"]);
}
