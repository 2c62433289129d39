namespace Federation.Domain.JointActions;

// What the records kept beside a joint action (documents, meetings, guardians, endorsements, challenges) need to know
// of it, and who may keep them. Each of them is a stream of its own: nothing holds between two of them, and the
// action's own stream stays as short as its series and participants.

/// <summary>What the gateway knows of the action, with the action's stream version.</summary>
/// <param name="Participants">Organisations that take part, as far as the asker may be staff of one.</param>
public sealed record ActionDesk(
    string ActionId, string AllianceId, ActionPhase Phase, Items<string> Participants)
{
    /// <summary>Why the asker may not keep a record that any participant may keep. After the closing only a
    /// coordinator still completes it.</summary>
    public Refusal? OwnerRefused(Asked asked) =>
        Phase == ActionPhase.None ? Asked.Refusals.NotFound
        : asked.As.Coordinator ? null
        : !Participants.Any(asked.SpeaksFor) ? JointAction.Refusals.NotOwner
        : Phase == ActionPhase.Closed ? JointAction.Refusals.Closed
        : null;

    /// <summary>Why the asker may not keep what only a coordinator keeps.</summary>
    public Refusal? CoordinatorRefused(Asked asked) =>
        !asked.As.Coordinator ? Asked.Refusals.NotCoordinator
        : Phase == ActionPhase.None ? Asked.Refusals.NotFound
        : null;
}
