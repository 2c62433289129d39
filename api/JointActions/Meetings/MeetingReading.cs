using System.Data.Common;

namespace Federation.Api.JointActions;

/// <summary>A meeting. Everybody sees that it is planned or took place; who was invited, who came and what was said is
/// for those of the action.</summary>
/// <param name="WasAt">When it was to be before it was moved; null where it was not.</param>
public sealed record MeetingShown(
    string Id, Name Title, DateTimeOffset StartsAt, string Place, DateTimeOffset? WasAt, string? WasPlace,
    string State, bool Illustrative, string? Source, IReadOnlyList<Name>? Invited,
    IReadOnlyList<string>? OrganisationIds, long? Attended, string? Minutes, IReadOnlyList<string>? Decisions,
    string? Reason);

/// <summary>Meetings of an action, as far as the reader may see them.</summary>
internal static class MeetingReading
{
    private const string Columns =
        "meeting, title_zh, title_en, starts_at, place, was_starts_at, was_place, state, illustrative, source, " +
        "invited, organisations, attended, attendance_stated, minutes, decisions, reason";

    /// <summary>All of them in the order of days, without words: those stand on each one's page.</summary>
    public static IReadOnlyList<MeetingShown> Of(Reading reading, ActionOf of)
    {
        var member = SessionReading.MayReadNotes(reading, of);
        return reading.Rows.All(
            $"select {Columns} from action_meetings where action = @action order by day, meeting limit @max",
            r => Row(r, member) with { Minutes = null, Decisions = null, Reason = null },
            ("action", of.Id), ("max", Reading.LimitMax));
    }

    public static Listed<MeetingShown> List(Reading reading, ActionOf of) => new(Of(reading, of), null);

    public static MeetingShown? Find(Reading reading, ActionOf of)
    {
        var member = SessionReading.MayReadNotes(reading, of);
        var found = reading.Rows.One(
            $"select {Columns} from action_meetings where action = @action and meeting = @meeting",
            r => Row(r, member), ("action", of.Id), ("meeting", reading["meetingId"]));
        if (found is null || !member) return found;
        var words = reading.OpenWords(
            [found.Minutes, found.Reason, .. found.Decisions ?? []], "minutes of a meeting");
        return found with
        {
            Minutes = words.GetValueOrDefault(found.Minutes ?? ""),
            Reason = words.GetValueOrDefault(found.Reason ?? ""),
            Decisions = [.. (found.Decisions ?? []).Select(d => words.GetValueOrDefault(d)).OfType<string>()],
        };
    }

    private static MeetingShown Row(DbDataReader r, bool member)
    {
        var shown = new MeetingShown(
            r.GetString(0), r.Name(1), r.Moment(3)!.Value.ToOffset(Days.Shanghai), r.GetString(4),
            r.Number(5) is > 0 ? r.Moment(5)!.Value.ToOffset(Days.Shanghai) : null, r.Text(6), r.GetString(7),
            r.Flag(8), r.Text(9), null, null, null, null, null, null);
        return !member ? shown : shown with
        {
            Invited = RowText.Names(r.Text(10)), OrganisationIds = RowText.Words(r.Text(11)),
            Attended = r.Flag(13) ? r.Number(12) : null, Minutes = r.Text(14),
            Decisions = RowText.Words(r.Text(15)), Reason = r.Text(16),
        };
    }
}
