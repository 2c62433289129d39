using System.Diagnostics;

namespace Federation.Domain.Organisations;

// One organisation: what it is, where, since when, and its legal status with history.
//
// One stream per organisation. That its days are in order (established, dissolved) and that counts of a village rest on
// one kind, village and day decides this boundary. One holder of a credit code is a claim; membership is elsewhere.

public abstract record OrganisationCommand
{
    /// <param name="Illustrative">Sample data that no source gives; figures computed from it say so.</param>
    [Name("organisations.register")]
    public sealed record Register(
        OrganisationProfile Profile, OrganisationStanding Standing, LegalStatus LegalStatus,
        string? CreditCode = null, bool Illustrative = false) : OrganisationCommand;

    [Name("organisations.change-profile")]
    public sealed record ChangeProfile(OrganisationProfile Profile) : OrganisationCommand;

    /// <summary>Puts right what counts rest on; the past changes with it, as known now.</summary>
    [Name("organisations.correct-standing")]
    public sealed record CorrectStanding(OrganisationStanding Standing, bool Covered = false) : OrganisationCommand;

    [Name("organisations.change-legal-status")]
    public sealed record ChangeLegalStatus(LegalStatus Status) : OrganisationCommand;

    /// <param name="CreditCode">Null: it has none after all.</param>
    [Name("organisations.state-credit-code")]
    public sealed record StateCreditCode(string? CreditCode) : OrganisationCommand;

    /// <param name="MemberOf">Alliances that it is a member of, from rows.</param>
    [Name("organisations.dissolve")]
    public sealed record Dissolve(Items<string> MemberOf) : OrganisationCommand;

    private OrganisationCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record OrganisationEvent
{
    [Name("organisations.registered.v1", "登记组织", "Registered an organisation")]
    public sealed record Registered(
        DateOnly On, OrganisationProfile Profile, OrganisationStanding Standing, LegalStatus LegalStatus,
        string? CreditCode, CreditCodeWarning? Warning, bool Illustrative) : OrganisationEvent;

    [Name("organisations.profile-changed.v1", "修改组织资料", "Changed an organisation's profile")]
    public sealed record ProfileChanged(OrganisationProfile Profile) : OrganisationEvent;

    /// <param name="Was">What it replaces, counted since the day <paramref name="WasSince"/>.</param>
    /// <param name="Since">The day from which it counts now.</param>
    [Name("organisations.standing-corrected.v1", "更正组织类别或所在地", "Corrected an organisation's kind or place")]
    public sealed record StandingCorrected(
        OrganisationStanding Standing, DateOnly Since, OrganisationStanding Was, DateOnly WasSince, bool Illustrative)
        : OrganisationEvent;

    /// <param name="Current">The latest status, which an entry for an earlier day does not change.</param>
    [Name("organisations.legal-status-changed.v1", "变更登记状态", "Changed the legal status")]
    public sealed record LegalStatusChanged(DateOnly On, LegalStatus Status, LegalStatus Current) : OrganisationEvent;

    [Name("organisations.credit-code-stated.v1", "填写信用代码", "Stated the credit code")]
    public sealed record CreditCodeStated(string? CreditCode, CreditCodeWarning? Warning) : OrganisationEvent;

    [Name("organisations.dissolved.v1", "组织解散", "Dissolved an organisation")]
    public sealed record Dissolved(DateOnly On, OrganisationStanding Standing, DateOnly Since) : OrganisationEvent;

    private OrganisationEvent() { }
}

/// <summary>Before registration <paramref name="First"/> is null; statuses are in order of days.</summary>
public sealed record OrganisationState(
    string Id, OrganisationEvent.Registered? First = null, OrganisationProfile? Profile = null,
    OrganisationStanding? Standing = null, Items<StatusTurn> Statuses = default, string? CreditCode = null,
    DateOnly? DissolvedOn = null)
{
    public DateOnly Since => First is null ? DateOnly.MinValue : Standing!.CountsFrom(First.On);

    public LegalStatus? StatusOn(DateOnly day) => Statuses.LastOrDefault(turn => turn.From <= day)?.Status;

    /// <summary>One status per day: an entry for a day that has one replaces it.</summary>
    public Items<StatusTurn> With(StatusTurn turn) =>
        [.. Statuses.Where(t => t.From != turn.From).Append(turn).OrderBy(t => t.From)];
}

public static partial class Organisation
{
    public static readonly Boundary<OrganisationState, OrganisationCommand, OrganisationEvent> Boundary =
        new("organisation", Decider, new("组织", "Organisation"));

    public static Decider<OrganisationState, OrganisationCommand, OrganisationEvent> Decider(string id) =>
        new(new(id), Decide, Evolve);

