using System.Data.Common;
using System.Text.Json;
using Federation.Domain.Help;

namespace Federation.Api.Help;

/// <summary>A mentor of the pool as rows have them; names are sealed under the person's id.</summary>
public sealed record MentorRow(
    string Id, string OrganisationId, Name? Organisation, string AllianceId, string PersonId, Items<string> Topics,
    Items<string> Modes, string State, bool Illustrative, DateOnly? NominatedOn, DateOnly? DecidedOn,
    DateOnly? RetiredOn, long Deliveries, long Minutes, long RatingSum, long Ratings)
{
    /// <summary>Its id stands in where the organisation's name is not known.</summary>
    public PartyShown Party => new(OrganisationId, Organisation ?? new(OrganisationId));
}

/// <summary>A mentor as answers show them; the name as far as the reader may see it.</summary>
public sealed record MentorShown(
    string Id, string? Name, string PersonId, PartyShown Organisation, string AllianceId, Items<string> Topics,
    Items<string> Modes, string State, bool Illustrative, DateOnly? NominatedOn, DateOnly? DecidedOn,
    DateOnly? RetiredOn, long Deliveries, long Minutes, decimal? Rating, long Ratings);

/// <summary>What a mentor's month adds up to.</summary>
public sealed record MonthShown(
    string Month, long OfferedMinutes, long BookedMinutes, long Bookings, long DeliveredMinutes, long Deliveries);

public sealed record BookingShown(string BookingId, string OrganisationId, string? RequestId, string? Topic);

/// <param name="Booking">Only for both sides and for coordinators.</param>
public sealed record SlotShown(
    string SlotId, DateTimeOffset From, DateTimeOffset To, string? Place, string State, bool Illustrative,
    BookingShown? Booking);

/// <summary>One mentor, with the load of every month.</summary>
public sealed record MentorFound(MentorShown Mentor, IReadOnlyList<MonthShown> Months);

/// <param name="Month">Shanghai's, <c>yyyy-MM</c>.</param>
public sealed record SlotsFound(string MentorId, string Month, IReadOnlyList<SlotShown> Items);

/// <summary>A mentor's page: one month's slots, and what its reader may do.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Load">What the month adds up to; null where nothing was offered.</param>
/// <param name="Arranges">The reader may offer and withdraw slots.</param>
/// <param name="Parties">Organisations that the reader may book for.</param>
public sealed record MentorView(
    MentorShown Mentor, DateOnly Month, MonthShown? Load, IReadOnlyList<SlotShown> Slots, bool Coordinates,
    bool Arranges, IReadOnlyList<PartyShown> Parties);

/// <summary>Reads of the mentor pool and of calendars.</summary>
public static class MentorReading
{
    private const string Mentors =
        "select m.mentor as id, m.organisation as organisation_id, o.name as organisation, o.name_en as " +
        "organisation_en, m.alliance as alliance_id, m.person as person_id, m.topics, m.modes, m.state, " +
        "m.illustrative, m.nominated_on, m.decided_on, m.retired_on, m.deliveries, m.minutes, m.rating_sum, " +
        "m.ratings from mentors m left join organisations o on o.id = m.organisation";

    /// <summary>The pool: accepted mentors, unless another state is asked for.</summary>
    public static Listed<MentorShown> Found(Reading reading)
    {
        var rows = reading.List<MentorRow>(
            Mentors, "m.mentor", row => row.Id,
            new("m.state = @state", ("state", reading.Choice<MentorStage>("state") ?? "accepted")),
            reading.Same("allianceId", "m.alliance"), reading.Same("organisationId", "m.organisation"),
            reading.Text("topic") is { } topic
                ? new("m.topics like @topic escape '!'", ("topic", Element(topic))) : null,
            reading.Choice<MentorMode>("mode") is { } mode
                ? new("m.modes like @mode", ("mode", $"%\"{mode}\"%")) : null,
            reading.Words() is { } q
                ? new("(lower(m.topics) like @q escape '!' or lower(o.name) like @q escape '!')", ("q", q)) : null);
        var names = Names(reading, rows.Items);
        return new([.. rows.Items.Select(row => Shown(row, names))], rows.Next);
    }

    public static MentorFound? One(Reading reading) => Find(reading.Rows, reading["id"]) is { } row
        ? new(Shown(row, Names(reading, [row])), Months(reading.Rows, row.Id)) : null;

    /// <summary>The slots of a Shanghai month, free ones while the mentor is in the pool; who booked one is told to
    /// both sides and to coordinators.</summary>
    public static SlotsFound? Slots(Reading reading) => Find(reading.Rows, reading["id"]) is { } mentor
        && Days.Month(reading.DayOrMonth("month", last: false) ?? reading.Today) is var month
            ? new(mentor.Id, month, SlotsOf(reading, mentor, month)) : null;

