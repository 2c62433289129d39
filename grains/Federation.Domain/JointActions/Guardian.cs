using System.Diagnostics;

namespace Federation.Domain.JointActions;

// The guardian roles (安全师, 健康师) that one organisation takes in one joint action, from a day to a day.
//
// One stream per action and organisation: an organisation holds each role at most once at a time, so spells of one role
// never overlap. The person who fills it may be named by personId; the name itself lies sealed with the person.

public enum GuardianKind { Safety, Health }

/// <summary>A role held from a day on; <c>To</c> is the last day, null while it goes on.</summary>
public sealed record GuardianSpell(GuardianKind Kind, DateOnly From, DateOnly? To, string? PersonId)
{
    public bool Overlaps(GuardianSpell other) =>
        Kind == other.Kind && (other.To is null || From <= other.To) && (To is null || other.From <= To);
}

/// <summary>What the gateway knows of the person named, with that stream's version.</summary>
public sealed record GuardianPerson(string OrganisationId, bool Erased);

public abstract record GuardianCommand
{
    /// <param name="Person">Null where none is named.</param>
    [Name("guardians.appoint")]
    public sealed record Appoint(
        GuardianSpell Spell, GuardianPerson? Person, string OrganisationId, bool TakesPart, ActionDesk Action,
        bool Illustrative = false, string? Source = null) : GuardianCommand;

    [Name("guardians.end")]
    public sealed record End(GuardianKind Kind, DateOnly From, ActionDesk Action) : GuardianCommand;

    private GuardianCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record GuardianEvent
{
    [Name("guardians.appointed.v1", "聘任安全师或健康师", "Appointed a guardian")]
    public sealed record Appointed(
        string AllianceId, string OrganisationId, GuardianSpell Spell, bool Illustrative,
        string? Source) : GuardianEvent;

    [Name("guardians.ended.v1", "结束安全师或健康师任期", "Ended a guardian’s term")]
    public sealed record Ended(GuardianKind Kind, DateOnly From, DateOnly To) : GuardianEvent;

    private GuardianEvent() { }
}

/// <summary>Every spell of one organisation in one action, in the order of appointment.</summary>
public sealed record GuardianState(Items<GuardianEvent.Appointed> Appointed)
{
    public GuardianEvent.Appointed? Find(GuardianKind kind, DateOnly from) =>
        Appointed.FirstOrDefault(a => a.Spell.Kind == kind && a.Spell.From == from);
}

public static class Guardian
{
    public const int SpellsMax = 50;

    public static class Refusals
    {
        public static readonly Refusal NotParticipating = new("not-participating",
            "该组织没有参与这次行动，请先登记参与。", "The organisation does not take part in the action; add it first.",
            Field: "organisationId");

        public static readonly Refusal AlreadyAppointed = new("guardian-already-appointed",
            "该组织在这段时间已担任此角色。", "The organisation already holds this role at that time.", Field: "kind");

        public static readonly Refusal DaysInvalid = new("guardian-days-invalid",
            "结束日期不能早于开始日期。", "The last day must not be before the first.", Field: "to");

        public static readonly Refusal PersonElsewhere = new("guardian-person-elsewhere",
            "该人员不属于这个组织，请选择本组织的人员。", "This person does not belong to the organisation; choose one who does.",
            Field: "personId");

        public static readonly Refusal SourceInvalid = new("guardian-source-invalid",
            $"来源不超过{Texts.SourceMax}字。", $"A source has at most {Texts.SourceMax} characters.");

        public static readonly Refusal TooMany = new("too-many-guardian-roles",
            $"一个组织在一次行动中最多登记{SpellsMax}次守护角色。",
            $"One organisation has at most {SpellsMax} guardian roles in an action.");
    }

    public static readonly Boundary<GuardianState, GuardianCommand, GuardianEvent> Boundary =
        new("guardian", Decider, new("安全师或健康师", "Guardian"));

    public static Decider<GuardianState, GuardianCommand, GuardianEvent> Decider(string id) =>
        new(new([]), Decide, Evolve);

    private static Decision<GuardianEvent> Decide(GuardianState state, GuardianCommand command, Asked asked) =>
        command switch
        {
            GuardianCommand.Appoint appoint => Appoint(state, appoint, asked),
            GuardianCommand.End end => End(state, end, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };

    private static Decision<GuardianEvent> Appoint(GuardianState state, GuardianCommand.Appoint appoint, Asked asked)
    {
        var spell = appoint.Spell;
        var appointed = new GuardianEvent.Appointed(
            appoint.Action.AllianceId, appoint.OrganisationId, spell, appoint.Illustrative, appoint.Source);
        if (appoint.Action.CoordinatorRefused(asked) is { } refused) return refused;
        if (state.Appointed.Contains(appointed)) return Decision<GuardianEvent>.Nothing;
        if (!appoint.TakesPart) return Refusals.NotParticipating;
        if (spell.To < spell.From) return Refusals.DaysInvalid;
        if (state.Appointed.Any(other => other.Spell.Overlaps(spell))) return Refusals.AlreadyAppointed;
        if (spell.PersonId is not null
            && (appoint.Person is not { Erased: false } person || person.OrganisationId != appoint.OrganisationId))
            return Refusals.PersonElsewhere;
        if (!Texts.FitsOrMissing(appoint.Source, Texts.SourceMax)) return Refusals.SourceInvalid;
        if (state.Appointed.Count >= SpellsMax) return Refusals.TooMany;

        return appointed;
    }

    // Ends on the day of asking; who ends it for a past day states that day.
    private static Decision<GuardianEvent> End(GuardianState state, GuardianCommand.End end, Asked asked)
    {
        if (end.Action.CoordinatorRefused(asked) is { } refused) return refused;
        if (state.Find(end.Kind, end.From) is not { Spell: var spell }) return Asked.Refusals.NotFound;
        if (spell.To <= asked.On) return Decision<GuardianEvent>.Nothing;
        if (asked.On < spell.From) return Refusals.DaysInvalid;

        return new GuardianEvent.Ended(end.Kind, end.From, asked.On);
    }

    private static GuardianState Evolve(GuardianState state, GuardianEvent recorded) => recorded switch
    {
        GuardianEvent.Appointed e => new(state.Appointed.Add(e)),
        GuardianEvent.Ended e => new([
            .. state.Appointed.Select(a => a == state.Find(e.Kind, e.From)
                ? a with { Spell = a.Spell with { To = e.To } } : a)]),
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
