using System.Text;
using Federation.Api.Http;
using Federation.Log.Fundraisers;
using Federation.Log.Places;
using Federation.Tests.Fundraisers;
using Federation.Tests.Rig;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Bounds;

/// <summary>Small files that would be large work are turned away after so many steps, not after so much time.</summary>
public class ImportBoundTests
{
    private const string Good = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";

    // By name: what a theory is given travels through the test platform, and these are megabytes.
    private static readonly Dictionary<string, (Func<byte[]> File, string Said)> Files = new()
    {
        ["a million elements deep"] = (() => Workbooks.WorkbookOf(
            Repeated("<a>", 1_000_000) + Repeated("</a>", 1_000_000)), "unpacks"),
        ["forty deep"] = (() => Workbooks.WorkbookOf(Repeated("<a>", 40) + Repeated("</a>", 40)), "unpacks"),
        ["millions of styles"] = (() => Workbooks.WorkbookOf(
            $"<sheetData>{Good}</sheetData>", $"<cellXfs>{Repeated("<xf/>", 2_900_000)}</cellXfs>"), "unpacks"),
        ["a hundred thousand styles"] = (() => Workbooks.WorkbookOf(
            $"<sheetData>{Good}</sheetData>", $"<cellXfs>{Repeated("<xf/>", 100_000)}</cellXfs>"), "unpacks"),
        ["a million attributes"] = (() => Workbooks.WorkbookOf(
            $"<sheetData>{Repeated("<c r=\"\" s=\"\" x=\"\" y=\"\"/>", 500_000)}</sheetData>"), "unpacks"),
        ["a header of commas"] = (() => Encoding.UTF8.GetBytes(new string(',', 2_000_000) + "\n"), "too long"),
        ["a header of many columns"] = (() => Encoding.UTF8.GetBytes(
            "交易编号,金额(元),捐赠时间" + new string(',', 300) + "\n1,1,2022-01-15\n"), "three columns"),
        ["a line without end"] = (() => Encoding.UTF8.GetBytes(
            Campaign.Header + "T-1,1.00,2022-01-15," + new string('x', 3_000_000) + "\n"), "too long"),
    };

    public static TheoryData<string> Hostile => [.. Files.Keys];

    [Theory, MemberData(nameof(Hostile))]
    public void A_file_of_gifts_is_turned_away(string what)
    {
        var (file, said) = (Files[what].File(), Files[what].Said);
        Assert.True(file.Length <= GiftFile.MaxBytes, what);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var read = GiftFile.Read(file);

        var bad = Assert.Single(read.Bad);
        Assert.Equal((0, 0), (bad.Row, read.Good.Count));
        Assert.Contains(said, bad.En);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L * 1024 * 1024);
    }

    [Fact]
    public void So_is_one_of_villages()
    {
        foreach (var text in new[]
        {
            new string(',', 2_000_000) + "\n",
            "code,name,validFrom\n440605128201," + new string('村', 600_000) + ",2026-01-01\n",
        })
        {
            using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
            var bad = Assert.Single(VillageCsv.Read(file).Bad);
            Assert.Equal(0, bad.Row);
            Assert.Contains("too long", bad.En);
        }
    }

    [Fact]
    public void Ten_thousand_rows_of_twenty_columns_are_read()
    {
        var heads = new[] { "交易编号", "金额(元)", "捐赠时间" }.Concat(Enumerable.Range(0, 17).Select(n => $"列{n}")).ToArray();
        var rows = Enumerable.Range(2, 10_000).Select(row => Workbooks.Row(
            row, [$"T-{row}", "1.00", "2022-01-15", .. Enumerable.Repeat("x", 17)]));

        var read = GiftFile.Read(Workbooks.Workbook([Workbooks.Row(1, heads), .. rows]));

        Assert.Equal((10_000, 0), (read.Good.Count, read.Bad.Count));
    }

    [Fact]
    public async Task One_import_at_a_time_has_its_turn()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite);
        var http = new DefaultHttpContext { RequestServices = product.Services };
        var first = await Imports.Turn(http);
        var second = Imports.Turn(http);

        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
        using var third = await Imports.Turn(http);
        Assert.NotNull(product.Services.GetRequiredService<Imports>());
    }

    private static string Repeated(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
