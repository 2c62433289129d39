using System.Collections.Immutable;
using System.Diagnostics;
using Federation.Domain.Places;

namespace Federation.Domain.Alliances;

// One alliance: a town's federation, or a smaller one of a community or topic; its areas (片区) and representatives.
//
// One stream per alliance: "a village is in at most one area" decides this boundary. Who is a member is a stream for
// each organisation, so that admissions never wait for one another.

public enum AllianceKind { TownFederation, CommunityAlliance, TopicAlliance }

/// <summary>What an alliance says of itself; the guidance bodies are those that guided its founding.</summary>
public sealed record AllianceProfile(Name Name, Items<Name> Principles, Items<Name> Guidance);

/// <summary>What a smaller alliance's rules need to know of the one above; the gateway fills it from rows.</summary>
public sealed record AllianceFacts(string Id, string RegionCode);

public abstract record AllianceCommand
{
    /// <param name="FoundedOn">Null: the day of founding is not known (yet).</param>
    [Name("alliances.found")]
    public sealed record FoundAlliance(
        AllianceProfile Profile, string RegionCode, AllianceKind Kind, AllianceFacts? Parent = null,
        DateOnly? FoundedOn = null, bool Illustrative = false) : AllianceCommand;

    [Name("alliances.change-profile")]
    public sealed record ChangeProfile(AllianceProfile Profile) : AllianceCommand;

    [Name("alliances.state-founding")]
    public sealed record StateFounding(DateOnly? FoundedOn) : AllianceCommand;

    /// <summary>Without villages where the grouping is not known.</summary>
    [Name("alliances.add-area")]
    public sealed record AddArea(string AreaId, Name Name, Items<string> VillageCodes) : AllianceCommand;

    [Name("alliances.change-area")]
    public sealed record ChangeArea(string AreaId, Name Name, Items<string> VillageCodes) : AllianceCommand;

    /// <param name="PersonId">Null: the seat falls vacant.</param>
    [Name("alliances.appoint-representative")]
    public sealed record AppointRepresentative(string AreaId, string? PersonId) : AllianceCommand;

    private AllianceCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record AllianceEvent
{
    [Name("alliances.founded.v1", "建立联盟", "Founded an alliance")]
    public sealed record Founded(
        AllianceProfile Profile, string RegionCode, AllianceKind Kind, string? ParentId, DateOnly? FoundedOn,
        bool Illustrative) : AllianceEvent;

    [Name("alliances.profile-changed.v1", "修改联盟资料", "Changed an alliance's profile")]
    public sealed record ProfileChanged(AllianceProfile Profile) : AllianceEvent;

    [Name("alliances.founding-stated.v1", "填写成立日期", "Stated the founding day")]
    public sealed record FoundingStated(DateOnly? FoundedOn) : AllianceEvent;

    [Name("alliances.area-added.v1", "划分片区", "Added an area")]
    public sealed record AreaAdded(string AreaId, Name Name, Items<string> VillageCodes) : AllianceEvent;

    /// <param name="Left">Villages that were in the area and no longer are.</param>
    [Name("alliances.area-changed.v1", "调整片区", "Changed an area")]
    public sealed record AreaChanged(string AreaId, Name Name, Items<string> VillageCodes, Items<string> Left)
        : AllianceEvent;

    [Name("alliances.representative-appointed.v1", "推选片区代表", "Appointed a representative")]
    public sealed record RepresentativeAppointed(string AreaId, string? PersonId) : AllianceEvent;

    private AllianceEvent() { }
}

public sealed record Area(Name Name, Items<string> VillageCodes, string? RepresentativeId = null);

/// <summary>Before founding <paramref name="First"/> is null; areas by id.</summary>
public sealed record AllianceState(
    string Id, ImmutableSortedDictionary<string, Area> Areas, AllianceEvent.Founded? First = null,
    AllianceProfile? Profile = null, DateOnly? FoundedOn = null)
{
    /// <summary>The area a village belongs to, or null.</summary>
    public string? AreaOf(string village) =>
        Areas.FirstOrDefault(area => area.Value.VillageCodes.Contains(village)).Key;

    public AllianceState With(string areaId, Area area) => this with { Areas = Areas.SetItem(areaId, area) };
}

public static partial class Alliance
{
    public static readonly Boundary<AllianceState, AllianceCommand, AllianceEvent> Boundary =
        new("alliance", Decider, new("联盟", "Alliance"));

    public static Decider<AllianceState, AllianceCommand, AllianceEvent> Decider(string id) =>
        new(new(id, ImmutableSortedDictionary.Create<string, Area>(StringComparer.Ordinal)), Decide, Evolve);

