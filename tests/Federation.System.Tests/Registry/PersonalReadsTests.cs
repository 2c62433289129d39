using System.Text.Json.Nodes;
using Federation.Api.Hosting;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Registry;

/// <summary>Whoever opens somebody's details or words is on record, and the record tells nothing of them.</summary>
public class PersonalReadsTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task Opening_details_or_words_in_full_is_shown_to_the_auditor_and_a_masked_list_is_not(string kind)
    {
        await using var product = await Product.Start(kind);
        var registry = await Registry.In(Task.FromResult(product));
        var id = await registry.Member();
        var staff = await registry.Staff(id);
        var official = await product.As("town-official", registry.Town);
        var (reader, looker) = (await IdOf(staff), await IdOf(official));
        var auditor = await product.As("auditor", "*");

        await official.Read($"/organisations/{id}"); // Masked: 王*, 138****5678.
        await staff.Read($"/people?organisationId={id}");
        Assert.Empty(await Readings(auditor, looker));
        Assert.Empty(await Readings(auditor, reader));

        var person = (string)(await staff.Read($"/organisations/{id}"))["contact"]!["personId"]!;
        await staff.Read($"/people/{person}");
        await staff.Read($"/people/{person}");
        await staff.Read($"{registry.Path}/applications/{id}");

        var seen = await Readings(auditor, reader);
        Assert.Equal(
            ["an organisation's contact", "applications", "one person"],
            seen.Select(r => (string)r!["purpose"]!).Order(StringComparer.Ordinal));
        Assert.Equal(2, seen.Count(r => (string)r!["whose"]! == person && (string)r["kind"]! == "person"));
        Assert.Contains("/people/{id}", seen.Single(r => (string)r!["purpose"]! == "one person")!["route"]!.ToString());
        Assert.DoesNotContain("13812345678", seen.ToJsonString());
        Assert.DoesNotContain("\\u738B", seen.ToJsonString());
        Assert.Equal(403, (await staff.Get("/audit?of=readings")).Status);
    }

    [Fact]
    public async Task Readings_go_on_where_the_page_ended_and_are_swept_after_six_months()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite);
        var registry = await Registry.In(Task.FromResult(product));
        for (var i = 0; i < 3; i++) await registry.Coordinator.Read($"/organisations/{await registry.Member(i)}");
        var all = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await registry.Admin.Read($"/audit?of=readings&limit=1&cursor={Uri.EscapeDataString(cursor)}");
            all.AddRange(page["items"]!.AsArray().Select(r => (string)r!["whose"]!));
            cursor = (string?)page["next"];
        }

        Assert.Equal((3, 3), (all.Count, all.Distinct().Count()));
        var retention = product.Services.GetRequiredService<Retention>();
        await retention.Sweep(DateTimeOffset.UtcNow + Federation.Log.Guards.ReadsKept - TimeSpan.FromDays(1));
        var admin = await product.SignedIn(); // The first sign-in has run out by then.
        Assert.Equal(3, (await admin.Read("/audit?of=readings"))["items"]!.AsArray().Count);
        await retention.Sweep(DateTimeOffset.UtcNow + Federation.Log.Guards.ReadsKept + TimeSpan.FromDays(1));
        Assert.Empty((await (await product.SignedIn()).Read("/audit?of=readings"))["items"]!.AsArray());
    }

    private static async Task<string> IdOf(Client client) => (string)(await client.Read("/me"))["id"]!;

    private static async Task<JsonArray> Readings(Client auditor, string account) =>
        (await auditor.Read($"/audit?of=readings&actor={account}"))["items"]!.AsArray();
}
