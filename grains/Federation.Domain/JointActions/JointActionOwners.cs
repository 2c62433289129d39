namespace Federation.Domain.JointActions;

// Who owns a joint action: several organisations together, each in one or more villages, each in some or all of its series.
// Part of the joint action's boundary, because a series must exist before somebody takes part in it.

public static partial class JointAction
{
    private static Decision<JointActionEvent> AddParticipant(
        JointActionState state, Participant participant, MemberFacts member, Asked asked)
    {
        if (!asked.SpeaksFor(participant.OrganisationId)) return Asked.Refusals.NotYourOrganisation;
        if (participant.SeriesIds.Any(id => state.Series.All(series => series.Id != id))) return Refusals.SeriesUnknown;
        var known = Existing(state, participant);
        var added = Added(known, participant);
        if (added is null) return Decision<JointActionEvent>.Nothing;
        if (asked.DayRefused(asked.On) is { } day) return day;
        if (state.Phase == ActionPhase.Closed) return Refusals.Closed;
        if ((member.AllianceId, member.OrganisationId, member.Admitted)
            != (state.About!.AllianceId, participant.OrganisationId, true)) return Refusals.NotMember;
        if (!member.VillageAdopted) return Refusals.VillageNotAdopted;
        if (known is null && state.Participants.Count >= ParticipantsMax) return Refusals.TooManyParticipants;

        return new JointActionEvent.ParticipantAdded(state.About.AllianceId, added);
    }

    private static Participant? Existing(JointActionState state, Participant participant) =>
        state.Participants.FirstOrDefault(other =>
            (other.OrganisationId, other.VillageCode) == (participant.OrganisationId, participant.VillageCode));

    // Who already takes part in every series has nothing to add.
    private static Participant? Added(Participant? known, Participant asked)
    {
        if (known is null) return asked with { SeriesIds = [.. asked.SeriesIds.Distinct()] };
        if (known.SeriesIds.Count == 0) return null;
        if (asked.SeriesIds.Count == 0) return asked;

        var added = asked.SeriesIds.Distinct().Where(id => !known.SeriesIds.Contains(id)).ToArray();
        return added.Length == 0 ? null : asked with { SeriesIds = [.. added] };
    }

    private static Items<Participant> With(JointActionState state, Participant added)
    {
        if (Existing(state, added) is not { } known) return state.Participants.Add(added);

        Items<string> series = added.SeriesIds.Count == 0 ? [] : [.. known.SeriesIds, .. added.SeriesIds];
        return [.. state.Participants.Select(other => other == known ? known with { SeriesIds = series } : other)];
    }
}