    private static Decision<AllianceEvent> Decide(AllianceState state, AllianceCommand command, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (command is AllianceCommand.FoundAlliance found) return Found(state, found, asked);
        if (state.First is null) return Asked.Refusals.NotFound;

        return command switch
        {
            AllianceCommand.ChangeProfile change => Change(state, change.Profile),
            AllianceCommand.StateFounding founding => State(state, founding.FoundedOn, asked),
            AllianceCommand.AddArea add => Add(state, add),
            AllianceCommand.ChangeArea change => Change(state, change),
            AllianceCommand.AppointRepresentative appoint => Appoint(state, appoint),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<AllianceEvent> Found(AllianceState state, AllianceCommand.FoundAlliance found, Asked asked)
    {
        var founded = new AllianceEvent.Founded(
            found.Profile, found.RegionCode, found.Kind, found.Parent?.Id, found.FoundedOn, found.Illustrative);
        if (state.First == founded) return Decision<AllianceEvent>.Nothing;
        if (state.First is not null) return Refusals.AlreadyFounded;
        if (Unfit(found.Profile) is { } unfit) return unfit;
        if (!Fits(found.Kind, found.RegionCode)) return Refusals.RegionUnfit;
        if (found.Parent is { } parent
            && (parent.Id == state.Id || !Regions.Contains(parent.RegionCode, found.RegionCode)))
            return Refusals.ParentElsewhere;
        if (found.FoundedOn > asked.Today) return Refusals.FoundedInFuture;

        return founded;
    }

    private static Decision<AllianceEvent> Change(AllianceState state, AllianceProfile profile)
    {
        if (Unfit(profile) is { } unfit) return unfit;
        if (state.Profile == profile) return Decision<AllianceEvent>.Nothing;
        return new AllianceEvent.ProfileChanged(profile);
    }

    private static Decision<AllianceEvent> State(AllianceState state, DateOnly? foundedOn, Asked asked)
    {
        if (foundedOn > asked.Today) return Refusals.FoundedInFuture;
        if (state.FoundedOn == foundedOn) return Decision<AllianceEvent>.Nothing;
        return new AllianceEvent.FoundingStated(foundedOn);
    }

    private static Decision<AllianceEvent> Add(AllianceState state, AllianceCommand.AddArea add)
    {
        if (state.Areas.TryGetValue(add.AreaId, out var known))
            return known.Name == add.Name && known.VillageCodes == add.VillageCodes
                ? Decision<AllianceEvent>.Nothing : Refusals.AreaExists;
        if (state.Areas.Count >= AreasMax) return Refusals.TooManyAreas;
        if (Unfit(state, add.AreaId, add.Name, add.VillageCodes) is { } unfit) return unfit;
        return new AllianceEvent.AreaAdded(add.AreaId, add.Name, add.VillageCodes);
    }

    private static Decision<AllianceEvent> Change(AllianceState state, AllianceCommand.ChangeArea change)
    {
        if (!state.Areas.TryGetValue(change.AreaId, out var known)) return Refusals.NoSuchArea;
        if (Unfit(state, change.AreaId, change.Name, change.VillageCodes) is { } unfit) return unfit;
        if (known.Name == change.Name && known.VillageCodes == change.VillageCodes)
            return Decision<AllianceEvent>.Nothing;
        return new AllianceEvent.AreaChanged(
            change.AreaId, change.Name, change.VillageCodes,
            known.VillageCodes.Where(v => !change.VillageCodes.Contains(v)));
    }

    private static Decision<AllianceEvent> Appoint(AllianceState state, AllianceCommand.AppointRepresentative appoint)
    {
        if (!state.Areas.TryGetValue(appoint.AreaId, out var area)) return Refusals.NoSuchArea;
        if (area.RepresentativeId == appoint.PersonId) return Decision<AllianceEvent>.Nothing;
        return new AllianceEvent.RepresentativeAppointed(appoint.AreaId, appoint.PersonId);
    }

    private static AllianceState Evolve(AllianceState state, AllianceEvent recorded) => recorded switch
    {
        AllianceEvent.Founded e => state with { First = e, Profile = e.Profile, FoundedOn = e.FoundedOn },
        AllianceEvent.ProfileChanged e => state with { Profile = e.Profile },
        AllianceEvent.FoundingStated e => state with { FoundedOn = e.FoundedOn },
        AllianceEvent.AreaAdded e => state.With(e.AreaId, new(e.Name, e.VillageCodes)),
        AllianceEvent.AreaChanged e => state.With(
            e.AreaId, state.Areas[e.AreaId] with { Name = e.Name, VillageCodes = e.VillageCodes }),
        AllianceEvent.RepresentativeAppointed e => state.With(
            e.AreaId, state.Areas[e.AreaId] with { RepresentativeId = e.PersonId }),
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
