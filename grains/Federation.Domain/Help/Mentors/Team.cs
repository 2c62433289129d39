using System.Diagnostics;

namespace Federation.Domain.Help;

// A small team (小团队) that an organisation sends out to help others with hands.
//
// One stream per team: all it has to keep is that a disbanded team stays as it was. What it did, the requests say.

public abstract record TeamCommand
{
    [Name("help.form-team")]
    public sealed record Form(string OrganisationId, Name Name, bool Illustrative) : TeamCommand;

    [Name("help.rename-team")]
    public sealed record Rename(Name Name) : TeamCommand;

    [Name("help.disband-team")]
    public sealed record Disband : TeamCommand;

    private TeamCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record TeamEvent
{
    [Name("help.team-formed.v1", "组建小团队", "Formed a team")]
    public sealed record TeamFormed(string OrganisationId, Name Name, bool Illustrative) : TeamEvent;

    [Name("help.team-renamed.v1", "小团队更名", "Renamed a team")]
    public sealed record TeamRenamed(Name Name) : TeamEvent;

    [Name("help.team-disbanded.v1", "解散小团队", "Disbanded a team")]
    public sealed record TeamDisbanded : TeamEvent;

    private TeamEvent() { }
}

/// <param name="Formed">How it was formed, with today's name; null before.</param>
public sealed record TeamState(string Id, TeamEvent.TeamFormed? Formed, bool Disbanded);

public static class Team
{
    public const int NameLengthMax = 100;

    public static class Refusals
    {
        public static readonly Refusal NameMissing =
            new("team-name-missing", "请填写团队名称。", "Give the team a name.", Field: "name");

        public static readonly Refusal NameTooLong =
            new("team-name-too-long", $"团队名称最多 {NameLengthMax} 个字，请缩短。",
                $"A team's name has at most {NameLengthMax} characters.", Field: "name");

        public static readonly Refusal AlreadyFormed =
            new("team-already-formed", "该团队已登记；如需改名，请使用改名功能。", "This team exists already; rename it instead.");

        public static readonly Refusal HasDisbanded =
            new("team-disbanded", "该团队已解散，请登记新的团队。", "This team has disbanded; form a new one.");
    }

    public static readonly Boundary<TeamState, TeamCommand, TeamEvent> Boundary =
        new("team", Decider, new("小团队", "Team"));

    public static Decider<TeamState, TeamCommand, TeamEvent> Decider(string id) =>
        new(new(id, null, false), Decide, Evolve);

    private static Decision<TeamEvent> Decide(TeamState state, TeamCommand command, Asked asked) => command switch
    {
        TeamCommand.Form form => Form(state, form, asked),
        TeamCommand.Rename rename => Rename(state, rename, asked),
        TeamCommand.Disband => Disband(state, asked),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    private static Decision<TeamEvent> Form(TeamState state, TeamCommand.Form form, Asked asked)
    {
        if (!asked.SpeaksFor(form.OrganisationId)) return Asked.Refusals.NotYourOrganisation;
        if (state.Disbanded) return Refusals.HasDisbanded;
        var formed = new TeamEvent.TeamFormed(form.OrganisationId, form.Name, form.Illustrative);
        if (state.Formed is not null)
            return formed == state.Formed ? Decision<TeamEvent>.Nothing : Refusals.AlreadyFormed;
        if (NameRefused(form.Name) is { } refused) return refused;

        return formed;
    }

    private static Decision<TeamEvent> Rename(TeamState state, TeamCommand.Rename rename, Asked asked)
    {
        if (state.Formed is null) return Asked.Refusals.NotFound;
        if (!asked.SpeaksFor(state.Formed.OrganisationId)) return Asked.Refusals.NotYourOrganisation;
        if (state.Disbanded) return Refusals.HasDisbanded;
        if (rename.Name == state.Formed.Name) return Decision<TeamEvent>.Nothing;
        if (NameRefused(rename.Name) is { } refused) return refused;

        return new TeamEvent.TeamRenamed(rename.Name);
    }

    private static Decision<TeamEvent> Disband(TeamState state, Asked asked)
    {
        if (state.Formed is null) return Asked.Refusals.NotFound;
        if (!asked.SpeaksFor(state.Formed.OrganisationId)) return Asked.Refusals.NotYourOrganisation;
        if (state.Disbanded) return Decision<TeamEvent>.Nothing;

        return new TeamEvent.TeamDisbanded();
    }

    private static Refusal? NameRefused(Name name) =>
        string.IsNullOrWhiteSpace(name.Zh) ? Refusals.NameMissing
        : name.Zh.Length > NameLengthMax || name.En?.Length > NameLengthMax ? Refusals.NameTooLong
        : null;

    private static TeamState Evolve(TeamState state, TeamEvent recorded) => recorded switch
    {
        TeamEvent.TeamFormed e => state with { Formed = e },
        TeamEvent.TeamRenamed e => state with { Formed = state.Formed! with { Name = e.Name } },
        TeamEvent.TeamDisbanded => state with { Disbanded = true },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
