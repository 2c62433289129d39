using Federation.Domain.Places;
using System.Diagnostics;
using System.Text;
using Federation.Log.Places;

namespace Federation.Tests.Places;

public sealed class CountryTests
{
    private static readonly Country _country = Country.Open();

    [Fact]
    public void The_codes_are_of_the_end_of_June_2023() => Assert.Equal(new DateOnly(2023, 6, 30), _country.CodesDate);

    [Theory]
    [InlineData("44", "广东省", RegionLevel.Province)]
    [InlineData("4406", "佛山市", RegionLevel.City)]
    [InlineData("440605", "南海区", RegionLevel.County)]
    [InlineData("440605121", "九江镇", RegionLevel.Town)]
    public void A_region_is_found_by_its_code(string code, string name, RegionLevel level) =>
        Assert.Equal(new Region(code, name, level, false), _country.Find(code));

    [Theory]
    [InlineData("")]
    [InlineData("9")]
    [InlineData("99")]
    [InlineData("440")]
    [InlineData("440605999")]
    [InlineData("440605121199")]
    [InlineData("990605121001")]
    [InlineData("44060512100")]
    [InlineData("4406051210011")]
    [InlineData("44060x")]
    [InlineData("４４")]
    [InlineData("+4")]
    public void What_is_no_code_of_a_region_finds_nothing_and_has_nothing_below_it(string code)
    {
        Assert.Null(_country.Find(code));
        Assert.Empty(_country.Villages(code));
        if (code.Length > 0) Assert.Empty(_country.Children(code));
    }

    [Fact]
    public void Jiujiang_has_20_communities_and_7_villages_and_4_placeholders_that_do_not_count()
    {
        var villages = _country.Villages("440605121").ToList();
        var real = villages.Where(village => !village.Placeholder).ToList();
        Assert.Equal(27, real.Count);
        Assert.Equal(20, real.Count(village => village.Code[9] is '0' or '1'));
        Assert.Equal(7, real.Count(village => village.Code[9] is '2' or '3'));
        Assert.Equal(4, villages.Count(village => village.Placeholder));
        Assert.Equal(villages, _country.Children("440605121"));
        Assert.All(villages, village => Assert.Equal(village, _country.Find(village.Code)));
    }

    [Fact]
    public void A_placeholder_is_told_by_its_last_three_digits_only()
    {
        Assert.True(Regions.IsPlaceholder("150423400400"));
        Assert.True(Regions.IsPlaceholder("150423400599"));
        Assert.False(Regions.IsPlaceholder("150423400399"));
        Assert.False(Regions.IsPlaceholder("150423400600"));
        Assert.False(Regions.IsPlaceholder("150423400"));
        Assert.Equal("金门县", _country.Find("350527000000")!.Name);
        Assert.False(_country.Find("350527000000")!.Placeholder);
    }

    [Fact]
    public void There_are_31_provinces_and_a_village_has_nothing_below_it()
    {
        Assert.Equal(31, _country.Children("").Count);
        Assert.Empty(_country.Children("440605121001"));
    }

    [Theory]
    [InlineData("4419", "东莞市")]
    [InlineData("4420", "中山市")]
    [InlineData("4604", "儋州市")]
    public void A_city_that_is_its_own_county_is_shown_once(string city, string name)
    {
        var county = city + "00";
        Assert.Equal(name, _country.Find(city)!.Name);
        Assert.Equal(name, _country.Find(county)!.Name);
        Assert.Single(_country.Children(city[..2]), region => region.Name == name);

        var towns = _country.Children(city);
        Assert.All(towns, town => Assert.Equal(RegionLevel.Town, town.Level));
        Assert.Equal(towns, _country.Children(county));
        Assert.Equal([city[..2], city], _country.Path(towns[0].Code).Select(region => region.Code));
        Assert.Equal([city], _country.Search(name, city[..2], 50).Where(IsLarge).Select(region => region.Code));
    }

    [Fact]
    public void The_path_leads_from_the_province_down_to_the_region_without_it()
    {
        Assert.Equal(["广东省", "佛山市", "南海区", "九江镇"], Names(_country.Path("440605121001")));
        Assert.Equal(["广东省", "佛山市"], Names(_country.Path("440605")));
        Assert.Empty(_country.Path("44"));
        Assert.Empty(_country.Path("not a code"));
    }

