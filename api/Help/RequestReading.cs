using System.Data.Common;
using Federation.Api.People;
using Federation.Domain.Help;

namespace Federation.Api.Help;

/// <summary>An offer as answers show it.</summary>
public sealed record OfferShown(
    string OfferId, PartyShown? Organisation, string? MentorId, string? SlotId, DateTimeOffset? From,
    DateTimeOffset? To, string? LibraryItemId, string? TeamId, string State, DateOnly? MadeOn);

/// <param name="Start">Of the meeting, once there is a time for it.</param>
public sealed record AgreedShown(
    string OfferId, string? MentorId, string? TeamId, string? BookingId, DateTimeOffset? Start, DateTimeOffset? End,
    string? Place);

public sealed record DeliveryShown(DateOnly On, string? MentorId, string? TeamId, long? Minutes, long? PersonTimes);

/// <summary>A request as rows have it; words of people are sealed under the ids.</summary>
public sealed record RequestRow(
    string Id, string OrganisationId, PartyShown? Organisation, string? AllianceId, string Kind, string Topic,
    DateOnly From, DateOnly To, long? People, string? LibraryItemId, string? MentorId, string? NoteId,
    string VillageCode, bool Illustrative, string State, string? Reason, DateOnly? OpenedOn, string? ProviderId,
    PartyShown? Provider, string? AgreedMentorId, string? CommentId, string? ReasonId, AgreedShown? Agreed,
    DeliveryShown? Delivery, long? Rating, DateOnly? ConfirmedOn, DateOnly? CancelledOn);

/// <summary>Reads of the requests board.</summary>
public static class RequestReading
{
    private const string Columns =
        "select q.request, q.organisation, o.name, o.name_en, q.alliance, q.kind, q.topic, q.from_day, q.to_day, " +
        "q.people, q.library_item, q.wished_mentor, q.note_id, q.village, q.illustrative, q.state, q.reason, " +
        "q.opened_on, q.provider, p.name, p.name_en, q.mentor, q.team, q.accepted_offer, q.booking, q.starts, " +
        "q.ends, q.place, q.delivered_on, q.minutes, q.person_times, q.rating, q.comment_id, q.confirmed_on, " +
        "q.cancelled_on, q.reason_id from requests q left join organisations o on o.id = q.organisation " +
        "left join organisations p on p.id = q.provider ";

    private static readonly (string Name, string Column)[] ByIds =
    [
        ("allianceId", "alliance"), ("organisationId", "organisation"), ("providerId", "provider"),
        ("mentorId", "mentor"), ("libraryItemId", "library_item"),
    ];

    /// <summary>The board, newest first.</summary>
    public static IResult Requests(Reading reading) =>
        reading.Listed([.. Found(reading).Select(row => (CursorOf(row), Shown(row, null, null)))]);

    public static string CursorOf(RequestRow row) => $"{(row.OpenedOn is { } on ? Domain.Days.Text(on) : "")}/{row.Id}";

    /// <summary>One more than asked for.</summary>
    public static IReadOnlyList<RequestRow> Found(Reading reading)
    {
        var (q, ids) = (reading.Words(), ByIds.Select(f => (f.Name, f.Column, Id: reading.Id(f.Name))).ToArray());
        var (kind, state) = (reading.Choice<RequestKind>("kind"), reading.Choice<RequestStage>("state"));
        var (day, after) = reading.Cursor.Split('/') is [var d, var id] ? (d, id) : ("9999-12-31", "");
        return reading.Rows.All(
            Columns + "where (q.opened_on < @day or (q.opened_on = @day and q.request > @after)) " +
            string.Concat(ids.Where(f => f.Id is not null).Select(f => $"and q.{f.Column} = @{f.Column} ")) +
            (kind is null ? "" : "and q.kind = @kind ") + (state is null ? "" : "and q.state = @state ") +
            (q is null ? "" : "and (lower(q.topic) like @q escape '!' or lower(o.name) like @q escape '!') ") +
            "order by q.opened_on desc, q.request limit @max",
            Row,
            [
                ("day", day), ("after", after), ("kind", kind), ("state", state), ("q", q), ("max", reading.Limit + 1),
                .. ids.Select(f => (f.Column, (object?)f.Id)),
            ]);
    }