    /// <summary>The page of the month asked for, or of that of the form that was refused.</summary>
    public static MentorView? OfMonth(Reading reading)
    {
        if (Find(reading.Rows, reading["id"]) is not { } row) return null;
        var sent = reading.Http.Features.Get<FormState>()?.Typed("month");
        var day = Days.Parse(sent + "-01") ?? reading.DayOrMonth("month", last: false) ?? reading.Today;
        var (month, caller) = (Days.Month(day), reading.Caller);
        var coordinates = caller.CoordinatesAlliance(reading.Rows, row.AllianceId);
        return new(
            Shown(row, Names(reading, [row])), new(day.Year, day.Month, 1),
            Months(reading.Rows, row.Id).FirstOrDefault(load => load.Month == month),
            SlotsOf(reading, row, month), coordinates,
            coordinates || caller.Mentor == row.Id || caller.Organisations.Contains(row.OrganisationId),
            [.. reading.OwnParties().Where(own => own.Id != row.OrganisationId)]);
    }

    /// <summary>Minutes booked and given in the present month, by mentor.</summary>
    public static Dictionary<string, long> Loads(Reading reading) => reading.Rows.All(
        "select mentor, booked_minutes + delivered_minutes from mentor_months where month = @month",
        r => (Mentor: r.GetString(0), Minutes: r.Number(1) ?? 0), ("month", Days.Month(reading.Today)))
        .ToDictionary(load => load.Mentor, load => load.Minutes);

    /// <summary>Nominations that the reader has to decide.</summary>
    public static long Waiting(Reading reading) => reading.Rows.All(
        "select alliance, count(*) from mentors where state = 'nominated' group by alliance",
        r => (Alliance: r.GetString(0), Count: r.GetInt64(1)))
        .Where(n => reading.Caller.CoordinatesAlliance(reading.Rows, n.Alliance)).Sum(n => n.Count);

    private static IReadOnlyList<MonthShown> Months(Rows rows, string id) => rows.All<MonthShown>(
        "select month, offered_minutes, booked_minutes, bookings, delivered_minutes, deliveries from mentor_months " +
        "where mentor = @id order by month", ("id", id));

    private static IReadOnlyList<SlotShown> SlotsOf(Reading reading, MentorRow mentor, string month)
    {
        var id = mentor.Id;
        var insider = reading.Caller.Mentor == id || reading.Caller.Organisations.Contains(mentor.OrganisationId)
            || reading.Caller.CoordinatesAlliance(reading.Rows, mentor.AllianceId);
        return reading.Rows.All(
            "select s.slot, s.starts, s.ends, s.place, s.state, s.illustrative, b.booking, b.organisation, " +
            "b.request, b.topic from mentor_slots s " +
            "left join bookings b on b.mentor = s.mentor and b.booking = s.booking " +
            "where s.mentor = @id and s.month = @month and s.state in ('booked', @offered) order by s.starts, s.slot",
            r => new SlotShown(
                r.GetString(0), Moment(r, 1)!.Value, Moment(r, 2)!.Value, r.Text(3), r.GetString(4), r.Flag(5),
                r.Text(7) is { } booker && (insider || reading.Caller.Organisations.Contains(booker))
                    ? new(r.GetString(6), booker, r.Text(8), r.Text(9)) : null),
            ("id", id), ("month", month), ("offered", mentor.State == "accepted" ? "free" : "booked"));
    }

    public static MentorRow? Find(Rows rows, string id) =>
        rows.One<MentorRow>(Mentors + " where m.mentor = @id", ("id", Post.Reference(id, "id")));

    /// <summary>Accepted mentors of an alliance, or of all where it is not known which one helps.</summary>
    public static IReadOnlyList<MentorRow> Pool(Rows rows, string? alliance, int max) => rows.All<MentorRow>(
        Mentors + " where m.state = 'accepted' " + (alliance is null ? "" : "and m.alliance = @alliance ") +
        "order by m.mentor limit @max", ("alliance", alliance), ("max", max));

    /// <summary>Names by person: in full to those of the mentor's alliance, masked to others.</summary>
    public static IReadOnlyDictionary<string, PersonDetails> Names(Reading reading, IReadOnlyList<MentorRow> mentors)
    {
        var belongs = reading.BelongsTo();
        return reading.Details(
            mentors.Select(m => (m.PersonId, !reading.Caller.SignedIn ? Sight.None
                : reading.Caller.Mentor == m.Id || belongs(m.AllianceId) ? Sight.Full : Sight.Masked)),
            "mentor pool");
    }

    /// <summary>A moment as answers show it, with Shanghai's offset.</summary>
    public static DateTimeOffset? Moment(DbDataReader row, int column) => row.Moment(column)?.ToOffset(Days.Shanghai);

    /// <summary>The pattern that finds one element in a column that holds a JSON list of words.</summary>
    public static string Element(string word)
    {
        var quoted = JsonSerializer.Serialize(word.Trim(), Json.Options);
        return $"%{quoted.Replace("!", "!!").Replace("%", "!%").Replace("_", "!_")}%";
    }

    private static MentorShown Shown(MentorRow m, IReadOnlyDictionary<string, PersonDetails> names) => new(
        m.Id, names.GetValueOrDefault(m.PersonId)?.Name, m.PersonId, m.Party, m.AllianceId, m.Topics, m.Modes, m.State,
        m.Illustrative, m.NominatedOn, m.DecidedOn, m.RetiredOn, m.Deliveries, m.Minutes,
        HelpReading.Mean(m.RatingSum, m.Ratings), m.Ratings);
}
