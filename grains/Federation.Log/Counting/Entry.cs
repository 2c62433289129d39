using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;

namespace Federation.Log.Counting;

/// <summary>What one event adds to the counts on one day. Nothing counted is ever changed: a correction takes the old
/// entry back and makes a new one, so every figure is a sum of entries.</summary>
/// <param name="Series">Null: of no series, as a shop's visit is.</param>
/// <param name="Scopes">The action's named parts it counts in.</param>
/// <param name="Organisation">Empty: not stated.</param>
/// <param name="Tally">Of one report, or of one step of a pledge; negative where it is taken back.</param>
/// <param name="Planned">Sessions that stand, reported or not.</param>
/// <param name="Shop">Which shop joined or left the merchants' alliance.</param>
public readonly record struct Entry(
    string Action, string? Series, Items<string> Scopes, string Village, string Alliance, string Theme,
    string Organisation, DateOnly Day, Tally Tally = default, int Planned = 0, int Joined = 0, string Shop = "")
{
    /// <summary>Nothing was held yet, or it never will be.</summary>
    public bool IsPlan => Tally == default && Joined == 0;

    /// <summary>What an event adds and takes back; nothing for most.</summary>
    public static IEnumerable<Entry> Of(StoredEvent e) => e.Body switch
    {
        SessionEvent.Planned now => [Of(e, now.Of, Days.Of(now.StartsAt)) with { Planned = 1 }],
        SessionEvent.Reported now => [Of(e, now.Of, now.Day, now.Report)],
        SessionEvent.ReportCorrected now =>
            [Of(e, now.Of, now.Day, now.Replaced, -1), Of(e, now.Of, now.Day, now.Report)],
        SessionEvent.Cancelled gone => [Of(e, gone.Of, gone.Day, gone.Withdrawn, -1) with { Planned = -1 }],
        PledgeEvent.Recorded visit => Steps(visit.Of, visit, visits: 1),
        PledgeEvent.PledgeSigned step => Steps(step.Of, step),
        PledgeEvent.Renewed step => Steps(step.Of, step),
        PledgeEvent.Withdrawn step => Steps(step.Of, step),
        PledgeEvent.AllianceJoined step => Steps(step.Of, step),
        PledgeEvent.AllianceLeft step => Steps(step.Of, step),
        PledgeEvent.Cancelled gone => Steps(gone.Of, gone, visits: -1),
        _ => [],
    };

    private static Entry Of(StoredEvent e, SessionOf of, DateOnly day, SessionReport? report = null, int sign = 1)
    {
        var tally = report?.Tally(of.Illustrative) ?? default;
        return new(
            e.Id(), of.SeriesId, of.Scopes, of.VillageCode, of.AllianceId, of.Theme, of.OrganisationId, day,
            sign < 0 ? -tally : tally);
    }

    // The first change of a record carries the visit itself; a lapse that lies ahead is an entry of its day already.
    private static IEnumerable<Entry> Steps(PledgeOf of, PledgeEvent e, long visits = 0) =>
        Pledge.ChangesOf(e).Select((change, at) => new Entry(
            of.ActionId, null, [], of.VillageCode, of.AllianceId, of.Theme, of.OrganisationId ?? "", change.Day,
            default(Tally) with
            {
                Pledges = change.Signed, PledgesNotStated = change.NotStated,
                IllustrativePledges = of.Illustrative && at == 0 ? visits : 0,
            },
            Joined: change.Joined, Shop: of.ShopKey));
}
