using System.Data.Common;
using System.Text.Json.Serialization;
using Federation.Domain.Help;

namespace Federation.Api.Help;

/// <summary>An offer as answers show it.</summary>
public sealed record OfferShown(
    string OfferId, PartyShown? Organisation, string? MentorId, string? SlotId, DateTimeOffset? From,
    DateTimeOffset? To, string? LibraryItemId, string? TeamId, string State, DateOnly? MadeOn);

/// <param name="Start">Of the meeting, once there is a time for it.</param>
/// <param name="Place">For both sides alone: it may be somebody's home. Others see the village.</param>
public sealed record AgreedShown(
    string OfferId, string? MentorId, string? TeamId, string? BookingId, DateTimeOffset? Start, DateTimeOffset? End,
    string? Place, [property: JsonIgnore] string? PlaceId = null);

public sealed record DeliveryShown(DateOnly On, string? MentorId, string? TeamId, long? Minutes, long? PersonTimes);

public sealed record ConfirmationShown(long Rating, string? Comment, DateOnly On);

/// <summary>One correction of confirmed help.</summary>
/// <param name="On">The day on which it was agreed; it counts on the day of the help.</param>
public sealed record CorrectionShown(
    DateOnly On, long Minutes, long? PersonTimes, long WasMinutes, long? WasPersonTimes, string? Reason);

/// <summary>A request as answers show it. Note, comment, reasons and the place agreed on are people's own words: as
/// rows have them the ids under which they are sealed, in an answer the words, for those whom they concern.</summary>
/// <param name="Reason">Why it fell back: <c>slot-taken</c>.</param>
/// <param name="Offers">Where one request is shown; corrections too.</param>
public sealed record RequestShown(
    string Id, PartyShown Organisation, string? AllianceId, string Kind, string Topic, DateOnly From, DateOnly To,
    long? People, string? LibraryItemId, string? MentorId, string? Note, string VillageCode, bool Illustrative,
    string State, string? Reason, DateOnly? OpenedOn, PartyShown? Provider, AgreedShown? Agreed,
    DeliveryShown? Delivery, ConfirmationShown? Confirmation, DateOnly? CancelledOn, string? CancelledBecause,
    IReadOnlyList<OfferShown>? Offers = null, IReadOnlyList<CorrectionShown>? Corrections = null)
{
    [JsonIgnore]
    public bool TakesOffers => State is "open" or "matched";

    /// <summary>The mentor who helps or helped.</summary>
    [JsonIgnore]
    public string? HelpingMentorId => Delivery is null ? Agreed?.MentorId : Delivery.MentorId;

    [JsonIgnore]
    public string? HelpingTeamId => Delivery is null ? Agreed?.TeamId : Delivery.TeamId;
}

/// <summary>Reads of the requests board.</summary>
internal static class RequestReading
{
    public const string Filters = "allianceId organisationId providerId mentorId libraryItemId kind state q";

    private const string Columns =
        "select q.request, q.organisation, o.name, o.name_en, q.alliance, q.kind, q.topic, q.from_day, q.to_day, " +
        "q.people, q.library_item, q.wished_mentor, q.note_id, q.village, q.illustrative, q.state, q.reason, " +
        "q.opened_on, q.provider, p.name, p.name_en, q.mentor, q.team, q.accepted_offer, q.booking, q.starts, " +
        "q.ends, q.place, q.delivered_on, q.minutes, q.person_times, q.rating, q.comment_id, q.confirmed_on, " +
        "q.cancelled_on, q.reason_id, q.place_id from requests q left join organisations o on o.id = q.organisation " +
        "left join organisations p on p.id = q.provider";

    public static Listed<RequestShown> Requests(Reading reading) =>
        reading.Page(Found(reading, reading.Limit + 1), CursorOf);

    public static string CursorOf(RequestShown row) => $"{(row.OpenedOn is { } on ? Days.Text(on) : "")}/{row.Id}";

    /// <summary>The newest first; without people's words.</summary>
    public static IReadOnlyList<RequestShown> Found(Reading reading, int max)
    {
        var (day, after) = reading.Cursor.Split('/') is [var d, var id] ? (d, id) : ("9999-12-31", "");
        return reading.Found(
            Columns, "q.opened_on desc, q.request", max, r => Said(Row(r), []),
            new("(q.opened_on < @day or (q.opened_on = @day and q.request > @after))", ("day", day), ("after", after)),
            reading.Same("allianceId", "q.alliance"), reading.Same("organisationId", "q.organisation"),
            reading.Same("providerId", "q.provider"), reading.Same("mentorId", "q.mentor"),
            reading.Same("libraryItemId", "q.library_item"),
            reading.Same<RequestKind>("kind", "q.kind"), reading.Same<RequestStage>("state", "q.state"),
            reading.Words() is not { } q ? null
                : new("(lower(q.topic) like @q escape '!' or lower(o.name) like @q escape '!')", ("q", q)));
    }

