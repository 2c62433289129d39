using System.Text.Json;
using Federation.Domain.Help;

namespace Federation.Log.Help;

/// <summary>The rows of mutual help: the mentor pool, the library, the requests and the help ledger.</summary>
public static class HelpRows
{
    public static readonly Projection Projection = new(
        "help",
        [
            MentorRows.Mentors, CalendarRows.Slots, CalendarRows.Bookings, CalendarRows.Months, MentorRows.Teams,
            LibraryRows.Items, LibraryRows.Versions, LibraryRows.Runs, RequestRows.Requests, RequestRows.Offers,
            RequestRows.Corrections, LedgerRows.Days,
        ],
        Apply);

    private static IEnumerable<Change> Apply(StoredEvent stored) => stored.Body switch
    {
        MentorEvent body => MentorRows.Of(stored, body),
        TeamEvent body => MentorRows.Of(stored, body),
        MentorMonthEvent body => CalendarRows.Of(stored, body),
        LibraryEvent body => LibraryRows.Of(stored, body),
        RequestEvent body => RequestRows.Of(stored, body),
        _ => [],
    };
}

/// <summary>How lists and enumerations stand in a text column: as they do on the wire.</summary>
internal static class Cell
{
    public static string List<T>(IEnumerable<T> items) => JsonSerializer.Serialize(items.ToArray(), Json.Options);

    public static string Kebab<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