    private static Decision<OrganisationEvent> Decide(OrganisationState state, OrganisationCommand command, Asked asked)
    {
        if (command is OrganisationCommand.Register register) return Register(state, register, asked);
        if (state.First is null) return Asked.Refusals.NotFound;
        if (!asked.SpeaksFor(state.Id)) return Asked.Refusals.NotYourOrganisation;
        if (state.DissolvedOn is not null && command is not OrganisationCommand.Dissolve) return Refusals.Dissolved;

        return command switch
        {
            OrganisationCommand.ChangeProfile change => Change(state, change.Profile),
            OrganisationCommand.CorrectStanding correct => Correct(state, correct, asked),
            OrganisationCommand.ChangeLegalStatus change => Change(state, new(asked.On, change.Status), asked),
            OrganisationCommand.StateCreditCode code => State(state, CreditCode.Normal(code.CreditCode)),
            OrganisationCommand.Dissolve dissolve => Dissolve(state, dissolve, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<OrganisationEvent> Register(
        OrganisationState state, OrganisationCommand.Register register, Asked asked)
    {
        var code = CreditCode.Normal(register.CreditCode);
        var registered = new OrganisationEvent.Registered(
            asked.On, register.Profile, register.Standing, register.LegalStatus,
            code, CreditCode.WarningFor(code), register.Illustrative);
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.DissolvedOn is not null) return Refusals.Dissolved;
        if (state.First is { } first && first with { On = asked.On } == registered)
            return Decision<OrganisationEvent>.Nothing;
        if (state.First is not null) return Refusals.AlreadyRegistered;
        if ((Unfit(register.Profile) ?? Unfit(register.Standing, asked) ?? Unfit(code)) is { } unfit) return unfit;

        return Claiming(registered, code);
    }

    private static Decision<OrganisationEvent> Change(OrganisationState state, OrganisationProfile profile)
    {
        if (Unfit(profile) is { } unfit) return unfit;
        if (state.Profile == profile) return Decision<OrganisationEvent>.Nothing;
        return new OrganisationEvent.ProfileChanged(profile);
    }

    private static Decision<OrganisationEvent> Correct(
        OrganisationState state, OrganisationCommand.CorrectStanding correct, Asked asked)
    {
        var standing = correct.Standing;
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (MovesAway(state, correct, asked)) return Refusals.MovesAway;
        if (Unfit(standing, asked) is { } unfit) return unfit;
        if (state.Standing == standing) return Decision<OrganisationEvent>.Nothing;
        return new OrganisationEvent.StandingCorrected(
            standing, standing.CountsFrom(state.First!.On), state.Standing!, state.Since, state.First!.Illustrative);
    }

    private static Decision<OrganisationEvent> Change(OrganisationState state, StatusTurn turn, Asked asked)
    {
        if (state.StatusOn(turn.From) == turn.Status) return Decision<OrganisationEvent>.Nothing;
        if (!asked.As.Coordinator && turn.Status < state.Statuses[^1].Status) return Refusals.StatusBackwards;
        if (state.Statuses.Count >= StatusTurnsMax) return Refusals.TooManyStatusTurns;
        return new OrganisationEvent.LegalStatusChanged(turn.From, turn.Status, state.With(turn)[^1].Status);
    }

    private static Decision<OrganisationEvent> State(OrganisationState state, string? code)
    {
        if (Unfit(code) is { } unfit) return unfit;
        if (state.CreditCode == code) return Decision<OrganisationEvent>.Nothing;
        var decision = Claiming(new OrganisationEvent.CreditCodeStated(code, CreditCode.WarningFor(code)), code);
        return state.CreditCode is not { } held ? decision
            : decision with { Releases = [new(CreditCodeClaim, held, Refusals.CreditCodeTaken)] };
    }

    private static Decision<OrganisationEvent> Dissolve(
        OrganisationState state, OrganisationCommand.Dissolve dissolve, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.DissolvedOn is not null) return Decision<OrganisationEvent>.Nothing;
        if (dissolve.MemberOf.Count > 0) return Refusals.StillMember;
        if (asked.On < state.Since) return Refusals.DissolvedBeforeEstablished;
        return new OrganisationEvent.Dissolved(asked.On, state.Standing!, state.Since);
    }

    private static Decision<OrganisationEvent> Claiming(Decision<OrganisationEvent> decision, string? code) =>
        code is null ? decision : decision.Claiming(CreditCodeClaim, code, Refusals.CreditCodeTaken);

    private static OrganisationState Evolve(OrganisationState state, OrganisationEvent recorded) => recorded switch
    {
        OrganisationEvent.Registered e => state with
        {
            First = e, Profile = e.Profile, Standing = e.Standing, CreditCode = e.CreditCode,
            Statuses = state.With(new(e.On, e.LegalStatus)),
        },
        OrganisationEvent.ProfileChanged e => state with { Profile = e.Profile },
        OrganisationEvent.StandingCorrected e => state with { Standing = e.Standing },
        OrganisationEvent.LegalStatusChanged e => state with { Statuses = state.With(new(e.On, e.Status)) },
        OrganisationEvent.CreditCodeStated e => state with { CreditCode = e.CreditCode },
        OrganisationEvent.Dissolved e => state with { DissolvedOn = e.On },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
