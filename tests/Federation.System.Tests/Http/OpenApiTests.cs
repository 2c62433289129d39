using System.Text.Json.Nodes;
using Federation.Api.Http;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Http;

/// <summary>The documents that describe the API are whole: tools are built upon them.</summary>
public class OpenApiTests
{
    /// <summary>Words that OpenAPI 3.0 does not know.</summary>
    private static readonly string[] Of31Only =
    [
        "$defs", "$id", "const", "examples", "prefixItems", "unevaluatedProperties", "patternProperties", "if", "then",
        "webhooks", "jsonSchemaDialect", "contentMediaType", "contentEncoding",
    ];

    [Theory, InlineData("v1", "3.1"), InlineData("v1-3.0", "3.0")]
    public async Task Every_route_is_described_with_who_may_call_it_and_how_it_refuses(string name, string version)
    {
        var product = await Product.On(BothDatabases.Sqlite);
        var document = await Document(product, name);
        Assert.StartsWith(version, (string)document["openapi"]!);
        var (table, ids) = (product.Services.GetRequiredService<RoleTable>(), new HashSet<string>());
        var wrong = new List<string>();
        foreach (var row in table.Rows.Where(r => r.Route.StartsWith("/api/v1", StringComparison.Ordinal)))
        {
            if (document["paths"]![row.Route]?[row.Method.ToLowerInvariant()] is not { } operation)
            {
                wrong.Add($"{row.Method} {row.Route} is not in it");
                continue;
            }

            if (!ids.Add((string?)operation["operationId"] ?? "")) wrong.Add($"{row.Route} has no id of its own");
            if (string.IsNullOrEmpty((string?)operation["summary"])) wrong.Add($"{row.Route} has no summary");
            if (operation["security"] is not JsonArray { Count: > 0 }) wrong.Add($"{row.Route} has no security");
            foreach (var status in new[] { "400", "401", "403", "404" })
                if (operation["responses"]![status]?["content"]?["application/problem+json"] is null)
                    wrong.Add($"{row.Method} {row.Route} does not say how it answers {status}");
        }

        Assert.Empty(wrong);
        Assert.True(ids.Count > 60, $"Only {ids.Count} operations.");
    }

    [Theory, InlineData("v1"), InlineData("v1-3.0")]
    public async Task Every_reference_leads_somewhere_within_the_document(string name)
    {
        var document = await Document(await Product.On(BothDatabases.Sqlite), name);
        var references = Nodes(document).Where(n => n.Key == "$ref").Select(n => (string)n.Value!).Distinct().ToArray();
        Assert.NotEmpty(references);

        foreach (var reference in references)
        {
            Assert.StartsWith("#/", reference);
            var found = reference[2..].Split('/').Aggregate((JsonNode?)document, (node, part) => node?[part]);
            Assert.True(found is not null, $"{reference} leads nowhere");
        }
    }

    [Fact]
    public async Task The_older_document_uses_nothing_newer()
    {
        var document = await Document(await Product.On(BothDatabases.Sqlite), "v1-3.0");

        Assert.DoesNotContain(Nodes(document), n => n is { Key: "type", Value: JsonArray });
        Assert.DoesNotContain(
            Nodes(document["components"]!).Concat(Nodes(document["paths"]!)), n => Of31Only.Contains(n.Key));
    }

    /// <summary>What is described is what is read: a body made by the schema's words is not malformed.</summary>
    [Fact]
    public async Task A_body_is_described_field_by_field()
    {
        var document = await Document(await Product.On(BothDatabases.Sqlite), "v1");
        var operation = document["paths"]!["/api/v1/organisations"]!["post"]!;
        var body = operation["requestBody"]!["content"]!["application/json"]!;
        var name = ((string)body["schema"]!["$ref"]!).Split('/')[^1];
        var schema = document["components"]!["schemas"]![name]!;

        Assert.Equal(
            ["name", "kind", "villageCode", "legalStatus"], schema["required"]!.AsArray().Select(r => (string)r!));
        Assert.False((bool)schema["additionalProperties"]!);
        Assert.Contains(
            "neighbourhood-association", schema["properties"]!["kind"]!["enum"]!.AsArray().Select(e => (string)e!));
        Assert.Equal("array", (string)schema["properties"]!["specialities"]!["type"]!);
    }

    [Theory, InlineData("v1"), InlineData("v1-3.0")]
    public async Task A_list_says_its_filters_and_its_answer_and_a_command_the_codes_of_its_refusals(string name)
    {
        var document = await Document(await Product.On(BothDatabases.Sqlite), name);
        var list = document["paths"]!["/api/v1/stocks"]!["get"]!;
        var receipt = document["paths"]!["/api/v1/stocks/{id}/receipts"]!["post"]!["responses"]!;

        Assert.Equal(
            ["alliance", "organisation", "limit", "cursor", "after"],
            list["parameters"]!.AsArray().Select(p => (string)p!["name"]!));
        var answer = (string)list["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["$ref"]!;
        var fields = document["components"]!["schemas"]![answer.Split('/')[^1]]!["properties"]!.AsObject();
        Assert.Equal(["items", "next"], fields.Select(f => f.Key));
        Assert.NotNull(receipt["201"]);
        Assert.Contains("stock-closed", Codes("409"));
        Assert.Contains("not-your-organisation", Codes("403"));
        Assert.DoesNotContain("stock-closed", Codes("403"));

        IEnumerable<string> Codes(string status) =>
            receipt[status]!["x-problem-codes"]!.AsArray().Select(code => (string)code!);
    }

    private static async Task<JsonNode> Document(Product product, string name)
    {
        var answer = await Answer.Of(await product.Anonymous().Http.GetAsync($"/openapi/{name}.json"));
        Assert.True(answer.Status == 200, $"{answer.Text} {answer.Why}");
        return answer.Json!;
    }

    private static IEnumerable<(string Key, JsonNode? Value)> Nodes(JsonNode? node) => node switch
    {
        JsonObject all => all.SelectMany(p => Nodes(p.Value).Prepend((p.Key, p.Value))),
        JsonArray all => all.SelectMany(Nodes),
        _ => [],
    };
}
