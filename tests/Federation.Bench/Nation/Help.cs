using Federation.Domain.Help;
using Federation.Domain.People;

namespace Federation.Bench.Nation;

/// <summary>Mutual help within a town: mentors, teams and packages of some organisations, and help that others received
/// and confirmed.</summary>
internal sealed class HelpMaker(
    TownMaker town, Draw draw, string alliance, IReadOnlyList<Village> villages, IReadOnlyList<Member> members,
    RegionTotal total)
{
    private static readonly string[] Topics = ["社区营造", "长者服务", "儿童活动", "活动策划", "志愿者管理"];

    private sealed record Helper(string Id, Member Of, bool IsMentor, string Topic);

    private sealed record Given(Member To, Helper By, DateOnly Day, long Minutes);

    public void Make()
    {
        var there = members.Where(m => m.Until is null && m.From < Year.First).ToArray();
        var helpers = new List<Helper>();
        foreach (var member in there)
        {
            if (draw.Happens(80)) helpers.Add(Mentor(member));
            if (draw.Happens(60)) helpers.Add(Team(member));
            if (draw.Happens(50)) Package(member);
        }

        if (helpers.Count == 0) return;
        Given[] given = [.. there.Where(_ => draw.Happens(50)).SelectMany(to => Receive(to, helpers))];
        Count(total, given);
        foreach (var village in villages) Count(village.Total, given.Where(g => g.To.Village == village.Code));
    }

    private Helper Mentor(Member of)
    {
        var (id, person, on) = ($"m{of.Id}", $"p{of.Id}", of.From.AddDays(5));
        var mentor = new Helper(id, of, IsMentor: true, draw.Of(Topics));
        town.Write(
            $"person/{person}", new PersonCommand.Register(of.Id, [PersonRole.Mentor]), on,
            new(person, "person", of.Id, """{"name":"王老师"}"""));
        town.Write($"mentor/{id}", new MentorCommand.Nominate(
            person, of.Id, alliance, [mentor.Topic], [MentorMode.ExperienceSharing], false, new(Member: true)), on);
        town.Write($"mentor/{id}", new MentorCommand.Accept(), on.AddDays(2));
        return mentor;
    }

    private Helper Team(Member of)
    {
        town.Write($"team/t{of.Id}", new TeamCommand.Form(of.Id, new("先锋小队"), false), of.From.AddDays(9));
        return new($"t{of.Id}", of, IsMentor: false, draw.Of(Topics));
    }

    private void Package(Member of)
    {
        var (stream, topic) = ($"library/l{of.Id}", draw.Of(Topics));
        town.Write(stream, new LibraryCommand.AddPackage(of.Id, new(
            new($"{topic}活动包"), $"可直接使用的{topic}方案。", [topic], "居民", 90, "带领者一名，志愿者三名",
            1_000 * draw.Of(0, 80), ["签到表"], "", "开场、分组、分享、总结。", []), false), of.From.AddDays(12));
        town.Write(stream, new LibraryCommand.Publish(), of.From.AddDays(13));
    }

    private IEnumerable<Given> Receive(Member to, List<Helper> helpers)
    {
        for (var n = draw.Of(1, 3); n > 0; n--)
            if (draw.Of(helpers) is var by && by.Of != to) yield return Help($"r{to.Id}-{n}", to, by);
    }

    /// <summary>Entered afterwards, confirmed, and now and then corrected.</summary>
    private Given Help(string id, Member to, Helper by)
    {
        var (stream, day, minutes, people) =
            ($"request/{id}", draw.Of(Year.First, Year.Last), 30L * draw.Of(1, 8), draw.Of(5, 60));
        town.Write(stream, new RequestCommand.Open(new(
            to.Id, alliance, by.IsMentor ? RequestKind.Mentor : RequestKind.Manpower, by.Topic, day, day.AddDays(5),
            people, null, null, null, to.Village, false), null), day.AddDays(-10));
        var facts = by.IsMentor
            ? new HelpFacts(Mentor: new(MentorStage.Accepted, by.Of.Id, alliance, [by.Topic]))
            : new HelpFacts(Team: new(by.Of.Id, Active: true));
        town.Write(stream, new RequestCommand.RecordDelivery(
            by.Of.Id, by.IsMentor ? by.Id : null, by.IsMentor ? null : by.Id, minutes, people, facts), day);
        town.Write(stream, new RequestCommand.Confirm(draw.Of(3, 5), null), day.AddDays(2));
        if (!draw.Happens(60)) return new(to, by, day, minutes);
        town.Write(
            stream, new RequestCommand.CorrectConfirmed(minutes + 15, null, $"c{id}"), day.AddDays(9),
            new($"c{id}", "text", to.Id, "双方核对后更正。"));
        return new(to, by, day, minutes + 15);
    }

    /// <summary>Who helped or was helped counts once, from the first time on; minutes add up.</summary>
    private static void Count(RegionTotal sum, IEnumerable<Given> given)
    {
        var all = given.ToArray();
        foreach (var by in all.GroupBy(g => g.By))
            sum.Stands(by.Key.IsMentor ? Stock.Mentors : Stock.Teams, by.Min(g => g.Day));
        foreach (var to in all.GroupBy(g => g.To)) sum.Stands(Stock.Served, to.Min(g => g.Day));
        foreach (var one in all) sum.Helped(one.Day, one.Minutes);
    }
}
