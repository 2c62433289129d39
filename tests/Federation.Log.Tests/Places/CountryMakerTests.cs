using Federation.Domain.Places;
namespace Federation.Tests.Places;

/// <summary>Does not open the country, so that a new file can be made where the committed one is unreadable.</summary>
public sealed class CountryMakerTests
{
    [Fact]
    public void The_country_file_is_made_from_its_committed_sources()
    {
        var made = CountryMaker.Make(Path.Combine(CountryMaker.Folder, "source"));
        var committed = File.ReadAllBytes(Path.Combine(CountryMaker.Folder, "country.bin"));
        if (made.AsSpan().SequenceEqual(committed)) return;

        var path = Path.Combine(AppContext.BaseDirectory, "country.bin");
        File.WriteAllBytes(path, made);
        Assert.Fail($"country.bin differs from its sources. It was made anew: copy {path} to {CountryMaker.Folder}.");
    }
}
