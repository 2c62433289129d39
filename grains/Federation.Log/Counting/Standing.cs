using System.Collections.Concurrent;
using System.Globalization;
using Federation.Domain;
using Federation.Domain.Alliances;
using Federation.Domain.Help;
using Federation.Domain.Organisations;

namespace Federation.Log.Counting;

/// <summary>What stands from a day on, or has been given up to it.</summary>
public enum Stands : byte { Association, Member, Mentor, Team, Served }

/// <summary>One beginning (1) or end (-1), or a change of nothing but minutes (0), on its day.</summary>
/// <param name="Place">A village or a region, by its code.</param>
/// <param name="Here">Told of this one village, where a member is seated or help was received; else of the alliance's
/// region and all above it.</param>
/// <param name="Who">The organisation, mentor or team; distinct ones are counted.</param>
public readonly record struct Standing(
    Stands What, string Place, bool Here, string Alliance, string Who, DateOnly Day, int Left, bool Illustrative,
    long Minutes = 0);

/// <summary>What stands, as events tell it one after another; ids by their numbers.</summary>
internal sealed class Standings(Names names)
{
    public ConcurrentDictionary<int, string> Regions { get; } = [];

    /// <summary>Where members are seated, by alliance and organisation.</summary>
    public Dictionary<(int Alliance, int Organisation), (long Village, bool Illustrative)> Members { get; } = [];

    public HashSet<int> Illustrations { get; } = [];

    /// <summary>Null where there is no such alliance.</summary>
    public string? RegionOf(string alliance) => Regions.GetValueOrDefault(names.NumberOf(alliance));

    public IEnumerable<Standing> Of(StoredEvent e)
    {
        switch (e.Body)
        {
            case AllianceEvent.Founded founded:
                Regions[names.Add(e.Id())] = founded.RegionCode;
                return [];
            case OrganisationEvent.Registered now:
                if (now.Illustrative) Illustrations.Add(names.Add(e.Id()));
                return Association(e, now.Standing, now.Standing.CountsFrom(now.On), 1);
            case OrganisationEvent.StandingCorrected now:
                return
                [
                    .. Association(e, now.Was, now.WasSince, -1),
                    .. Association(e, now.Standing, now.Since, 1),
                ];
            case OrganisationEvent.Dissolved gone:
                return Association(e, gone.Standing, gone.On, -1);
            case MembershipEvent.Admitted now:
                Members[(names.Add(e.Id(0)), names.Add(e.Id(1)))] =
                    (long.Parse(now.VillageCode, CultureInfo.InvariantCulture), now.Illustrative);
                return Member(e, now.On, 1);
            case MembershipEvent.Departed gone:
                return Member(e, gone.On, -1);
            case RequestEvent.DeliveryConfirmed given:
                return Help(given.Wish, given.Delivery, 1, given.Delivery.Minutes);
            case RequestEvent.ConfirmedHelpCorrected now:
                return Help(now.Wish, now.Delivery, 0, now.Delivery.Minutes - now.Replaced.Minutes);
            default:
                return [];
        }
    }

    private IEnumerable<Standing> Association(StoredEvent e, OrganisationStanding standing, DateOnly day, int left) =>
        standing.Kind is OrganisationKind.NeighbourhoodAssociation
            ?
            [
                new(
                    Stands.Association, standing.VillageCode, false, "", e.Id(), day, left,
                    Illustrations.Contains(names.NumberOf(e.Id()))),
            ]
            : [];

    private IEnumerable<Standing> Member(StoredEvent e, DateOnly day, int left)
    {
        var (alliance, organisation) = (e.Id(0), e.Id(1));
        var (village, illustrative) = Members[(names.NumberOf(alliance), names.NumberOf(organisation))];
        return
        [
            new(Stands.Member, RegionOf(alliance)!, false, alliance, organisation, day, left, illustrative),
            new(Stands.Member, Book.CodeOf(village), true, alliance, organisation, day, left, illustrative),
        ];
    }

    /// <summary>Help outside any alliance is the village's and its region's.</summary>
    private IEnumerable<Standing> Help(Wish wish, Delivery given, int left, long minutes)
    {
        var (alliance, day) = (given.AllianceId ?? "", given.Day);
        foreach (var (place, here) in new[]
        {
            (given.AllianceId is { } id ? RegionOf(id)! : wish.VillageCode, false), (wish.VillageCode, true),
        })
        {
            Standing Of(Stands what, string who, long given = 0) =>
                new(what, place, here, alliance, who, day, left, wish.Illustrative, given);
            yield return Of(Stands.Served, wish.OrganisationId, minutes);
            if (given.MentorId is { } mentor) yield return Of(Stands.Mentor, mentor);
            if (given.TeamId is { } team) yield return Of(Stands.Team, team);
        }
    }
}
