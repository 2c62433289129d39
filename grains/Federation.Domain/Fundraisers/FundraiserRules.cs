using System.Diagnostics;
using Federation.Domain.JointActions;

namespace Federation.Domain.Fundraisers;

// What may happen to a campaign (see Fundraiser.cs for the boundary and for what the balance is based on).

internal static class FundraiserRules
{
    private static readonly Decision<FundraiserEvent> Nothing = Decision<FundraiserEvent>.Nothing;

    public static Decision<FundraiserEvent> Decide(FundraiserState state, FundraiserCommand command, Asked asked) =>
        command switch
        {
            FundraiserCommand.Create create => Create(state, create, asked),
            _ when state.About is null => Asked.Refusals.NotFound,
            FundraiserCommand.ApproveSpending approve => SpendingRules.Approve(state, approve, asked),
            FundraiserCommand.RefuseSpending refuse => SpendingRules.Refuse(state, refuse, asked),
            _ when !asked.As.Coordinator => Asked.Refusals.NotCoordinator,
            FundraiserCommand.EnterSpending enter => SpendingRules.Enter(state, enter, asked),
            FundraiserCommand.PublishTotal publish => PublishTotal(state, state.About, publish, asked),
            FundraiserCommand.StateRelays relays => StateRelays(state, state.About, relays, asked),
            FundraiserCommand.Reconcile reconcile => Reconcile(state, state.About, reconcile, asked),
            FundraiserCommand.CorrectTotal correct => CorrectTotal(state, correct, asked),
            FundraiserCommand.CorrectRelays correct => CorrectRelays(state, correct, asked),
            FundraiserCommand.Close close => Close(state, close, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };

    private static Decision<FundraiserEvent> Create(
        FundraiserState state, FundraiserCommand.Create create, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        var created = new FundraiserEvent.Created(
            create.AllianceId, create.JointActionId, create.Title, create.Platform, create.Purpose, create.Window,
            create.TargetFen, create.RegistrationNumber, create.Url);
        if (state.About == created) return Nothing;
        if (state.About is not null) return Fundraising.Refusals.AlreadyCreated;
        if (create.JointActionId is not null && create.ActionAllianceId != create.AllianceId)
            return Fundraising.Refusals.ActionElsewhere;
        if (!create.Window.IsValid()) return Fundraising.Refusals.DaysInvalid;
        if (create.TargetFen is { } target && !IsAmount(target))
            return Fundraising.Refusals.AmountInvalid with { Field = "targetFen" };
        if (!create.Title.Fits(Texts.TitleMax) || !create.Platform.Fits(Texts.TitleMax)
            || !create.Purpose.Fits(Texts.PassageMax) || !Texts.FitsOrMissing(create.RegistrationNumber, Texts.WordMax)
            || !IsAddress(create.Url)) return Fundraising.Refusals.TextsInvalid;

        return created;
    }

    public static bool IsAmount(long fen) => fen is > 0 and <= Yuan.FenMax;

    // An address stands as a link on a public page: nothing but the web's own schemes.
    private static bool IsAddress(string? url) => url is null
        || (url.Length <= Fundraising.UrlMax && !url.Any(char.IsWhiteSpace)
            && (url.StartsWith("https://", StringComparison.Ordinal)
                || url.StartsWith("http://", StringComparison.Ordinal)));

    private static Decision<FundraiserEvent> PublishTotal(
        FundraiserState state, FundraiserEvent.Created about, FundraiserCommand.PublishTotal publish, Asked asked)
    {
        var total = new Statement(asked.On, publish.AmountFen);
        if (state.Totals.Contains(total)) return Nothing;
        if (DayRefused(state, about, state.Totals, asked) is { } refused) return refused;
        if (!IsAmount(total.Value)) return Fundraising.Refusals.AmountInvalid;
        if (!Texts.FitsOrMissing(publish.Source, Texts.SourceMax)) return Fundraising.Refusals.TextsInvalid;
        var latest = Fundraiser.Put(state.Totals, total)[^1];
        if (BelowSpent(state, publish.Gifts, latest)) return Fundraising.Refusals.BelowSpent;

        return new FundraiserEvent.TotalPublished(
            total, publish.Source, latest, StandIn(state, publish.Gifts, latest));
    }

    private static Decision<FundraiserEvent> CorrectTotal(
        FundraiserState state, FundraiserCommand.CorrectTotal correct, Asked asked)
    {
        if (state.Totals.FirstOrDefault(total => total.On == correct.Of) is not { } was)
            return Fundraising.Refusals.NothingToCorrect;
        if (was.Value == correct.AmountFen) return Nothing;
        if (!IsAmount(correct.AmountFen)) return Fundraising.Refusals.AmountInvalid with { Field = "value" };
        var total = was with { Value = correct.AmountFen };
        var latest = Fundraiser.Put(state.Totals, total)[^1];
        if (BelowSpent(state, correct.Gifts, latest)) return Fundraising.Refusals.BelowSpent;

        return new FundraiserEvent.TotalCorrected(
            total, was.Value, correct.ReasonId, latest, StandIn(state, correct.Gifts, latest));
    }

    private static bool BelowSpent(FundraiserState state, GiftFacts gifts, Statement latest) =>
        !gifts.Itemised && latest.Value < state.SpentFen;

    // As long as no gift is recorded, the latest total is what the platform holds: the old one leaves the ledger.
    private static Items<Posting> StandIn(FundraiserState state, GiftFacts gifts, Statement latest) =>
        gifts.Itemised || latest.Value == state.PostedFen ? [] :
        [
            .. Ledger.Move(LedgerAccount.Held, LedgerAccount.Published, state.PostedFen),
            .. Ledger.Move(LedgerAccount.Published, LedgerAccount.Held, latest.Value),
        ];

    private static Decision<FundraiserEvent> StateRelays(
        FundraiserState state, FundraiserEvent.Created about, FundraiserCommand.StateRelays command, Asked asked)
    {
        var relays = new Statement(asked.On, command.Count);
        if (state.Relays.Contains(relays)) return Nothing;
        if (DayRefused(state, about, state.Relays, asked) is { } refused) return refused;
        if (command.Count is < 0 or > Fundraising.CountMax) return Fundraising.Refusals.CountInvalid;

        return new FundraiserEvent.RelaysStated(relays, Fundraiser.Put(state.Relays, relays)[^1]);
    }

    private static Decision<FundraiserEvent> CorrectRelays(
        FundraiserState state, FundraiserCommand.CorrectRelays correct, Asked asked)
    {
        if (state.Relays.FirstOrDefault(relays => relays.On == correct.Of) is not { } was)
            return Fundraising.Refusals.NothingToCorrect;
        if (was.Value == correct.Count) return Nothing;
        if (correct.Count is < 0 or > Fundraising.CountMax)
            return Fundraising.Refusals.CountInvalid with { Field = "value" };
        var relays = was with { Value = correct.Count };

        return new FundraiserEvent.RelaysCorrected(
            relays, was.Value, correct.ReasonId, Fundraiser.Put(state.Relays, relays)[^1]);
    }

    private static Refusal? DayRefused(
        FundraiserState state, FundraiserEvent.Created about, Items<Statement> stated, Asked asked) =>
        state.Closed ? Fundraising.Refusals.Closed
        : asked.On < about.Window.OpensOn ? Fundraising.Refusals.BeforeOpening
        : stated.Any(other => other.On == asked.On) ? Fundraising.Refusals.AlreadyStated
        : stated.Count >= Fundraising.EntriesMax ? Fundraising.Refusals.TooManyEntries
        : null;

    private static Decision<FundraiserEvent> Reconcile(
        FundraiserState state, FundraiserEvent.Created about, FundraiserCommand.Reconcile command, Asked asked)
    {
        var ours = command.Gifts.Itemised
            ? command.Gifts.Fen : state.Totals.LastOrDefault(total => total.On <= command.AsOf)?.Value ?? 0;
        var reconciled = new FundraiserEvent.Reconciled(
            command.ReconciliationId, command.AsOf, command.StatementFen, ours, command.Explanation);
        if (state.Reconciliations.Contains(reconciled)) return Nothing;
        if (asked.DayRefused(command.AsOf) is { } day) return day with { Field = "asOf" };
        if (state.Reconciliations.Any(other => other.ReconciliationId == command.ReconciliationId))
            return Fundraising.Refusals.AlreadyReconciled;
        if (state.Closed) return Fundraising.Refusals.Closed;
        if (command.AsOf < about.Window.OpensOn) return Fundraising.Refusals.BeforeOpening with { Field = "asOf" };
        if (command.StatementFen is < 0 or > Yuan.FenMax)
            return Fundraising.Refusals.AmountInvalid with { Field = "statementFen" };
        if (command.Explanation?.Fits(Texts.NoteMax) == false) return Fundraising.Refusals.TextsInvalid;
        if (command.StatementFen != ours && command.Explanation is null)
            return Fundraising.Differs(command.StatementFen, ours);
        if (state.Reconciliations.Count >= Fundraising.EntriesMax) return Fundraising.Refusals.TooManyEntries;

        return reconciled;
    }

    private static Decision<FundraiserEvent> Close(FundraiserState state, FundraiserCommand.Close close, Asked asked)
    {
        if (state.Closed) return Nothing;
        if (state.Spendings.Any(entry => entry.Step == SpendingStep.Waiting))
            return Fundraising.Refusals.SpendingsWaiting;
        if (close.Remainder?.Fits(Texts.NoteMax) == false) return Fundraising.Refusals.TextsInvalid;
        var raised = SpendingRules.Base(state, close.Gifts);
        if (raised > state.SpentFen && close.Remainder is null) return Fundraising.Refusals.RemainderUnexplained;

        return new FundraiserEvent.Closed(raised, state.SpentFen, raised - state.SpentFen, close.Remainder);
    }
}
