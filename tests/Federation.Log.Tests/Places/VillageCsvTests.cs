using Federation.Domain.Places;
using System.Text;
using Federation.Log.Places;

namespace Federation.Tests.Places;

public sealed class VillageCsvTests
{
    private const string Header = "code,name,validFrom\r\n";
    private static readonly DateOnly _day = new(2024, 1, 1);
    private static readonly Encoding _gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-8-bom")]
    [InlineData("gb18030")]
    public void Good_rows_are_read_in_the_encodings_spreadsheets_write(string encoding)
    {
        var text = Header + "440605121001,下东社区居委会,2024-01-01\r\n441424103203,輋𣒍村委会,2024-1-1\r\n";
        byte[] bytes = encoding switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(text),
            "utf-8-bom" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            _ => _gb18030.GetBytes(text),
        };
        var sheet = VillageCsv.Read(new MemoryStream(bytes));
        Assert.Empty(sheet.Bad);
        Assert.Equal(
            [new(2, "440605121001", "下东社区居委会", _day), new(3, "441424103203", "輋𣒍村委会", _day)], sheet.Good);
    }

    [Fact]
    public async Task A_request_body_is_read_the_same_way_without_blocking()
    {
        var bytes = _gb18030.GetBytes(Header + "440605121001,上东社区,2024/1/1\nbad,x,2024-01-01\n");
        var expected = VillageCsv.Read(new MemoryStream(bytes));
        var sheet = await VillageCsv.ReadAsync(new MemoryStream(bytes), CancellationToken.None);
        Assert.Equal(expected.Good, sheet.Good);
        Assert.Equal(expected.Bad, sheet.Bad);
        Assert.Single(sheet.Good);
        Assert.Single(sheet.Bad);
    }

    [Theory]
    [InlineData("2024-01-01")]
    [InlineData("2024-1-1")]
    [InlineData("2024/1/1")]
    [InlineData("2024/01/01")]
    [InlineData("2024年1月1日")]
    public void A_day_is_read_as_spreadsheets_write_it(string day) =>
        Assert.Equal(_day, Read($"440605121001,上东社区,{day}").Good.Single().ValidFrom);

    [Theory]
    [InlineData("44060512100,上东社区,2024-01-01", "12位数字")]
    [InlineData("4.40605E+11,上东社区,2024-01-01", "12位数字")]
    [InlineData("４４０６０５１２１００１,上东社区,2024-01-01", "12位数字")]
    [InlineData(",上东社区,2024-01-01", "12位数字")]
    [InlineData("440605121001, ,2024-01-01", "请填写名称")]
    [InlineData("440605121001,上\u0001东,2024-01-01", "无法识别的字符")]
    [InlineData("440605121001,上\uFFFD东,2024-01-01", "无法识别的字符")]
    [InlineData("440605121001,上东社区,2024-02-30", "生效日期")]
    [InlineData("440605121001,上东社区,", "生效日期")]
    [InlineData("440605121001,上东社区", "生效日期")]
    [InlineData("440605121001,上东,社区,2024-01-01", "生效日期")]
    [InlineData("440605121001,\"上东\"社区,2024-01-01", "引号")]
    [InlineData("440605121001,\"上东社区,2024-01-01", "引号")]
    public void A_bad_row_is_told_with_its_number_and_the_rows_around_it_are_read(string row, string reason)
    {
        var sheet = Read("440605121002,下东社区,2024-01-01", row, "440605121003,沙头社区,2024-01-01");
        Assert.Equal([2, 4], sheet.Good.Select(good => good.Row));
        var bad = Assert.Single(sheet.Bad);
        Assert.Equal(3, bad.Row);
        Assert.Contains(reason, bad.Zh);
        Assert.NotEmpty(bad.En);
    }

    [Fact]
    public void A_name_has_at_most_64_characters_as_people_count_them()
    {
        var longest = string.Concat(Enumerable.Repeat("𣒍", VillageCsv.MaxNameCharacters));
        Assert.Equal(longest, Read($"440605121001,{longest},2024-01-01").Good.Single().Name);
        Assert.Contains("64", Read($"440605121001,{longest}村,2024-01-01").Bad.Single().Zh);
    }

    [Fact]
    public void The_same_code_twice_for_one_day_is_refused_and_for_two_days_is_a_history()
    {
        var sheet = Read(
            "440605121001,上东社区,2024-01-01", "440605121001,下东社区,2024-01-01", "440605121001,下东社区,2025-01-01");
        Assert.Equal([2, 4], sheet.Good.Select(good => good.Row));
        Assert.Contains("第2行", sheet.Bad.Single().Zh);
        Assert.Contains("Row 2", sheet.Bad.Single().En);
    }

    [Fact]
    public void Empty_rows_are_passed_over_and_the_others_keep_their_numbers()
    {
        var sheet = Read("", ",,", "440605121001,上东社区,2024-01-01", ",,", "");
        Assert.Equal(4, sheet.Good.Single().Row);
        Assert.Empty(sheet.Bad);
    }

    [Fact]
    public void Columns_are_known_by_their_header_in_any_order_and_case()
    {
        var sheet = Of("ValidFrom,note, NAME ,Code\n2024-01-01,改名,\"上东,社区\",440605121001\n");
        Assert.Equal([new(2, "440605121001", "上东,社区", _day)], sheet.Good);
    }

    [Theory]
    [InlineData("")]
    [InlineData("code,name\n440605121001,上东社区\n")]
    [InlineData("code;name;validFrom\n440605121001;上东社区;2024-01-01\n")]
    [InlineData("440605121001,上东社区,2024-01-01\n")]
    public void A_file_without_the_header_is_not_read(string text)
    {
        var sheet = Of(text);
        Assert.Empty(sheet.Good);
        Assert.Equal(0, sheet.Bad.Single().Row);
        Assert.Contains("表头", sheet.Bad.Single().Zh);
    }

    [Fact]
    public void A_file_in_another_encoding_is_not_read()
    {
        var text = Header + "440605121001,上东社区,2024-01-01";
        byte[] utf16 = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)];
        Assert.Contains("编码", VillageCsv.Read(new MemoryStream(utf16)).Bad.Single().Zh);

        byte[] broken = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Header), 0xFF, 0xC1];
        Assert.Contains("编码", VillageCsv.Read(new MemoryStream(broken)).Bad.Single().Zh);
    }

    [Fact]
    public void At_most_10000_rows_are_read()
    {
        var rows = Enumerable.Range(0, VillageCsv.MaxRows).Select(i => $"440605{i:D6},村,2024-01-01").ToArray();
        Assert.Equal(VillageCsv.MaxRows, Read(rows).Good.Count);

        var sheet = Read([.. rows, "440606000000,村,2024-01-01"]);
        Assert.Empty(sheet.Good);
        Assert.Contains("10000", sheet.Bad.Single().Zh);
        Assert.Contains("10000", Read([.. Enumerable.Repeat("a\"", VillageCsv.MaxRows + 1)]).Bad.Single().Zh);
        Assert.Contains("10000", Read(["a\"", .. rows]).Bad.Single().Zh);
        Assert.Contains("10000", Read([.. rows, "a\""]).Bad.Single().Zh);
    }

    [Fact]
    public void At_most_2_MiB_are_read_and_no_more_is_taken_from_the_stream()
    {
        var start = Encoding.UTF8.GetBytes(Header + "440605121001,上东社区,2024-01-01\n");
        byte[] full = [.. start, .. Enumerable.Repeat((byte)'\n', VillageCsv.MaxBytes - start.Length)];
        Assert.Single(VillageCsv.Read(new MemoryStream(full)).Good);

        var stream = new MemoryStream([.. full, .. full]);
        var sheet = VillageCsv.Read(stream);
        Assert.Empty(sheet.Good);
        Assert.Contains("2 MiB", sheet.Bad.Single().Zh);
        Assert.InRange(stream.Position, VillageCsv.MaxBytes, VillageCsv.MaxBytes + 64 * 1024);
    }

    private static VillageSheet Read(params string[] rows) => Of(Header + string.Join("\r\n", rows));

    private static VillageSheet Of(string text) => VillageCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
