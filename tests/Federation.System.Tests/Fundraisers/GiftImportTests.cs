using System.Text;
using Federation.Tests.Rig;
using static Federation.Tests.Fundraisers.Workbooks;

namespace Federation.Tests.Fundraisers;

public class GiftImportTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Of_ten_thousand_rows_seven_are_bad_and_the_same_file_again_changes_nothing(string kind)
    {
        var campaign = await Campaign.On(kind);
        int[] bad = [2, 77, 500, 4_321, 7_777, 9_998, 10_001];
        var file = new StringBuilder(Campaign.Header);
        for (var row = 2; row <= 10_001; row++)
            file.Append($"T-{row:00000},").Append(bad.Contains(row) ? "-1.005" : "0.11")
                .Append($",2022-01-{1 + row % 28:00} 12:00\r\n");

        var preview = await campaign.Import(Encoding.UTF8.GetBytes(file.ToString()), step: "import/preview");
        Assert.Equal((9_993, 0, 7), ((int)preview.Json!["fresh"]!, (int)preview.Json["alreadyThere"]!,
            preview.Json["bad"]!.AsArray().Count));
        Assert.Null((await campaign.Read())["raisedFen"]);

        var came = await campaign.Import(file.ToString());
        Assert.Equal((200, 9_993), (came.Status, (int)came.Json!["added"]!));
        Assert.Equal(bad, came.Json["bad"]!.AsArray().Select(row => (int)row!["row"]!));
        Assert.Contains("最多两位小数", (string)came.Json["bad"]![0]!["zh"]!);
        Assert.Contains("two decimals", (string)came.Json["bad"]![0]!["en"]!);
        Assert.Equal(9_993 * 11, (int)(await campaign.Read())["raisedFen"]!);

        var head = campaign.Registry.Log.VersionOf($"gifts/{campaign.Id}/*");
        var again = await campaign.Import(file.ToString());
        Assert.Equal((0, 9_993), ((int)again.Json!["added"]!, (int)again.Json["alreadyThere"]!));
        Assert.Equal(head, campaign.Registry.Log.VersionOf($"gifts/{campaign.Id}/*"));
        Campaign.EveryPrefixBalances(campaign.Registry.Log);
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Of_imports_at_the_same_moment_exactly_one_has_each_gift(string kind)
    {
        var campaign = await Campaign.On(kind);
        string File(int from) => Campaign.Header + string.Concat(
            Enumerable.Range(from, 40).Select(n => $"T-{n},1.00,2022-01-15\r\n"));

        var came = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => campaign.Import(File(n * 10))));

        Assert.All(came, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(90, came.Sum(answer => (int)answer.Json!["added"]!));
        Assert.Equal(240 - 90, came.Sum(answer => (int)answer.Json!["alreadyThere"]!));
        Assert.Equal((9_000, 90), ((int)(await campaign.Read())["raisedFen"]!, (int)(await campaign.Read())["gifts"]!));
    }

    [Fact]
    public async Task A_row_may_be_outside_the_window_twice_with_other_amounts_or_corrected_since()
    {
        var campaign = await Campaign.On(BothDatabases.Sqlite);
        await campaign.Import("amount,donor,givenAt,externalId\n\"¥1,000.50\",王小明,2022/1/3 8:05,A\n");
        await campaign.Coordinator.Done($"{campaign.Path}/corrections",
            new { kind = "gift", of = "A", value = 99_000, reason = "退回一部分" });

        var came = await campaign.Import(
            "amount,donor,givenAt,externalId\n\"¥1,000.50\",王小明,2022/1/3 8:05,A\n2,x,2022-05-01,B\n"
            + "3,x,2022-01-03,C\n4,x,2022-01-03,C\n3,x,2022-01-03,C\n5,x,2022-01-03,A\n");

        Assert.Equal((1, 2), ((int)came.Json!["added"]!, (int)came.Json["alreadyThere"]!));
        Assert.Equal([3, 5, 7], came.Json["bad"]!.AsArray().Select(row => (int)row!["row"]!));
        var gifts = await campaign.Registry.Product.Anonymous().Read($"{campaign.Path}/gifts");
        Assert.DoesNotContain("王小明", gifts.ToJsonString());
        Assert.Equal([99_000L, 300], gifts["items"]!.AsArray().Select(gift => (long)gift!["amountFen"]!));
        Assert.Equal((403, "not-coordinator"), FundraiserTests.Told(await campaign.Import(
            Campaign.Header + "D,1,2022-01-03\n", await campaign.Registry.Stranger())));
    }

    [Fact]
    public async Task A_workbook_is_read_to_the_fen_and_a_hostile_one_is_turned_away()
    {
        var campaign = await Campaign.On(BothDatabases.Sqlite);
        var came = await campaign.Import(Workbook(
            Row(1, "交易编号", "捐赠人", "捐赠金额（元）", "捐赠时间"),
            "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>W-1</t></is></c><c r=\"C2\"><v>5020.86</v></c>"
            + "<c r=\"D2\" t=\"inlineStr\"><is><t>2022-01-15 09:30</t></is></c></row>",
            "<row r=\"3\"><c r=\"A3\"><v>20220115000123456789</v></c><c r=\"C3\"><v>1</v></c></row>",
            "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>W-2</t></is></c><c r=\"C4\"><v>0.005</v></c></row>"));
        Assert.Equal((1, "[3,4]"), ((int)came.Json!["added"]!,
            $"[{string.Join(',', came.Json["bad"]!.AsArray().Select(row => (int)row!["row"]!))}]"));
        Assert.Equal(502_086, (int)(await campaign.Read())["raisedFen"]!);

        var bomb = Workbook(Row(1, new string('x', 40_000_000)));
        Assert.InRange(bomb.Length, 1, 1_000_000);
        foreach (var (file, said) in new[]
        {
            (bomb, "unpacks"), ("PK\u0003\u0004rubbish"u8.ToArray(), "cannot be read"),
            (Workbook(Row(1, "姓名", "金额")), "three columns"), ("金额\n1\n"u8.ToArray(), "three columns"),
            ([0xFF, 0xFE, 0x00], "encoding"),
        })
        {
            var answer = await campaign.Import(file);
            Assert.Equal((200, 0), (answer.Status, (int)answer.Json!["added"]!));
            var row = Assert.Single(answer.Json["bad"]!.AsArray())!;
            Assert.Equal(0, (int)row["row"]!);
            Assert.Contains(said, (string)row["en"]!);
        }

        Assert.Equal(413, (await campaign.Import(new byte[5_000_000])).Status);
    }
}