    /// <summary>One request with its offers and corrections.</summary>
    public static RequestShown? Find(Reading reading)
    {
        if (Named(reading.Rows, reading["id"]) is not { } row) return null;
        var whole = row with { Offers = Offers(reading.Rows, row.Id), Corrections = Corrections(reading.Rows, row.Id) };
        var party = IsParty(reading, row);
        return Said(whole, WordsOf(reading, whole, party), party);
    }

    /// <summary>As rows have it, its words still sealed.</summary>
    public static RequestShown? Named(Rows rows, string id) =>
        rows.One($"{Columns} where q.request = @id", Row, ("id", id));

    /// <summary>Both sides, and who coordinates their alliance.</summary>
    private static bool IsParty(Reading reading, RequestShown row) =>
        reading.Caller.Organisations.Any(o => o == row.Organisation.Id || o == row.Provider?.Id)
        || (reading.Caller.Mentor is { } mentor && mentor == row.HelpingMentorId)
        || reading.Caller.CoordinatesAlliance(reading.Rows, row.AllianceId);

    private static Dictionary<string, string> WordsOf(Reading reading, RequestShown row, bool party)
    {
        // Who may offer help has to know what for, as long as offers are taken; where it takes place, comment and
        // reasons stay between the two sides.
        string?[] concerned = party
            ? [
                row.Note, row.Agreed?.PlaceId, row.Confirmation?.Comment, row.CancelledBecause,
                .. row.Corrections!.Select(c => c.Reason),
            ]
            : row.TakesOffers && reading.BelongsTo()(row.AllianceId) ? [row.Note] : [];
        return reading.OpenWords(concerned, "a request for help");
    }

    /// <summary>With these words in place of their ids, and without all others.</summary>
    /// <param name="party">Also the place that an old event has in clear.</param>
    private static RequestShown Said(RequestShown row, Dictionary<string, string> words, bool party = false)
    {
        return row with
        {
            Note = Of(row.Note), CancelledBecause = Of(row.CancelledBecause),
            Agreed = row.Agreed is { } agreed
                ? agreed with { Place = party ? Of(agreed.PlaceId) ?? agreed.Place : null } : null,
            Confirmation = row.Confirmation is { } rated ? rated with { Comment = Of(rated.Comment) } : null,
            Corrections = row.Corrections is null ? null
                : [.. row.Corrections.Select(c => c with { Reason = Of(c.Reason) })],
        };

        string? Of(string? id) => id is null ? null : words.GetValueOrDefault(id);
    }

    private static IReadOnlyList<OfferShown> Offers(Rows rows, string id) => rows.All(
        "select f.offer, f.organisation, o.name, o.name_en, f.mentor, f.slot, f.starts, f.ends, f.library_item, " +
        "f.team, f.state, f.made_on from offers f left join organisations o on o.id = f.organisation " +
        "where f.request = @id order by f.made_on, f.offer",
        r => new OfferShown(
            r.GetString(0), Parties.Party(r.GetString(1), r.Text(2), r.Text(3)), r.Text(4), r.Text(5), Moment(r, 6),
            Moment(r, 7), r.Text(8), r.Text(9), r.GetString(10), r.Day(11)),
        ("id", id));

    private static IReadOnlyList<CorrectionShown> Corrections(Rows rows, string id) => rows.All<CorrectionShown>(
        "select corrected_on as \"on\", minutes, person_times, was_minutes, was_person_times, reason_id as reason " +
        "from help_corrections where request = @id order by number", ("id", id));

    private static RequestShown Row(DbDataReader r) => new(
        r.GetString(0), Parties.Party(r.GetString(1), r.Text(2), r.Text(3))!, r.Text(4), r.GetString(5), r.GetString(6),
        r.Day(7)!.Value, r.Day(8)!.Value, r.Number(9), r.Text(10), r.Text(11), r.Text(12), r.GetString(13), r.Flag(14),
        r.GetString(15), r.Text(16), r.Day(17), Parties.Party(r.Text(18), r.Text(19), r.Text(20)),
        r.Text(23) is not { } offer ? null
            : new(offer, r.Text(21), r.Text(22), r.Text(24), Moment(r, 25), Moment(r, 26), r.Text(27), r.Text(36)),
        r.Day(28) is not { } day ? null : new(day, r.Text(21), r.Text(22), r.Number(29), r.Number(30)),
        r.Day(33) is { } on && r.Number(31) is { } rating ? new(rating, r.Text(32), on) : null,
        r.Day(34), r.Text(35));

    private static DateTimeOffset? Moment(DbDataReader r, int column) => r.Moment(column)?.ToOffset(Days.Shanghai);
}
