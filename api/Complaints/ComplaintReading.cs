using Federation.Domain.Complaints;

namespace Federation.Api.Complaints;

/// <summary>A complaint as lists show it: no word of what was said.</summary>
/// <param name="State">received, in-hand, passed-on, answered or declined.</param>
/// <param name="Age">Days since it was filed, of one that is not dealt with.</param>
public sealed record ComplaintRow(
    string Id, string AllianceId, Name Alliance, SubjectKind About, string? AboutId, string State, bool Ended,
    bool ForOfficials, bool Erased, DateOnly FiledOn, DateOnly StateOn, int? Age = null);

/// <summary>One complaint with its words, for those who handle it.</summary>
public sealed record ComplaintShown(
    ComplaintRow Complaint, string? Text, string? Contact, string? Answer, string? Note, bool MayHandle);

/// <summary>What who filed it sees.</summary>
public sealed record ComplaintStatus(
    string Id, SubjectKind About, string State, DateOnly FiledOn, DateOnly StateOn, string? Answer, bool Erased);

/// <summary>The page of a look-up; nothing is found before something is asked.</summary>
public sealed record LookedUp(ComplaintStatus? Found);

/// <summary>Reads of complaints: by secret code, or by those who look after the alliance.</summary>
internal static class ComplaintReading
{
    private const string From = "from complaints c join alliances l on l.id = c.alliance where";

    private const string Complaints =
        "select c.complaint as id, c.alliance as alliance_id, l.name as alliance, l.name_en as alliance_en, " +
        "c.about_kind as about, c.about_id, c.state, c.ended, c.for_officials, c.erased, c.filed_on, c.state_on " +
        From;

    /// <summary>The same whether the number is unknown or the code is wrong.</summary>
    private static readonly Problem NoSuch = new(
        404, "complaint-not-found", "编号或查询码不对，请核对后再查。", "The number or the code is not right; check both.");

    /// <summary>A complaint's words by the ids they are sealed under, and where it belongs.</summary>
    private sealed record Sealed(string Region, string? Text, string? Contact, string? Answer, string? Note);

    private sealed record Checked(
        SubjectKind About, string State, DateOnly FiledOn, DateOnly StateOn, string? Answer, bool Erased,
        string CodeCheck);

    public static ComplaintStatus LookUp(Post<LookUpBody> post)
    {
        var (number, typed) = (ComplaintCodes.Typed(post.Body.Id), ComplaintCodes.Typed(post.Body.Code));
        if (number is not { } id || typed is not { } code) throw new ProblemException(NoSuch);
        var found = post.Rows.One<Checked>(
            "select about_kind as about, state, filed_on, state_on, answer, erased, code_check from complaints " +
            "where complaint = @id", ("id", id));
        if (!ComplaintCodes.Opens(post.Log.Vault, id, code, found?.CodeCheck ?? new('0', 20)) || found is null)
            throw new ProblemException(NoSuch);
        var words = new Reading(post.Http).OpenWords([found.Answer], "an answer to a complaint");
        return new(
            id, found.About, found.State, found.FiledOn, found.StateOn, words.GetValueOrDefault(found.Answer ?? ""),
            found.Erased);
    }

    /// <summary>Open ones first, the oldest first. Filter <c>state</c>.</summary>
    public static Listed<ComplaintRow> Found(Reading reading)
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

        return reading.Page(
            [
                .. reading.Rows.All<ComplaintRow>(
                    $"{Complaints} {where} order by coalesce(c.ended, 0), c.filed_on, c.complaint limit @max",
                    [.. values, ("state", state), ("max", reading.Limit + 1)]).Select(row => Aged(reading, row)),
            ],
            row => $"{(row.Ended ? 1 : 0)}|{Days.Text(row.FiledOn)}|{row.Id}");
    }

    /// <summary>With its words for those who look after it; null for everybody else.</summary>
    public static ComplaintShown? One(Reading reading)
    {
        var id = reading["id"];
        if (reading.Rows.One<ComplaintRow>($"{Complaints} c.complaint = @id", ("id", id)) is not { } row
            || reading.Rows.One<Sealed>(
                $"select l.region, c.words as text, c.contact, c.answer, c.note {From} c.complaint = @id", ("id", id))
                is not { } kept) return null;
        var (caller, official) = (reading.Caller, reading.Caller.Oversees(kept.Region));
        var coordinates = caller.Coordinates(row.AllianceId, kept.Region) && !row.ForOfficials;
        if (!official && !coordinates) return null;
        var open = reading.OpenWords([kept.Text, kept.Contact, kept.Answer, kept.Note], "a complaint");
        string? Of(string? text) => open.GetValueOrDefault(text ?? "");
        return new(
            Aged(reading, row), Of(kept.Text), Of(kept.Contact), Of(kept.Answer), Of(kept.Note),
            coordinates || caller.Administrator || caller.IsOfficialOf(kept.Region));
    }

    private static ComplaintRow Aged(Reading reading, ComplaintRow row) =>
        row.Ended ? row : row with { Age = reading.Today.DayNumber - row.FiledOn.DayNumber };
}
