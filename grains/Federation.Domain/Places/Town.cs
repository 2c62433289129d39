using System.Collections.Immutable;
using System.Diagnostics;

namespace Federation.Domain.Places;

// A town that the platform works in, and its villages as they came, were renamed and went.
//
// One stream per town: only what is adopted is recorded, the rest of the country is a read-only file. "One village code
// means one village on any day" decides this boundary, so that a denominator is exact for every day.

/// <summary>A village as the country file or an import names it.</summary>
public sealed record VillageFacts(string Code, Name Name);

/// <summary>One line of an import: the name from a day on, and the first day on which the village is no more.</summary>
public sealed record VillageLine(string Code, Name Name, DateOnly ValidFrom, DateOnly? ValidTo = null);

public abstract record TownCommand
{
    /// <summary>The facts come from the country file by way of the gateway, with the day its codes hold for.</summary>
    [Name("places.adopt-town")]
    public sealed record AdoptTown(Name Name, DateOnly CodesOf, Items<VillageFacts> Villages) : TownCommand;

    [Name("places.change-villages")]
    public sealed record ChangeVillages(Items<VillageLine> Lines) : TownCommand;

    private TownCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record TownEvent
{
    [Name("places.town-adopted.v1", "启用镇街", "Adopted a town")]
    public sealed record TownAdopted(Name Name, DateOnly CodesOf, Items<VillageFacts> Villages) : TownEvent;

    /// <summary>Also a village that comes back under the code it had.</summary>
    [Name("places.village-added.v1", "新增村居", "Added a village")]
    public sealed record VillageAdded(string Code, Name Name, DateOnly From) : TownEvent;

    /// <param name="Since">The day from which the earlier name held.</param>
    [Name("places.village-renamed.v1", "村居更名", "Renamed a village")]
    public sealed record VillageRenamed(string Code, Name Name, DateOnly From, DateOnly Since) : TownEvent;

    /// <param name="From">The first day on which the village is no more.</param>
    /// <param name="Since">The day from which its last name held.</param>
    [Name("places.village-closed.v1", "撤销村居", "Closed a village")]
    public sealed record VillageClosed(string Code, DateOnly From, DateOnly Since) : TownEvent;

    private TownEvent() { }
}

/// <summary>From this day a village bears this name, or (null) is no more.</summary>
public sealed record VillageTurn(DateOnly From, Name? Name);

/// <summary>Every village code ever seen here with its turns in order of days; before adoption there is none.</summary>
public sealed record TownState(
    string Code, TownEvent.TownAdopted? Adopted, ImmutableSortedDictionary<string, Items<VillageTurn>> Villages)
{
    public VillageTurn? Last(string code) => Villages.TryGetValue(code, out var turns) ? turns[^1] : null;

    public Name? NameOn(string code, DateOnly day) =>
        Villages.GetValueOrDefault(code).LastOrDefault(turn => turn.From <= day)?.Name;

    public TownState Turn(string code, VillageTurn turn) =>
        this with { Villages = Villages.SetItem(code, Villages.GetValueOrDefault(code).Add(turn)) };
}

public static class Town
{
    /// <summary>The largest town of the country file has 170 village-level divisions.</summary>
    public const int VillagesMax = 1_000;
    public const int LinesMax = 1_000;
    public const int NameLengthMax = 100;

    /// <summary>Villages present at adoption count for every earlier day: since when they exist is not known.</summary>
    public static readonly DateOnly Always = DateOnly.MinValue;

    public static readonly Boundary<TownState, TownCommand, TownEvent> Boundary =
        new("town", Decider, new("镇街", "Town"));

    public static class Refusals
    {
        public static readonly Refusal NotATown = new(
            "not-a-town", "请选择镇（街道）一级的 9 位区划代码。", "Choose a place at town level: a code of 9 digits.");

        public static readonly Refusal AlreadyAdopted = new(
            "town-already-adopted", "该镇已启用；如村居有变动，请用导入更新。",
            "This town is adopted already; import the changes of its villages instead.");

        public static readonly Refusal NotAdopted = new(
            "town-not-adopted", "该镇尚未启用，请先启用。", "This town is not adopted yet; adopt it first.");

        public static readonly Refusal TooManyVillages = new(
            "too-many-villages", $"一个镇最多 {VillagesMax} 个村居，一次最多导入 {LinesMax} 行。",
            $"A town has at most {VillagesMax} villages, an import at most {LinesMax} lines.");

        public static readonly Refusal VillageElsewhere = new(
            "village-outside-town", "有村居代码不属于该镇，请核对 12 位代码。",
            "A village code does not belong to this town; check its 12 digits.");

        public static readonly Refusal NameUnfit = new(
            "village-name-unfit", $"请填写名称，不超过 {NameLengthMax} 字。",
            $"Give every place a name of at most {NameLengthMax} characters.");

