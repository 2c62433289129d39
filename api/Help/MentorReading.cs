using System.Data.Common;
using System.Text.Json;
using Federation.Api.People;
using Federation.Domain.Help;

namespace Federation.Api.Help;

/// <summary>A mentor of the pool as rows have them; names are sealed under the person's id.</summary>
public sealed record MentorRow(
    string Id, string OrganisationId, string? OrganisationName, string? OrganisationNameEn, string AllianceId,
    string PersonId, string[] Topics, string[] Modes, string State, bool Illustrative, DateOnly? NominatedOn,
    DateOnly? DecidedOn, DateOnly? RetiredOn, long Deliveries, long Minutes, long RatingSum, long Ratings);

/// <summary>A mentor as answers show them; the name as far as the reader may see it.</summary>
public sealed record MentorShown(
    string Id, string? Name, string PersonId, PartyShown? Organisation, string AllianceId, string[] Topics,
    string[] Modes, string State, bool Illustrative, DateOnly? NominatedOn, DateOnly? DecidedOn, DateOnly? RetiredOn,
    long Deliveries, long Minutes, decimal? Rating, long Ratings);

/// <summary>What a mentor's month adds up to.</summary>
public sealed record MonthShown(
    string Month, long OfferedMinutes, long BookedMinutes, long Bookings, long DeliveredMinutes, long Deliveries);

public sealed record BookingShown(string BookingId, string OrganisationId, string? RequestId, string? Topic);

/// <param name="Booking">Only for both sides and for coordinators.</param>
public sealed record SlotShown(
    string SlotId, DateTimeOffset From, DateTimeOffset To, string? Place, string State, bool Illustrative,
    BookingShown? Booking);

/// <summary>Reads of the mentor pool and of calendars.</summary>
public static class MentorReading
{
    private const string Columns =
        "select m.mentor, m.organisation, o.name, o.name_en, m.alliance, m.person, m.topics, m.modes, m.state, " +
        "m.illustrative, m.nominated_on, m.decided_on, m.retired_on, m.deliveries, m.minutes, m.rating_sum, " +
        "m.ratings from mentors m left join organisations o on o.id = m.organisation ";

    /// <summary>The pool: accepted mentors, unless another state is asked for.</summary>
    public static IResult Mentors(Reading reading)
    {
        var rows = Found(reading);
        var names = Names(reading, rows);
        return reading.Listed([.. rows.Select(row => (row.Id, (object)Shown(row, names)))]);
    }

    /// <summary>One more than asked for.</summary>
    public static IReadOnlyList<MentorRow> Found(Reading reading)
    {
        var (q, topic) = (reading.Words(), reading.Text("topic"));
        var mode = reading.Choice<MentorMode>("mode");
        var (alliance, organisation) = (reading.Id("allianceId"), reading.Id("organisationId"));
        return reading.Rows.All(
            Columns + "where m.state = @state and m.mentor > @after " +
            (alliance is null ? "" : "and m.alliance = @alliance ") +
            (organisation is null ? "" : "and m.organisation = @organisation ") +
            (topic is null ? "" : "and m.topics like @topic escape '!' ") +
            (mode is null ? "" : "and m.modes like @mode ") +
            (q is null ? "" : "and (lower(m.topics) like @q escape '!' or lower(o.name) like @q escape '!') ") +
            "order by m.mentor limit @max",
            Row, ("state", reading.Choice<MentorStage>("state") ?? "accepted"), ("after", reading.Cursor),
            ("alliance", alliance), ("organisation", organisation), ("topic", topic is null ? null : Element(topic)),
            ("mode", $"%\"{mode}\"%"), ("q", q), ("max", reading.Limit + 1));
    }

    /// <summary>One mentor, with the load of every month.</summary>
    public static IResult Mentor(Reading reading, string id)
    {
        if (Find(reading.Rows, id) is not { } row) return reading.NotFound();
        return reading.Answer(new { mentor = Shown(row, Names(reading, [row])), months = Months(reading.Rows, id) });
    }

    public static IReadOnlyList<MonthShown> Months(Rows rows, string id) => rows.All(
        "select month, offered_minutes, booked_minutes, bookings, delivered_minutes, deliveries from mentor_months " +
        "where mentor = @id order by month",
        r => new MonthShown(
            r.GetString(0), r.Number(1) ?? 0, r.Number(2) ?? 0, r.Number(3) ?? 0, r.Number(4) ?? 0, r.Number(5) ?? 0),
        ("id", id));

