namespace Federation.Domain.JointActions;

// What a joint action consists of and who owns it: ordered series, and several organisations together, each in one or
// more villages, each in some or all of the series. Part of the joint action's boundary, because a series must exist
// before somebody takes part in it. An owner may add series too; who takes part is decided by each organisation for
// itself.

public static partial class JointAction
{
    private static Decision<JointActionEvent> AddSeries(JointActionState state, ActionSeries series, Asked asked)
    {
        if (!asked.As.Coordinator && !state.IsOwner(asked)) return Refusals.NotOwner;
        if (state.Series.Contains(series)) return Decision<JointActionEvent>.Nothing;
        if (state.Phase == ActionPhase.Closed) return Refusals.Closed;
        if (state.Series.Any(other => other.Id == series.Id)) return Refusals.SeriesExists;
        if (state.Series.Any(other => other.Order == series.Order)) return Refusals.OrderTaken;
        if (state.Series.Count >= SeriesMax) return Refusals.TooManySeries;
        if (!SeriesFits(series)) return Refusals.SeriesInvalid;

        return new JointActionEvent.SeriesAdded(series);
    }

    private static bool SeriesFits(ActionSeries series) =>
        series.Title.Fits(Texts.TitleMax) && series.Order is >= 1 and <= 999
        && series.Scopes.Count <= ScopesPerSeriesMax && series.Scopes.Distinct().Count() == series.Scopes.Count
        && series.Scopes.All(scope => Texts.Fits(scope, Texts.WordMax) && !scope.Contains('/'));

    private static Decision<JointActionEvent> NameScope(
        JointActionState state, JointActionCommand.NameScope name, Asked asked)
    {
        var named = new JointActionEvent.ScopeNamed(name.Scope, name.Name);
        if (!asked.As.Coordinator && !state.IsOwner(asked)) return Refusals.NotOwner;
        if (state.ScopeNames.Contains(named)) return Decision<JointActionEvent>.Nothing;
        if (!state.HasScope(name.Scope)) return Refusals.ScopeUnknown;
        if (!name.Name.Fits(Texts.WordMax)) return Refusals.TextsInvalid;

        return named;
    }

    private static Decision<JointActionEvent> AddParticipant(
        JointActionState state, Participant participant, MemberFacts member, Asked asked)
    {
        if (!asked.SpeaksFor(participant.OrganisationId)) return Asked.Refusals.NotYourOrganisation;
        if (participant.SeriesIds.Any(id => state.Series.All(series => series.Id != id)))
            return Refusals.SeriesUnknown with { Field = "seriesIds" };
        var known = Existing(state, participant);
        var added = Added(known, participant);
        if (added is null) return Decision<JointActionEvent>.Nothing;
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
