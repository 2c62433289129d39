using Federation.Domain.Places;
using Federation.Log.Places;

namespace Federation.Tests.Places;

/// <summary>The file of the build against what it was made from.</summary>
public sealed class CountryFileTests
{
    private static readonly Country _country = Country.Open();

    [Fact]
    public void Every_village_of_the_source_is_in_the_file_in_the_same_order_under_the_same_name()
    {
        var villages = CountryMaker.Rows(Path.Combine(CountryMaker.Folder, "source", "villages.csv.gz"));
        var expected = villages.GetEnumerator();
        foreach (var town in Towns())
            foreach (var village in _country.Villages(town.Code))
            {
                Assert.True(expected.MoveNext());
                if ($"{expected.Current.Code}" != village.Code || expected.Current.Name != village.Name)
                    Assert.Fail($"{expected.Current} became {village}.");
            }

        Assert.False(expected.MoveNext());
        Assert.Equal(620_573, villages.Count);
    }

    [Theory]
    [InlineData("provinces.csv", 31)]
    [InlineData("cities.csv", 342)]
    [InlineData("areas.csv", 2_978)]
    [InlineData("streets.csv.gz", 41_352)]
    public void Every_larger_region_of_the_source_is_found_by_its_code(string source, int count)
    {
        var rows = CountryMaker.Rows(Path.Combine(CountryMaker.Folder, "source", source));
        Assert.Equal(count, rows.Count);
        Assert.All(rows, row => Assert.Equal(row.Name, _country.Find($"{row.Code}")?.Name));
    }

    [Fact]
    public void There_are_41352_towns_and_620573_villages_of_which_8779_are_placeholders()
    {
        var towns = Towns();
        Assert.Equal(41_352, towns.Count);

        var villages = towns.SelectMany(town => _country.Villages(town.Code)).ToList();
        Assert.Equal(620_573, villages.Count);
        Assert.Equal(8_779, villages.Count(village => village.Placeholder));
        Assert.DoesNotContain(towns, town => town.Placeholder);
    }

    [Fact]
    public void The_licence_and_the_origin_lie_beside_the_file()
    {
        var licence = File.ReadAllText(Path.Combine(CountryMaker.Folder, "LICENSE-WTFPL.txt"));
        Assert.Contains("DO WHAT THE FUCK YOU WANT TO", licence);
        var readme = File.ReadAllText(Path.Combine(CountryMaker.Folder, "README.md"));
        Assert.Contains("`china-division` 2.7.0", readme);
        Assert.Contains(_country.CodesDate.ToString("yyyy-MM-dd"), readme);
    }

    /// <summary>By walking down from the provinces, as a page does.</summary>
    private static List<Region> Towns()
    {
        var regions = _country.Children("").ToList();
        while (regions.Any(region => region.Level < RegionLevel.Town))
            regions = [.. regions.SelectMany(region =>
                region.Level == RegionLevel.Town ? [region] : _country.Children(region.Code))];
        return regions;
    }
}
