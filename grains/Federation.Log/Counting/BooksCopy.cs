using System.Runtime.InteropServices;
using Federation.Domain;

namespace Federation.Log.Counting;

/// <summary>All books as bytes, lines as they lie in memory.</summary>
internal static class BooksCopy
{
    /// <summary>As they are now, while nobody writes in them: what is in their lines never changes, so that they may go
    /// on before this is written.</summary>
    public static Action<BinaryWriter> Of(Books books)
    {
        var (names, standings) = (books.Names.Count, books.Standings);
        var (regions, members) = (standings.Regions.ToArray(), standings.Members.ToArray());
        var illustrations = standings.Illustrations.ToArray();
        var all = books.All.Select(Of).ToArray();
        return to =>
        {
            Each(to, Enumerable.Range(0, names).Select(number => books.Names[number]), to.Write);
            Each(to, regions.OrderBy(region => region.Key), region =>
            {
                to.Write(region.Key);
                to.Write(region.Value);
            });
            Each(to, members.OrderBy(member => member.Key), member =>
            {
                to.Write(member.Key.Alliance);
                to.Write(member.Key.Organisation);
                to.Write(member.Value.Village);
                to.Write(member.Value.Illustrative);
            });
            Each(to, illustrations.Order(), to.Write);
            Each(to, all.OrderBy(book => book.Place, StringComparer.Ordinal), book =>
            {
                to.Write(book.Place);
                book.Lines(to);
            });
        };
    }

    private static (string Place, Action<BinaryWriter> Lines) Of(Book book)
    {
        var (name, villages, groups, reports) = (book.Name, book.Villages, book.Groups.Taken, book.Reports.Taken);
        var (actions, plans, steps, standing, here) =
            (book.Actions.Taken, book.Plans.Taken, book.Steps.Taken, book.Standing.Taken, book.StandingHere.Taken);
        return (book.Place, to =>
        {
            Write(to, name);
            Each(to, villages, village =>
            {
                to.Write(village.Village);
                to.Write(village.From);
                to.Write(village.To);
                Write(to, village.Name);
            });
            Write(to, actions);
            Write(to, groups);
            Write(to, reports);
            Write(to, plans);
            Write(to, steps);
            Write(to, standing);
            Write(to, here);
        });
    }

    public static Books Read(BinaryReader from)
    {
        var books = new Books();
        Each(from, () => books.Names.Add(from.ReadString()));
        Each(from, () => books.Standings.Regions[from.ReadInt32()] = from.ReadString());
        Each(from, () => books.Standings.Members[(from.ReadInt32(), from.ReadInt32())] =
            (from.ReadInt64(), from.ReadBoolean()));
        Each(from, () => books.Standings.Illustrations.Add(from.ReadInt32()));
        Each(from, () =>
        {
            var book = books.BookOf(from.ReadString());
            book.Name = ReadName(from);
            book.Villages = [.. Enumerable.Range(0, from.ReadInt32()).Select(_ => new Spell(
                from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), ReadName(from)!))];
            book.Actions.Fill(ReadLines<Begun>(from));
            book.Fill(ReadLines<Group>(from));
            book.Reports.Fill(ReadLines<Report>(from));
            book.Plans.Fill(ReadLines<Plan>(from));
            book.Steps.Fill(ReadLines<Step>(from));
            book.Standing.Fill(ReadLines<Stand>(from));
            book.StandingHere.Fill(ReadLines<Stand>(from));
            books.Found(book);
        });
        return books;
    }

    private static void Each<T>(BinaryWriter to, IEnumerable<T> all, Action<T> write)
    {
        var some = all.ToArray();
        to.Write(some.Length);
        foreach (var one in some) write(one);
    }

    private static void Each(BinaryReader from, Action read)
    {
        for (var left = from.ReadInt32(); left > 0; left--) read();
    }

    private static void Write(BinaryWriter to, Name? name)
    {
        to.Write(name?.Zh ?? "");
        to.Write(name?.En ?? "");
    }

    private static Name? ReadName(BinaryReader from)
    {
        var (zh, en) = (from.ReadString(), from.ReadString());
        return zh.Length == 0 ? null : new(zh, en.Length == 0 ? null : en);
    }

    private static void Write<T>(BinaryWriter to, ReadOnlyMemory<T> lines) where T : unmanaged
    {
        to.Write(lines.Length);
        to.Write(MemoryMarshal.AsBytes(lines.Span));
    }

    private static T[] ReadLines<T>(BinaryReader from) where T : unmanaged
    {
        var lines = new T[from.ReadInt32()];
        from.ReadExactly(MemoryMarshal.AsBytes(lines.AsSpan()));
        return lines;
    }
}
