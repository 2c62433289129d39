using System.Text;
using System.Text.Json.Nodes;
using Federation.Domain.Fundraisers;
using Federation.Log;

namespace Federation.Tests.Fundraisers;

/// <summary>A campaign of a test's own in a town of its own, with a coordinator and an official who approves.</summary>
public sealed class Campaign
{
    public const string Opens = "2022-01-01", Header = "交易编号,金额(元),捐赠时间\r\n";
    private static int _next;

    private Campaign(Registry.Registry registry, string id) => (Registry, Id) = (registry, id);

    public Registry.Registry Registry { get; }

    public string Id { get; }

    public string Path => $"/fundraisers/{Id}";

    public Client Coordinator => Registry.Coordinator;

    public Client Official { get; private set; } = null!;

    public static async Task<Campaign> On(string kind, Registry.Registry? registry = null)
    {
        registry ??= await Tests.Registry.Registry.On(kind);
        var campaign = new Campaign(registry, $"fund-{registry.Town}-{Interlocked.Increment(ref _next)}")
        {
            Official = await registry.Product.As("town-official", registry.Town),
        };
        await registry.Coordinator.Done("/fundraisers", campaign.Body());
        return campaign;
    }

    public Dictionary<string, object?> Body() => new()
    {
        ["id"] = Id, ["allianceId"] = Registry.Alliance, ["title"] = new { zh = "儿童食品安全募捐", en = "Food safety" },
        ["platform"] = "区慈善会", ["purpose"] = "支持宣传活动", ["opensOn"] = Opens, ["closesOn"] = "2022-02-28",
        ["on"] = "2021-12-20",
    };

    public Task<Answer> Gift(string externalId, long fen, string givenAt = "2022-01-15T09:30:00+08:00") =>
        Coordinator.Post($"{Path}/gifts", new { externalId, amountFen = fen, givenAt });

    public Task<Answer> Spend(string id, long fen, string on = "2022-02-10") => Coordinator.Post(
        $"{Path}/spendings", new { id, amountFen = fen, on, purpose = "印宣传册", voucher = "2022-001" });

    public Task<Answer> Approve(string spending) => Official.Post($"{Path}/spendings/{spending}/approval");

    public Task<Answer> Import(string csv, Client? by = null) => Import(Encoding.UTF8.GetBytes(csv), by);

    public async Task<Answer> Import(byte[] file, Client? by = null, string step = "import")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1{Path}/{step}");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Content = new ByteArrayContent(file);
        return await Answer.Of(await (by ?? Coordinator).Http.SendAsync(request));
    }

    public Task<JsonNode> Read() => Coordinator.Read(Path);

    /// <summary>Reads the log event by event: after every one each campaign's ledger sums to zero, and it never holds
    /// less than nothing. Answers how many events moved money.</summary>
    public static int EveryPrefixBalances(EventLog log)
    {
        var (held, moved) = (new Dictionary<string, long>(), 0);
        for (var at = 0L; log.ReadAll(at, 2_000) is { Count: > 0 } page; at = page[^1].Position)
            foreach (var stored in page)
            {
                Domain.Items<Posting> postings = stored.Body switch
                {
                    FundraiserEvent.TotalPublished e => e.Postings,
                    FundraiserEvent.TotalCorrected e => e.Postings,
                    FundraiserEvent.SpendingApproved e => e.Postings,
                    GiftSheetEvent.GiftsReceived e => e.Postings,
                    GiftSheetEvent.GiftCorrected e => e.Postings,
                    _ => [],
                };
                if (postings.Count == 0) continue;
                moved++;
                Assert.Equal(0, postings.Sum(posting => posting.Fen));
                var campaign = stored.Id(0);
                held[campaign] = held.GetValueOrDefault(campaign) + postings.On(LedgerAccount.Held);
                Assert.True(held[campaign] >= 0, $"position {stored.Position} leaves {held[campaign]} in {campaign}");
            }

        return moved;
    }
}
