using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
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
            LedgerRows.Days,
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
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string List<T>(IEnumerable<T> items) => JsonSerializer.Serialize(items.ToArray(), Json);

    public static string Modes(IEnumerable<MentorMode> modes) => List(modes.Select(mode => Kebab(mode)));

    public static string Kebab<T>(T value)
        where T : struct, Enum
    {
        var text = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('-');
            text.Append(char.ToLower(letter, CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
