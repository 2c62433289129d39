using System.Data.Common;
using System.Text.Json;
using Federation.Api.People;
using Federation.Api.Spine;
using Federation.Domain;
using Federation.Domain.Help;
using Federation.Log;

namespace Federation.Api.Help;

/// <summary>A mentor of the pool as rows have them; names are sealed under the person's id.</summary>
public sealed record MentorRow(
    string Id, string OrganisationId, string? OrganisationName, string? OrganisationNameEn, string AllianceId,
    string PersonId, string[] Topics, string[] Modes, string State, bool Illustrative, DateOnly? NominatedOn,
    DateOnly? DecidedOn, DateOnly? RetiredOn, long Deliveries, long Minutes, long RatingSum, long Ratings);

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
        var (q, topic) = (reading.Words(), reading.Text("topic"));
        var mode = reading.Choice<MentorMode>("mode");
        var (alliance, organisation) = (reading.Id("allianceId"), reading.Id("organisationId"));
        var rows = reading.Rows.All(
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
        var names = Names(reading, rows);
        return reading.Listed([.. rows.Select(row => (row.Id, Shown(row, names)))]);
    }

    /// <summary>One mentor, with the load of every month.</summary>
    public static IResult Mentor(Reading reading, string id)
    {
        if (Find(reading.Rows, id) is not { } row) return reading.NotFound();
        var months = reading.Rows.All(
            "select month, offered_minutes, booked_minutes, bookings, delivered_minutes, deliveries " +
            "from mentor_months where mentor = @id order by month",
            r => new
            {
                month = r.GetString(0), offeredMinutes = r.Number(1) ?? 0, bookedMinutes = r.Number(2) ?? 0,
                bookings = r.Number(3) ?? 0, deliveredMinutes = r.Number(4) ?? 0, deliveries = r.Number(5) ?? 0,
            },
            ("id", id));
        return reading.Answer(new { mentor = Shown(row, Names(reading, [row])), months });
    }

    /// <summary>The slots of a Shanghai month; who booked one is told to both sides and to coordinators.</summary>
    public static IResult Slots(Reading reading, string id)
    {
        if (Find(reading.Rows, id) is not { } mentor) return reading.NotFound();
        var month = Days.Month(reading.DayOrMonth("month", last: false) ?? reading.Today);
        var insider = reading.Caller.Mentor == id || reading.Caller.Organisations.Contains(mentor.OrganisationId)
            || reading.Caller.CoordinatesAlliance(reading.Rows, mentor.AllianceId);
        var items = reading.Rows.All(
            "select s.slot, s.starts, s.ends, s.place, s.state, s.illustrative, b.booking, b.organisation, " +
            "b.request, b.topic from mentor_slots s " +
            "left join bookings b on b.mentor = s.mentor and b.booking = s.booking " +
            "where s.mentor = @id and s.month = @month and s.state <> 'withdrawn' order by s.starts, s.slot",
            r => new
            {
                slotId = r.GetString(0), from = Moment(r, 1), to = Moment(r, 2), place = r.Text(3),
                state = r.GetString(4), illustrative = r.Flag(5),
                booking = r.Text(7) is { } booker && (insider || reading.Caller.Organisations.Contains(booker))
                    ? new { bookingId = r.Text(6), organisationId = booker, requestId = r.Text(8), topic = r.Text(9) }
                    : null,
            },
            ("id", id), ("month", month));
        return reading.Answer(new { mentorId = id, month, items });
    }

    public static MentorRow? Find(Rows rows, string id) =>
        rows.One(Columns + "where m.mentor = @id", Row, ("id", Asking.Reference(id, "id")));

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

    private static object Shown(MentorRow m, IReadOnlyDictionary<string, PersonDetails> names) => new
    {
        id = m.Id, name = names.GetValueOrDefault(m.PersonId)?.Name, personId = m.PersonId,
        organisation = Parties.Party(m.OrganisationId, m.OrganisationName, m.OrganisationNameEn),
        allianceId = m.AllianceId, topics = m.Topics, modes = m.Modes, state = m.State, illustrative = m.Illustrative,
        nominatedOn = m.NominatedOn, decidedOn = m.DecidedOn, retiredOn = m.RetiredOn, deliveries = m.Deliveries,
        minutes = m.Minutes, rating = HelpReading.Mean(m.RatingSum, m.Ratings), ratings = m.Ratings,
    };

    private static MentorRow Row(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.Text(2), r.Text(3), r.GetString(4), r.GetString(5), RowText.Words(r.Text(6)),
        RowText.Words(r.Text(7)), r.GetString(8), r.Flag(9), r.Day(10), r.Day(11), r.Day(12), r.Number(13) ?? 0,
        r.Number(14) ?? 0, r.Number(15) ?? 0, r.Number(16) ?? 0);
}