        public static readonly Refusal BeforeLastTurn = new(
            "village-change-out-of-order", "变动日期早于该村居已登记的变动，请按日期顺序导入。",
            "The change is dated before one already recorded for this village; import in order of days.");

        public static readonly Refusal ClosedBeforeOpened = new(
            "village-closed-before-opened", "村居的失效日期须晚于生效日期。",
            "A village's end must be later than its beginning.");
    }

    public static Decider<TownState, TownCommand, TownEvent> Decider(string code) =>
        new(new(code, null, ImmutableSortedDictionary.Create<string, Items<VillageTurn>>(StringComparer.Ordinal)),
            Decide, Evolve);

    private static Decision<TownEvent> Decide(TownState state, TownCommand command, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;

        return command switch
        {
            TownCommand.AdoptTown adopt => Adopt(state, adopt),
            TownCommand.ChangeVillages change => Change(state, change, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<TownEvent> Adopt(TownState state, TownCommand.AdoptTown adopt)
    {
        var adopted = new TownEvent.TownAdopted(adopt.Name, adopt.CodesOf, adopt.Villages);
        if (Regions.LevelOf(state.Code) is not RegionLevel.Town) return Refusals.NotATown;
        if (state.Adopted == adopted) return Decision<TownEvent>.Nothing;
        if (state.Adopted is not null) return Refusals.AlreadyAdopted;
        if (adopt.Villages.Count > VillagesMax) return Refusals.TooManyVillages;
        if (!adopt.Villages.All(v => IsHere(state, v.Code))) return Refusals.VillageElsewhere;
        if (!adopt.Villages.Select(v => v.Name).Append(adopt.Name).All(n => n.Fits(NameLengthMax)))
            return Refusals.NameUnfit;

        return adopted;
    }

    private static Decision<TownEvent> Change(TownState state, TownCommand.ChangeVillages change, Asked asked)
    {
        if (state.Adopted is null) return Refusals.NotAdopted;
        if (change.Lines.Count > LinesMax) return Refusals.TooManyVillages;

        var (tentative, events) = (state, ImmutableArray.CreateBuilder<TownEvent>());
        foreach (var line in change.Lines)
        {
            var step = Line(tentative, line, asked);
            if (step.Refusal is not null) return step;
            events.AddRange(step.Events);
            tentative = step.Events.Aggregate(tentative, Evolve);
        }

        if (tentative.Villages.Count > VillagesMax) return Refusals.TooManyVillages;
        return new(events.ToImmutable(), null);
    }

    private static Decision<TownEvent> Line(TownState state, VillageLine line, Asked asked)
    {
        if (!IsHere(state, line.Code)) return Refusals.VillageElsewhere;
        if (!line.Name.Fits(NameLengthMax)) return Refusals.NameUnfit;
        if (asked.DayRefused(line.ValidTo ?? line.ValidFrom) is { } refusal) return refusal;
        if (line.ValidTo <= line.ValidFrom) return Refusals.ClosedBeforeOpened;

        var named = Begin(state, line);
        if (named.Refusal is not null || line.ValidTo is not { } end) return named;

        var open = named.Events.Aggregate(state, Evolve);
        if (open.NameOn(line.Code, end) is null) return named;
        if (open.Last(line.Code) is not { } last || end <= last.From) return Refusals.BeforeLastTurn;
        return Decision<TownEvent>.Of([.. named.Events, new TownEvent.VillageClosed(line.Code, end, last.From)]);
    }

    private static Decision<TownEvent> Begin(TownState state, VillageLine line)
    {
        if (state.NameOn(line.Code, line.ValidFrom) == line.Name) return Decision<TownEvent>.Nothing;
        var last = state.Last(line.Code);
        if (last is not null && line.ValidFrom <= last.From) return Refusals.BeforeLastTurn;
        if (last?.Name is null) return new TownEvent.VillageAdded(line.Code, line.Name, line.ValidFrom);
        return new TownEvent.VillageRenamed(line.Code, line.Name, line.ValidFrom, last.From);
    }

    private static bool IsHere(TownState state, string code) =>
        Regions.IsVillageCode(code) && Regions.TownOf(code) == state.Code;

    private static TownState Evolve(TownState state, TownEvent recorded) => recorded switch
    {
        TownEvent.TownAdopted e => e.Villages.Aggregate(
            state with { Adopted = e }, (town, v) => town.Turn(v.Code, new(Always, v.Name))),
        TownEvent.VillageAdded e => state.Turn(e.Code, new(e.From, e.Name)),
        TownEvent.VillageRenamed e => state.Turn(e.Code, new(e.From, e.Name)),
        TownEvent.VillageClosed e => state.Turn(e.Code, new(e.From, null)),
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