    [Fact]
    public void The_path_of_a_code_newer_than_the_file_is_known_as_far_as_its_ancestors_are() =>
        Assert.Equal(["广东省", "佛山市", "南海区", "九江镇"], Names(_country.Path("440605121198")));

    [Theory]
    [InlineData("420602006207", "莫𡐓村委会")]
    [InlineData("441424103203", "輋𣒍村委会")]
    [InlineData("451302107210", "那𡌶村委会")]
    [InlineData("420684103229", "高\uE170村委会")]
    [InlineData("450681101201", "\uE08B尾村村委会")]
    [InlineData("150423400498", "内蒙古赤峰冶金化工开发区管理委员会巴林右旗产业园管理办公室虚拟社区")]
    public void A_difficult_name_is_kept_as_published_and_found_by_it(string code, string name)
    {
        var village = _country.Find(code)!;
        Assert.Equal(name, village.Name);
        Assert.Contains(village, _country.Search(name, null, 5));
        Assert.Equal(name, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(village.Name)));
    }

    [Fact]
    public void The_longest_name_has_33_characters() => Assert.Equal(33, _country.Find("150423400498")!.Name.Length);

    [Fact]
    public void Regions_of_the_same_name_are_all_found_and_told_apart_by_their_codes()
    {
        var found = _country.Search("和平村委会", null, Country.MostFound);
        Assert.Equal(Country.MostFound, found.Count);
        Assert.Equal(found.Count, found.Select(region => region.Code).Distinct().Count());
        Assert.Equal(["4406", "440605"], _country.Search("九江镇", "4406", 5).SelectMany(town => _country.Path(town.Code))
            .Where(region => region.Level is RegionLevel.City or RegionLevel.County).Select(region => region.Code));
    }

    [Fact]
    public void A_search_answers_the_larger_regions_first_and_no_more_than_asked_for()
    {
        var found = _country.Search(" 九江 ", null, 20);
        Assert.Equal(20, found.Count);
        Assert.Equal("3604", found[0].Code);
        var sorted = found.OrderBy(region => region.Level).ThenBy(region => region.Code, StringComparer.Ordinal);
        Assert.Equal(sorted, found);
        Assert.All(found, region => Assert.Contains("九江", region.Name));
        Assert.Equal(Country.MostFound, _country.Search("村", null, int.MaxValue).Count);
        Assert.Single(_country.Search("村", null, 1));
    }

    [Fact]
    public void A_search_stays_below_the_region_it_is_bound_to()
    {
        Assert.All(_country.Search("社区", "440605121", 100), region => Assert.StartsWith("440605121", region.Code));
        Assert.DoesNotContain(_country.Search("南海", "440605", 100), region => region.Code == "440605");
        Assert.Empty(_country.Search("社区", "440605121001", 100));
    }

    [Theory]
    [InlineData("", null, 10)]
    [InlineData("  ", null, 10)]
    [InlineData("村", "no code", 10)]
    [InlineData("村", null, 0)]
    [InlineData("村", null, -1)]
    public void A_search_for_nothing_or_in_no_region_finds_nothing(string text, string? within, int max)
    {
        Assert.Empty(_country.Search(text, within, max));
        Assert.Empty(_country.Search(new string('村', 65), null, 10));
    }

    [Fact]
    public void Many_threads_read_the_same_country()
    {
        var expected = _country.Villages("440605121").ToList();
        Parallel.For(0, 2_000, _ => Assert.Equal(expected, _country.Villages("440605121")));
    }

    [Fact]
    public void Opening_costs_less_than_30_milliseconds_and_20_megabytes()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Country.Open();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
        Assert.InRange(Best(10, () => Country.Open()), 0, 30);
    }

    [Fact]
    public void A_region_and_its_children_are_found_within_a_millisecond()
    {
        foreach (var code in new[] { "44", "4406", "440605", "440605121" })
        {
            Assert.InRange(Best(20, () => _country.Find(code)), 0, 1);
            Assert.InRange(Best(20, () => _country.Children(code)), 0, 1);
        }

        Assert.InRange(Best(20, () => _country.Find("659012508500")), 0, 1);
    }

    /// <summary>Milliseconds of the fastest of several: the code's cost, not what else the machine did.</summary>
    private static double Best(int times, Action action) => Enumerable.Range(0, times).Min(_ =>
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    });

    private static bool IsLarge(Region region) => region.Level < RegionLevel.Town;

    private static IEnumerable<string> Names(IEnumerable<Region> regions) => regions.Select(region => region.Name);
}
