using Federation.Domain;
using Federation.Domain.Alliances;
using Federation.Domain.Organisations;
using Federation.Domain.Places;
using Federation.Log;
using Federation.Log.Places;

namespace Federation.Bench.Nation;

/// <summary>An organisation of a village, and the days on which it is a member of its town's alliance.</summary>
internal sealed record Member(string Id, string Village, DateOnly From, DateOnly? Until, OrganisationKind Kind)
{
    public DateOnly LastDay => Until?.AddDays(-1) ?? Year.Last;
}

/// <summary>A real village; the day on which it was closed, if it was.</summary>
internal sealed record Village(string Code, string Name, DateOnly? ClosedOn, RegionTotal Total);

/// <summary>One town: adopted with all its villages, its federation founded, an association in each village, most of
/// them there before the year begins; some come later, leave, are dissolved; some villages are renamed or
/// closed.</summary>
internal sealed class TownMaker(LineFile file, Region region, DateOnly codesOf, ulong seed)
{
    private static readonly DateOnly Earliest = new(2024, 1, 8), Before = new(2024, 11, 30);
    private readonly Draw _draw = new(seed, region.Code);
    private readonly string _alliance = $"f{region.Code}";
    private readonly List<Village> _villages = [];
    private readonly List<Member> _members = [];
    private readonly RegionTotal _total = new(region.Code);

    /// <summary>Events that the lines make.</summary>
    public long Events { get; private set; }

    /// <summary>Writes it all; answers the town's total and those of its villages, nothing where there is no real
    /// village.</summary>
    public (RegionTotal Town, IEnumerable<RegionTotal> Villages)? Make(IReadOnlyList<Region> villages)
    {
        if (villages.All(v => v.Placeholder)) return null;
        var adopted = _draw.Of(Earliest, Earliest.AddDays(60));
        Write($"town/{region.Code}", new TownCommand.AdoptTown(
            new(region.Name), codesOf, [.. villages.Select(v => new VillageFacts(v.Code, new(v.Name)))]), adopted);
        foreach (var village in villages.Where(v => !v.Placeholder)) Change(village);
        Write($"alliance/{_alliance}", new AllianceCommand.FoundAlliance(
            new(new(region.Name + "街坊总队"), [], []), region.Code, AllianceKind.TownFederation, FoundedOn: adopted),
            adopted);
        foreach (var village in _villages) Found(village);
        foreach (var member in _members) Join(member);
        new SessionMaker(this, _draw, region.Code, _alliance, _villages, _members).Make();
        foreach (var village in _villages) _total.Add(village.Total);
        new HelpMaker(this, _draw, _alliance, _villages, _members, _total).Make();
        return (_total, _villages.Select(v => v.Total));
    }

    public void Write(string stream, object command, DateOnly on, Attachment? attachment = null, int events = 1)
    {
        file.Write(stream, command, on, attachment);
        Events += events;
    }

    private void Change(Region village)
    {
        DateOnly? closed = _villages.Count > 0 && _draw.Happens(4) ? _draw.Of(Year.First, Year.Last) : null;
        var renamed = _draw.Happens(20);
        var name = new Name(village.Name + (renamed ? "（新）" : ""));
        if (renamed || closed is not null) Write(
            $"town/{region.Code}", new TownCommand.ChangeVillages([new(village.Code, name, Before, closed)]),
            closed ?? Before, events: (renamed ? 1 : 0) + (closed is null ? 0 : 1));
        var total = new RegionTotal(village.Code);
        total.Stands(Stock.Villages, DateOnly.MinValue, closed);
        _villages.Add(new(village.Code, village.Name, closed, total));
    }

    /// <summary>An association in each village, and a team of volunteers beside some.</summary>
    private void Found(Village village)
    {
        Found(village, OrganisationKind.NeighbourhoodAssociation, $"a{village.Code}", "街坊会");
        if (_draw.Happens(80)) Found(village, OrganisationKind.VolunteerServiceTeam, $"v{village.Code}", "志愿服务队");
    }

    private void Found(Village village, OrganisationKind kind, string id, string called)
    {
        var stream = $"organisation/{id}";
        var registered = _draw.Happens(100)
            ? _draw.Of(Year.First, new(Year.Number, 8, 31)) : _draw.Of(Earliest.AddDays(60), Before);
        if (village.ClosedOn <= registered.AddDays(30)) registered = Before;
        Write(stream, new OrganisationCommand.Register(
            new(new(village.Name + called), []), new(kind, village.Code), _draw.Of(Enum.GetValues<LegalStatus>())),
            registered);
        var since = registered;
        if (_draw.Happens(15))
        {
            since = _draw.Of(new(2023, 3, 1), registered);
            Write(stream, new OrganisationCommand.CorrectStanding(new(kind, village.Code, since)), registered);
        }

        var (left, gone) = Leaving(village, registered);
        if (kind == OrganisationKind.NeighbourhoodAssociation) village.Total.Stands(Stock.Covered, since, gone);
        var member = new Member(id, village.Code, registered.AddDays(_draw.Of(3, 20)), left, kind);
        village.Total.Stands(Stock.Members, member.From, left);
        _members.Add(member);
        if (left is { } day) Later(StreamOf(member), new MembershipCommand.Depart(null), day);
        if (gone is { } end) Later(stream, new OrganisationCommand.Dissolve([]), end);
    }

    /// <summary>When it leaves the alliance, and when it is dissolved; most do neither.</summary>
    private (DateOnly? Left, DateOnly? Gone) Leaving(Village village, DateOnly registered)
    {
        var first = registered.AddDays(40) > Year.First ? registered.AddDays(40) : Year.First;
        var gone = village.ClosedOn ?? (_draw.Happens(15) ? _draw.Of(first, Year.Last) : null);
        return (gone ?? (_draw.Happens(15) ? _draw.Of(first, Year.Last) : null), gone);
    }

    private void Later(string stream, object command, DateOnly on)
    {
        file.Later(stream, command, on);
        Events++;
    }

    private void Join(Member member)
    {
        var facts = new OrganisationFacts(member.Kind, member.Village);
        Write(
            StreamOf(member), new MembershipCommand.Apply(null, facts, new(Alone: true, Spoken: true, Near: true)),
            member.From.AddDays(-2));
        Write(StreamOf(member), new MembershipCommand.Admit(facts, Alone: true), member.From);
    }

    private string StreamOf(Member member) => $"membership/{_alliance}/{member.Id}";
}
