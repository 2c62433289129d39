using System.Data.Common;
using Federation.Api.People;
using Federation.Domain.Complaints;

namespace Federation.Api.Complaints;

/// <summary>A complaint as lists show it: no word of what was said.</summary>
/// <param name="State">received, in-hand, passed-on, answered or declined.</param>
/// <param name="Age">Days since it was filed, of one that is not dealt with.</param>
public sealed record ComplaintRow(
    string Id, string AllianceId, Name Alliance, SubjectKind About, string? AboutId, string State, bool Ended,
    bool ForOfficials, bool Erased, DateOnly FiledOn, DateOnly StateOn, int? Age);

/// <summary>One complaint with its words, for those who handle it.</summary>
public sealed record ComplaintShown(
    ComplaintRow Complaint, string? Text, string? Contact, string? Answer, string? Note, bool MayHandle);

/// <summary>What who filed it sees.</summary>
public sealed record ComplaintStatus(
    string Id, SubjectKind About, string State, DateOnly FiledOn, DateOnly StateOn, string? Answer, bool Erased);

/// <summary>Reads of complaints: by secret code, or by those who look after the alliance.</summary>
internal static class ComplaintReading
{
    private const string Columns =
        "c.complaint, c.alliance, l.name, l.name_en, c.about_kind, c.about_id, c.state, c.ended, c.for_officials, " +
        "c.erased, c.filed_on, c.state_on, c.words, c.contact, c.answer, c.note, l.region";

    private const string From = "from complaints c join alliances l on l.id = c.alliance ";

    /// <summary>The same whether the number is unknown or the code is wrong.</summary>
    public static readonly Problem NoSuch = new(
        404, "complaint-not-found", "编号或查询码不对，请核对后再查。", "The number or the code is not right; check both.");

    public static ComplaintStatus? LookUp(Reading reading, string? number, string? typed)
    {
        if (ComplaintCodes.Typed(number) is not { } id || ComplaintCodes.Typed(typed) is not { } code) return null;
        var found = reading.Rows.One(
            "select about_kind, state, filed_on, state_on, answer, erased, code_check from complaints " +
            "where complaint = @id",
            r => (Status: new ComplaintStatus(id, RowText.Parse<SubjectKind>(r.GetString(0)), r.GetString(1),
                r.Day(2)!.Value, r.Day(3)!.Value, r.Text(4), r.Flag(5)), Check: r.GetString(6)), ("id", id));
        if (!ComplaintCodes.Opens(reading.Log.Vault, id, code, found.Check ?? new('0', 20))) return null;
        var words = reading.OpenWords([found.Status.Answer], "an answer to a complaint");
        return found.Status with { Answer = words.GetValueOrDefault(found.Status.Answer ?? "") };
    }

    public static string CursorOf(ComplaintRow row) => $"{(row.Ended ? 1 : 0)}|{Days.Text(row.FiledOn)}|{row.Id}";

    /// <summary>Open ones first, the oldest first; one row more than asked for. Filter <c>state</c>.</summary>
    public static IReadOnlyList<ComplaintRow> Found(Reading reading)
    {
        var (own, overseen) = (
            OwnAlliances.In("o", reading.Coordinated()), OwnAlliances.In("s", reading.Overseen()));
        var values = own.Values.Concat(overseen.Values).ToList();
        var (state, cursor) = (reading.Text("state"), reading.Cursor.Split('|'));
        var where = $"((c.for_officials = 0 and c.alliance in ({own.Sql})) " +
            $"or c.alliance in ({overseen.Sql}))" + (state is null ? "" : " and c.state = @state");
        if (cursor is [var ended, var day, var id])
        {
            where += " and (coalesce(c.ended, 0) > @ended or (coalesce(c.ended, 0) = @ended and " +
                "(c.filed_on > @day or (c.filed_on = @day and c.complaint > @id))))";
            values.AddRange([("ended", ended == "1" ? 1L : 0L), ("day", day), ("id", id)]);
        }

        return reading.Rows.All(
            $"select {Columns} {From} where {where} order by coalesce(c.ended, 0), c.filed_on, c.complaint limit @max",
            r => Row(reading, r), [.. values, ("state", state), ("max", reading.Limit + 1)]);
    }

    /// <summary>With its words for those who look after it; null for everybody else.</summary>
    public static ComplaintShown? One(Reading reading, string id)
    {
        var found = reading.Rows.One(
            $"select {Columns} {From} where c.complaint = @id",
            r => (Row: Row(reading, r), Ids: new[] { r.Text(12), r.Text(13), r.Text(14), r.Text(15) },
                Region: r.GetString(16)), ("id", Post.Reference(id, "id")));
        if (found.Row is not { } row) return null;
        var (caller, official) = (reading.Caller, reading.Caller.Oversees(found.Region));
        var coordinates = caller.Coordinates(row.AllianceId, found.Region) && !row.ForOfficials;
        if (!official && !coordinates) return null;
        var open = reading.OpenWords(found.Ids, "a complaint");
        string? At(int i) => found.Ids[i] is { } text ? open.GetValueOrDefault(text) : null;
        return new(row, At(0), At(1), At(2), At(3),
            coordinates || caller.Administrator || caller.IsOfficialOf(found.Region));
    }

    private static ComplaintRow Row(Reading reading, DbDataReader r)
    {
        var (filed, ended) = (r.Day(10)!.Value, r.Flag(7));
        return new(
            r.GetString(0), r.GetString(1), r.Name(2), RowText.Parse<SubjectKind>(r.GetString(4)), r.Text(5),
            r.GetString(6), ended, r.Flag(8), r.Flag(9), filed, r.Day(11)!.Value,
            ended ? null : reading.Today.DayNumber - filed.DayNumber);
    }
}