    /// <summary>One request with its offers; people's own words only to those whom they concern.</summary>
    public static IResult Request(Reading reading, string id)
    {
        if (Find(reading.Rows, id) is not { } row) return reading.NotFound();
        return reading.Answer(Shown(
            row, WordsOf(reading, row), Offers(reading.Rows, id), CorrectionEndpoints.Of(reading.Rows, id)));
    }

    /// <summary>People's own words about a request, as far as the reader may see them, by their ids.</summary>
    public static Dictionary<string, string> WordsOf(Reading reading, RequestRow row)
    {
        var party = reading.Caller.Organisations.Any(o => o == row.OrganisationId || o == row.ProviderId)
            || (reading.Caller.Mentor is { } mentor && mentor == row.AgreedMentorId)
            || reading.Caller.CoordinatesAlliance(reading.Rows, row.AllianceId);
        // Who may offer help has to know what for; rating and reasons stay between the two sides.
        string?[] concerned = party
            ? [row.NoteId, row.CommentId, row.ReasonId,
                .. CorrectionEndpoints.Of(reading.Rows, row.Id).Select(c => c.ReasonId)]
            : reading.BelongsTo()(row.AllianceId) ? [row.NoteId] : [];
        return reading.OpenWords(concerned, "a request for help");
    }

    public static RequestRow? Find(Rows rows, string id) =>
        rows.One(Columns + "where q.request = @id", Row, ("id", Post.Reference(id, "id")));

    public static IReadOnlyList<OfferShown> Offers(Rows rows, string id) => rows.All(
        "select f.offer, f.organisation, o.name, o.name_en, f.mentor, f.slot, f.starts, f.ends, f.library_item, " +
        "f.team, f.state, f.made_on from offers f left join organisations o on o.id = f.organisation " +
        "where f.request = @id order by f.made_on, f.offer",
        r => new OfferShown(
            r.GetString(0), Parties.Party(r.GetString(1), r.Text(2), r.Text(3)), r.Text(4), r.Text(5),
            MentorReading.Moment(r, 6), MentorReading.Moment(r, 7), r.Text(8), r.Text(9), r.GetString(10), r.Day(11)),
        ("id", id));

    private static object Shown(
        RequestRow q, Dictionary<string, string>? words, IReadOnlyList<OfferShown>? offers,
        IReadOnlyList<CorrectionRow>? corrections = null)
    {
        string? Words(string? id) => id is null ? null : words?.GetValueOrDefault(id);
        return new
        {
            id = q.Id, organisation = q.Organisation, allianceId = q.AllianceId, kind = q.Kind, topic = q.Topic,
            from = q.From, to = q.To, people = q.People, libraryItemId = q.LibraryItemId, mentorId = q.MentorId,
            note = Words(q.NoteId), villageCode = q.VillageCode, illustrative = q.Illustrative, state = q.State,
            reason = q.Reason, openedOn = q.OpenedOn, provider = q.Provider, agreed = q.Agreed, delivery = q.Delivery,
            confirmation = q.Rating is not { } rating ? null
                : new { rating, comment = Words(q.CommentId), on = q.ConfirmedOn },
            cancelledOn = q.CancelledOn, cancelledBecause = Words(q.ReasonId), offers,
            corrections = corrections?.Select(c => new
            {
                c.On, c.Minutes, c.PersonTimes, c.WasMinutes, c.WasPersonTimes, reason = Words(c.ReasonId),
            }),
        };
    }

    private static RequestRow Row(DbDataReader r)
    {
        var confirmed = r.Day(33);
        var agreed = r.Text(23) is not { } offer ? null : new AgreedShown(
            offer, r.Text(21), r.Text(22), r.Text(24),
            MentorReading.Moment(r, 25), MentorReading.Moment(r, 26), r.Text(27));
        var delivery = r.Day(28) is not { } day ? null : new DeliveryShown(
            day, r.Text(21), r.Text(22), r.Number(29), r.Number(30));
        return new(
            r.GetString(0), r.GetString(1), Parties.Party(r.GetString(1), r.Text(2), r.Text(3)), r.Text(4),
            r.GetString(5), r.GetString(6), r.Day(7)!.Value, r.Day(8)!.Value, r.Number(9), r.Text(10), r.Text(11),
            r.Text(12), r.GetString(13), r.Flag(14), r.GetString(15), r.Text(16), r.Day(17), r.Text(18),
            Parties.Party(r.Text(18), r.Text(19), r.Text(20)), r.Text(21), r.Text(32), r.Text(35), agreed, delivery,
            confirmed is null ? null : r.Number(31), confirmed, r.Day(34));
    }
}
