using System.Security.Cryptography;
using System.Text;
using Federation.Domain.Counting;
using Federation.Log.Counting;
using Federation.Log.Tests.Kit;
using Federation.Tests.Counting;
using Federation.Tests.JointActions;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>What is kept of the books between two starts is believed where it is whole and of this log, and where the
/// same events would still give the same lines.</summary>
public sealed class BooksFileTests
{
    /// <summary>Of the lines that a certain history gives by the rules of now. Where only the history became another,
    /// this alone is to be changed.</summary>
    private const string Lines = "567196159d1c69c06da9d9775abd53b96accb476";

    private static readonly byte[] Hash = SHA256.HashData("event"u8);

    [Fact]
    public void Other_lines_of_the_same_events_need_a_new_number_of_rules()
    {
        var bytes = new MemoryStream();
        using (var to = new BinaryWriter(bytes)) BooksCopy.Of(Lived())(to);
        Assert.Equal((1, Lines), (BooksFile.Rules, Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()))[..40]));
    }

    [Fact]
    public void What_was_kept_answers_as_before_and_goes_on()
    {
        using var folder = new Folder();
        var (before, later) = (Lived(events => events * 2 / 3), Lived());
        BooksFile.Write(folder.File, new(7, Hash), BooksCopy.Of(before));
        var (found, position) = BooksFile.Read(folder.File, head => head.Hash.SequenceEqual(Hash)).GetValueOrDefault();
        Assert.Equal(7, position);
        foreach (var asked in Questions()) Same(before, found, asked);
        found.Write(Stored().Skip(Stored().Count * 2 / 3));
        foreach (var asked in Questions()) Same(later, found, asked);
    }

    [Fact]
    public void What_is_damaged_cut_short_of_another_log_or_of_other_rules_is_not_believed()
    {
        using var folder = new Folder();
        BooksFile.Write(folder.File, new(7, Hash), BooksCopy.Of(Lived()));
        var whole = File.ReadAllBytes(folder.File);
        Assert.NotNull(BooksFile.Read(folder.File, _ => true));
        Assert.Null(BooksFile.Read(folder.File, head => head.Position == 8));
        foreach (var at in new[] { 0, 3, 6, 20, whole.Length / 2, whole.Length - 1 })
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 1;
            File.WriteAllBytes(folder.File, damaged);
            Assert.Null(BooksFile.Read(folder.File, _ => true));
        }

        foreach (var length in new[] { 0, 4, 40, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(folder.File, whole[..length]);
            Assert.Null(BooksFile.Read(folder.File, _ => true));
        }

        File.Delete(folder.File);
        Assert.Null(BooksFile.Read(folder.File, _ => true));
    }

    [Fact]
    public async Task Of_a_log_that_was_put_back_to_an_earlier_day_and_went_another_way_nothing_is_believed()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite, catalogue: Catalogue.Product);
        var file = test.Log.Books.File!;
        BooksFile.Write(file, new(1, Hash), BooksCopy.Of(Lived()));
        var town = new TownLife(new Random(5), "440605121");
        await test.Log.Append(new(town.Events[0].Stream, 0, [Ask.Accepted(Ask.Fresh(), town.Events[0].Event)]));
        Assert.Equal(0, test.Log.Books.UpToDate().Reach(Questions().First()).Villages);
    }

    private static void Same(Books one, Books other, Question asked)
    {
        Assert.Equal(one.Reach(asked), other.Reach(asked));
        foreach (var by in Enum.GetValues<By>()) Assert.Equal(one.Count(asked, by), other.Count(asked, by));
        Assert.Equal(one.HeldBy(asked, By.Series, By.Village), other.HeldBy(asked, By.Series, By.Village));
        Assert.Equal(one.Villages(asked), other.Villages(asked));
    }

    private static IEnumerable<Question> Questions() =>
        from region in new[] { "", "44", "440605", "440605121", "440605121002" }
        from days in new[] { new Period(new(2025, 1, 1), new(2025, 12, 31)), new(new(2025, 2, 9), new(2026, 1, 17)) }
        from alliance in new[] { null, "jiujiang" }
        select new Question(days, region, alliance);

    private static Books Lived(Func<int, int>? part = null)
    {
        var (books, events) = (new Books(), Stored());
        books.Write(events.Take(part?.Invoke(events.Count) ?? events.Count));
        return books;
    }

    private static List<StoredEvent> Stored()
    {
        const string code = "440605121";
        var town = new TownLife(new Random(1), code);
        var actions = new ActionLife(new Random(2), [.. Enumerable.Range(1, 3).Select(n => $"{code}{n:000}")]);
        for (var turn = 0; turn < 60; turn++)
        {
            actions.AskSession(9);
            actions.AskPledge(6);
        }

        return
        [
            .. town.Events.Select(e => (e.Stream, Day: new DateOnly(2025, 1, 1), e.Event)).Concat(actions.Events)
                .Select((e, n) => new StoredEvent(
                    n + 1, e.Stream, 1, "", e.Day, DateTimeOffset.UnixEpoch, "test", "key", e.Event)),
        ];
    }

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("books");

        public string File => Path.Combine(_folder.FullName, "federation.books");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
