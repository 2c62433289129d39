using System.Globalization;
using System.Text;

namespace Federation.Api.JointActions;

/// <summary>Sessions as an iCalendar file (RFC 5545) for the calendar of a phone. A session moved has a higher
/// sequence under the same id, a cancelled one says so: a calendar that fetches again follows.</summary>
internal static class SessionCalendar
{
    /// <summary>Octets of a line, without its end.</summary>
    private const int LineMax = 75;

    private const int PastDays = 31;

    public static Task<IResult> OfSession(Reading reading) => Task.FromResult(
        SessionReading.Find(reading, reading.Rows.RequireAction(reading["id"]), reading["sessionId"]) is { } found
            ? File(reading, [found], $"{found.Id}.ics") : reading.NotFound());

    /// <summary>The sessions to come and those of the last month.</summary>
    public static Task<IResult> OfAction(Reading reading)
    {
        var of = reading.Rows.RequireAction(reading["id"]);
        return Task.FromResult(File(
            reading, SessionReading.Page(
                reading, "s.action = @action and s.day >= @from", Reading.LimitMax,
                ("action", of.Id), ("from", reading.Today.AddDays(-PastDays))), $"{of.Id}.ics"));
    }

    private static IResult File(Reading reading, IReadOnlyList<SessionRow> sessions, string name)
    {
        var moves = SessionMoves.Counts(reading.Rows, sessions);
        var (names, lang) = (new RecordNames(reading.Rows), Lang.Of(reading.Http));
        var text = new StringBuilder();
        void Line(string line) => Fold(text, line);
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//Federation//Sessions//ZH");
        Line("METHOD:PUBLISH");
        foreach (var s in sessions)
        {
            var cancelled = s.State == "cancelled";
            Line("BEGIN:VEVENT");
            Line($"UID:{Escaped($"{s.Id}.{s.ActionId}")}@federation");
            Line($"DTSTAMP:{Moment(reading.Now)}");
            Line($"SEQUENCE:{moves.GetValueOrDefault(s.Id) + (cancelled ? 1 : 0)}");
            Line($"STATUS:{(cancelled ? "CANCELLED" : "CONFIRMED")}");
            Line($"DTSTART:{Moment(s.StartsAt)}");
            if (s.Minutes is > 0) Line($"DURATION:PT{s.Minutes}M");
            var summary = $"{lang.Of(names.Series(s.ActionId, s.SeriesId))} · {lang.Of(names.Village(s.VillageCode))}";
            Line($"SUMMARY:{Escaped(summary)}");
            Line($"LOCATION:{Escaped(s.Place)}");
            Line("END:VEVENT");
        }

        Line("END:VCALENDAR");
        return Results.File(Encoding.UTF8.GetBytes(text.ToString()), "text/calendar; charset=utf-8", name);
    }

    private static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>No text ends its line: neither by a line feed nor by what some readers take for one.</summary>
    private static string Escaped(string text) => string.Concat(text
        .Replace("\\", "\\\\").Replace(";", "\\;").Replace(",", "\\,").Replace("\n", "\\n")
        .Where(letter => !char.IsControl(letter) && letter is not ('\u2028' or '\u2029')));

    /// <summary>Long lines go on in the next one behind a space; no letter is cut in two.</summary>
    private static void Fold(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LineMax)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
