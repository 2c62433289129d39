using Federation.Domain;
using Federation.Domain.Help;
using static Federation.Log.Column;

namespace Federation.Log.Help;

/// <summary>Who helped whom: confirmed help only, on the day it was given.</summary>
internal static class LedgerRows
{
    /// <summary>Kept per day, so that mentors, teams, receivers and minutes are exact for any range.</summary>
    /// <remarks>Empty text where help had no alliance, mentor or team. <c>illustrative</c>: how many of the deliveries
    /// are. <c>village</c>: the receiver's.</remarks>
    public static readonly Table Days = new(
        "help_days",
        [
            Text("alliance"), Text("provider"), Text("mentor"), Text("team"), Text("receiver"), Text("village"),
            Text("topic"), Text("day"),
        ],
        [
            Number("minutes"), Number("deliveries"), Number("person_times"), Number("rating_sum"),
            Number("illustrative"),
        ],
        "alliance, day", "provider, day", "receiver, day", "mentor, day", "village, day");

    public static IEnumerable<Change> Of(RequestEvent.DeliveryConfirmed e)
    {
        var (wish, given) = (e.Wish, e.Delivery);
        yield return Days.Add(
            KeyOf(wish, given),
            ("minutes", given.Minutes), ("deliveries", 1L), ("person_times", given.PersonTimes ?? 0),
            ("rating_sum", (long)e.Confirmation.Rating), ("illustrative", wish.Illustrative ? 1L : 0L));

        if (given.MentorId is { } mentor)
        {
            yield return MentorRows.Mentors.Add([mentor], Helped(e));
            yield return CalendarRows.Months.Add(
                [mentor, Domain.Days.Month(given.Day)], ("delivered_minutes", given.Minutes), ("deliveries", 1L));
        }

        if (given.TeamId is { } team) yield return MentorRows.Teams.Add([team], Helped(e));
    }

    /// <summary>A correction counts on the day of the help and changes nothing but what it corrects.</summary>
    public static IEnumerable<Change> Of(RequestEvent.ConfirmedHelpCorrected e)
    {
        var (given, more) = (e.Delivery, e.Delivery.Minutes - e.Replaced.Minutes);
        yield return Days.Add(
            KeyOf(e.Wish, given), ("minutes", more),
            ("person_times", (given.PersonTimes ?? 0) - (e.Replaced.PersonTimes ?? 0)));
        if (given.MentorId is { } mentor)
        {
            yield return MentorRows.Mentors.Add([mentor], ("minutes", more));
            yield return CalendarRows.Months.Add(
                [mentor, Domain.Days.Month(given.Day)], ("delivered_minutes", more));
        }

        if (given.TeamId is { } team) yield return MentorRows.Teams.Add([team], ("minutes", more));
    }

    private static object[] KeyOf(Wish wish, Delivery given) =>
    [
        given.AllianceId ?? "", given.ProviderId, given.MentorId ?? "", given.TeamId ?? "", wish.OrganisationId,
        wish.VillageCode, wish.Topic, given.Day,
    ];

    private static (string Column, object? Value)[] Helped(RequestEvent.DeliveryConfirmed e) =>
    [
        ("deliveries", 1L), ("minutes", e.Delivery.Minutes), ("rating_sum", (long)e.Confirmation.Rating),
        ("ratings", 1L),
    ];
}
