using Federation.Domain.Places;

namespace Federation.Tests.Places;

public class RegionsTests
{
    [Theory]
    [InlineData("44", RegionLevel.Province), InlineData("4406", RegionLevel.City)]
    [InlineData("440605", RegionLevel.County)]
    [InlineData("440605121", RegionLevel.Town), InlineData("440605121001", RegionLevel.Village)]
    public void A_codes_level_is_its_length(string code, RegionLevel level) =>
        Assert.Equal(level, Regions.LevelOf(code));

    [Theory]
    [InlineData(""), InlineData("4"), InlineData("4406051210"), InlineData("44060512100x"), InlineData("440605121001")]
    public void What_is_no_code_has_no_level_and_is_no_place(string code) =>
        Assert.Equal(code == "440605121001", Regions.LevelOf(code) is not null);

    [Fact]
    public void What_is_no_code_lies_nowhere() => Assert.False(Regions.Contains("44", "44x"));

    [Theory]
    [InlineData("441900"), InlineData("442000"), InlineData("460400")]
    public void A_city_that_is_its_own_county_is_shown_once(string county) =>
        Assert.Equal(county[..4], Regions.Shown(county));

    [Theory]
    [InlineData("440605121399", false), InlineData("440605121400", true), InlineData("440605121599", true)]
    [InlineData("440605121600", false), InlineData("440605121", false)]
    public void Placeholders_are_the_codes_400_to_599(string code, bool placeholder)
    {
        Assert.Equal(placeholder, Regions.IsPlaceholder(code));
        Assert.Equal(!placeholder && code.Length == 12, Regions.IsVillage(code));
    }

    [Theory]
    [InlineData("440605121", "440605121001", true), InlineData("440605121", "440605121", true)]
    [InlineData("440605122", "440605121001", false), InlineData("441900", "441900003", true)]
    [InlineData("441900", "4419", true), InlineData("", "4419", false)]
    [InlineData("4", "440605121", false), InlineData("4406051", "440605121001", false)]
    public void A_region_contains_itself_and_what_is_below(string region, string code, bool contains) =>
        Assert.Equal(contains, Regions.Contains(region, code));
}