    /// <summary>The slots of a Shanghai month, free ones while the mentor is in the pool; who booked one is told to
    /// both sides and to coordinators.</summary>
    public static IResult Slots(Reading reading, string id)
    {
        if (Find(reading.Rows, id) is not { } mentor) return reading.NotFound();
        var month = Days.Month(reading.DayOrMonth("month", last: false) ?? reading.Today);
        return reading.Answer(new { mentorId = id, month, items = SlotsOf(reading, mentor, month) });
    }

    public static IReadOnlyList<SlotShown> SlotsOf(Reading reading, MentorRow mentor, string month)
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
        rows.One(Columns + "where m.mentor = @id", Row, ("id", Post.Reference(id, "id")));

    /// <summary>Accepted mentors of an alliance, or of all where it is not known which one helps.</summary>
    public static IReadOnlyList<MentorRow> Pool(Rows rows, string? alliance, int max) => rows.All(
        Columns + "where m.state = 'accepted' " + (alliance is null ? "" : "and m.alliance = @alliance ") +
        "order by m.mentor limit @max", Row, ("alliance", alliance), ("max", max));

    /// <summary>Names by person: in full to those of the mentor's alliance, masked to others.</summary>
    public static IReadOnlyDictionary<string, PersonDetails> Names(Reading reading, IReadOnlyList<MentorRow> mentors)
    {
        var belongs = reading.BelongsTo();
        return reading.Details(
            mentors.Select(m => (m.PersonId, !reading.Caller.SignedIn ? Sight.None
                : reading.Caller.Mentor == m.Id || belongs(m.AllianceId) ? Sight.Full : Sight.Masked)),
            "mentor pool");
    }

    /// <summary>Whether the reader is of an alliance: staff of a member, its mentor or its coordinator.</summary>
    public static Func<string?, bool> BelongsTo(this Reading reading)
    {
        var own = reading.Caller.Organisations.SelectMany(o => reading.Rows.All(
            "select alliance from memberships where organisation = @o and state in ('member', 'suspended')",
            r => r.GetString(0), ("o", o))).ToHashSet();
        if (reading.Caller.Mentor is { } mentor && MentorEndpoints.AllianceOf(reading.Rows, mentor) is { } alliance)
            own.Add(alliance);
        var coordinated = new Dictionary<string, bool>();
        return asked =>
        {
            if (asked is null) return reading.Caller.Administrator;
            if (own.Contains(asked)) return true;
            if (!coordinated.TryGetValue(asked, out var known))
                coordinated[asked] = known = reading.Caller.CoordinatesAlliance(reading.Rows, asked);
            return known;
        };
    }

    /// <summary>A moment as answers show it, with Shanghai's offset.</summary>
    public static DateTimeOffset? Moment(DbDataReader row, int column) => row.Moment(column)?.ToOffset(Days.Shanghai);

    /// <summary>The pattern that finds one element in a column that holds a JSON list of words.</summary>
    public static string Element(string word)
    {
        var quoted = JsonSerializer.Serialize(word.Trim(), Json.Options);
        return $"%{quoted.Replace("!", "!!").Replace("%", "!%").Replace("_", "!_")}%";
    }

    public static MentorShown Shown(MentorRow m, IReadOnlyDictionary<string, PersonDetails> names) => new(
        m.Id, names.GetValueOrDefault(m.PersonId)?.Name, m.PersonId,
        Parties.Party(m.OrganisationId, m.OrganisationName, m.OrganisationNameEn), m.AllianceId, m.Topics, m.Modes,
        m.State, m.Illustrative, m.NominatedOn, m.DecidedOn, m.RetiredOn, m.Deliveries, m.Minutes,
        HelpReading.Mean(m.RatingSum, m.Ratings), m.Ratings);

    private static MentorRow Row(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.Text(2), r.Text(3), r.GetString(4), r.GetString(5), RowText.Words(r.Text(6)),
        RowText.Words(r.Text(7)), r.GetString(8), r.Flag(9), r.Day(10), r.Day(11), r.Day(12), r.Number(13) ?? 0,
        r.Number(14) ?? 0, r.Number(15) ?? 0, r.Number(16) ?? 0);
}
