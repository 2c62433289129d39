using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;

namespace Federation.Bench.Nation;

/// <summary>Two joint actions of a town, each of its own theme, and the sessions that its organisations held in the
/// year: most as planned, some moved, corrected, cancelled before or after their report, or never reported.</summary>
internal sealed class SessionMaker(
    TownMaker town, Draw draw, string code, string alliance, IReadOnlyList<Village> villages,
    IReadOnlyList<Member> members)
{
    private static readonly string[] Places = ["党群服务中心", "文化活动室", "社区广场", "祠堂", "小学"];
    private static readonly string[] Copies = ["宣传册", "倡议书", "便民卡"];

    public void Make()
    {
        var first = draw.Of(0, Themes.All.Length - 1);
        var other = (first + draw.Of(1, Themes.All.Length - 1)) % Themes.All.Length;
        var start = draw.Of(1, 6);
        ActionFacts[] actions =
        [
            Launch("a", first, new(Year.First, Year.Last), members),
            Launch("b", other, new(Year.FirstOf(start), Year.LastOf(start + 6), InMonths: true),
                [.. members.Where((_, i) => i == 0 || draw.Happens(600))]),
        ];
        foreach (var village in villages) Hold(village, actions);
    }

    private ActionFacts Launch(string id, int theme, ActionDays days, IReadOnlyList<Member> owners)
    {
        var (name, titles) = Themes.All[theme];
        var (stream, before) = ($"action/{code}-{id}", days.From.AddDays(-20));
        Items<ActionSeries> series =
        [
            .. titles.Select((t, i) => new ActionSeries($"s{i + 1}", new(t), i + 1, [i % 2 == 0 ? "入户" : "集中"])),
        ];
        Items<Participant> participants = [.. owners.Select(o => new Participant(o.Id, o.Village, []))];
        town.Write(
            stream, new JointActionCommand.Create(alliance, new($"{name}联合行动"), name, null, days, [], []), before);
        foreach (var one in series) town.Write(stream, new JointActionCommand.AddSeries(one), before);
        foreach (var one in participants) town.Write(stream, new JointActionCommand.AddParticipant(
            one, new(alliance, one.OrganisationId, Admitted: true, VillageAdopted: true)), before);
        town.Write(stream, new JointActionCommand.Launch(), days.From);
        return new($"{code}-{id}", alliance, name, ActionPhase.Launched, days, series, participants);
    }

    private void Hold(Village village, ActionFacts[] actions)
    {
        var here = members.Where(m => m.Village == village.Code).ToArray();
        var of = Array.ConvertAll(actions, a => a with
        {
            Participants = a.Participants.Where(p => p.VillageCode == village.Code),
        });
        var held = Array.ConvertAll(here, _ => new Held?[RegionTotal.Periods, Themes.All.Length + 1]);
        for (var n = draw.Of(4, 15); n > 0; n--)
        {
            var who = draw.Of(0, here.Length - 1);
            var second = draw.Happens(350) && of[1].Participants.Any(p => p.OrganisationId == here[who].Id);
            if (Session($"{village.Code}-{n:D2}", of[second ? 1 : 0], here[who]) is not { } told) continue;
            var theme = 1 + Array.FindIndex(Themes.All, t => t.Name == of[second ? 1 : 0].Theme);
            foreach (var period in new[] { 0, told.Day.Month })
            {
                Add(held[who][period, 0] ??= new(), told.Report);
                Add(held[who][period, theme] ??= new(), told.Report);
            }
        }

        village.Total.AddHeld(held);
    }

    private static void Add(Held sum, SessionReport report)
    {
        sum.Sessions++;
        sum.PersonTimes += report.PersonTimes.Value;
        sum.Inexact += report.PersonTimes.Precision == Precision.Exact ? 0 : 1;
        sum.VolunteerTimes += report.Volunteers;
        sum.Minutes += report.Minutes;
        sum.Copies += report.Materials.Sum(m => m.Count);
        sum.Delivering = 1;
    }

    /// <summary>The day on which it counts and what; nothing where it was cancelled or never reported.</summary>
    private (DateOnly Day, SessionReport Report)? Session(string id, ActionFacts action, Member by)
    {
        var from = action.Days.From > by.From ? action.Days.From : by.From;
        var to = action.Days.To < by.LastDay ? action.Days.To : by.LastDay;
        if (from > to) return null;
        var (stream, day) = ($"session/{action.ActionId}/{id}", draw.Of(from, to));
        town.Write(stream, new SessionCommand.Plan(
            draw.Of(action.Series).Id, by.Village, by.Id, Start(day), draw.Of(Places), action),
            day.AddDays(-draw.Of(1, 14)));
        if (draw.Happens(15))
        {
            day = draw.Of(from, to);
            town.Write(stream, new SessionCommand.Reschedule(Start(day, 30), draw.Of(Places), action), from);
        }

        var (told, fate) = (day.AddDays(draw.Of(0, 6)), draw.Of(1, 1_000));
        if (fate <= 20) return Cancel(stream, day);
        if (fate <= 30) return null;
        var report = Report(stream, told, 0);
        if (fate <= 55) report = Report(stream, told.AddDays(3), 200);
        return fate > 990 ? Cancel(stream, told.AddDays(1)) : (day, report);
    }

    private (DateOnly, SessionReport)? Cancel(string stream, DateOnly on)
    {
        town.Write(stream, new SessionCommand.Cancel(null, ActionPhase.Launched), on);
        return null;
    }

    /// <param name="more">A correction says another number than what it corrects: else it were none.</param>
    private SessionReport Report(string stream, DateOnly on, int more)
    {
        var people = new Counted(
            draw.Of(5, 180) + more, draw.Happens(80) ? draw.Of(Enum.GetValues<Precision>()) : Precision.Exact);
        var report = new SessionReport(
            people, draw.Of(1, 12), 15 * draw.Of(2, 12),
            draw.Happens(300) ? [new(draw.Of(Copies), 10 * draw.Of(1, 30))] : []);
        town.Write(stream, new SessionCommand.Report(report, ActionPhase.Launched), on);
        return report;
    }

    private DateTimeOffset Start(DateOnly day, int minute = 0) =>
        new(day, new(draw.Of(8, 19), minute), Days.Shanghai);
}
