using System.Diagnostics;
using Federation.Domain.JointActions;

namespace Federation.Domain.Merchants;

// The text of an action's integrity pledge (诚信经营承诺书) in versions: what a shop promises, and for how many months.
//
// One stream per joint action. A version is published by a coordinator and never changes afterwards, since pledges were
// signed under it; what is to be said otherwise is the next version. Numbers go up by one.

public abstract record PledgeTextCommand
{
    [Name("pledge-texts.publish")]
    public sealed record Publish(PledgeWording Wording) : PledgeTextCommand;

    private PledgeTextCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record PledgeTextEvent
{
    [Name("pledge-texts.published.v1", "发布承诺书文本", "Published a pledge text")]
    public sealed record Published(int Version, DateOnly Day, PledgeWording Wording) : PledgeTextEvent;

    private PledgeTextEvent() { }
}

/// <summary>What one version says.</summary>
/// <param name="Text">The wording in full; null: only the promises are known.</param>
/// <param name="ValidMonths">How long a pledge under it holds; null: it does not lapse.</param>
/// <param name="Illustrative">Worded as an illustration, not taken from a document.</param>
/// <param name="Source">Title of the document it is taken from, if one.</param>
public sealed record PledgeWording(
    Name Title, Items<Name> Promises, Name? Text = null, int? ValidMonths = null, bool Illustrative = false,
    string? Source = null)
{
    /// <summary>The field that does not fit; null: all do.</summary>
    public string? Unfit() =>
        !Title.Fits(Texts.TitleMax) ? "title"
        : Promises.Count is < 1 or > Pledge.PromisesMax || !Promises.All(promise => promise.Fits(Texts.PlaceMax))
            ? "promises"
        : Text?.Fits(Texts.PassageMax) == false ? "text"
        : !Texts.FitsOrMissing(Source, Texts.SourceMax) ? "source" : null;
}

public sealed record PledgeTextState(PledgeTextEvent.Published? Newest);

public static class PledgeText
{
    public const int VersionsMax = 50;
    public const int MonthsMax = 120;

    public static class Refusals
    {
        public static readonly Refusal WordingInvalid = new("pledge-wording-invalid",
            $"请填写标题（不超过{Texts.TitleMax}字）和1至{Pledge.PromisesMax}条承诺；全文不超过{Texts.PassageMax}字。",
            $"Give a title (at most {Texts.TitleMax} characters) and 1 to {Pledge.PromisesMax} promises; "
            + $"the text has at most {Texts.PassageMax} characters.", Field: "title");

        public static readonly Refusal MonthsInvalid = new("pledge-months-invalid",
            $"有效期须为1至{MonthsMax}个月，不填表示长期有效。",
            $"A pledge holds for 1 to {MonthsMax} months, or without end when none is given.", Field: "validMonths");

        public static readonly Refusal OutOfOrder = new("pledge-text-out-of-order",
            "新版本的发布日期不能早于上一版。", "A version is not published before the one it follows.", Field: "on");

        public static readonly Refusal TooManyVersions = new("too-many-pledge-versions",
            $"承诺书最多有{VersionsMax}个版本。", $"A pledge text has at most {VersionsMax} versions.");
    }

    public static readonly Boundary<PledgeTextState, PledgeTextCommand, PledgeTextEvent> Boundary =
        new("pledge-text", Decider, new("承诺书文本", "Pledge text"));

    public static Decider<PledgeTextState, PledgeTextCommand, PledgeTextEvent> Decider(string id) =>
        new(new(null), Decide, Evolve);

    private static Decision<PledgeTextEvent> Decide(PledgeTextState state, PledgeTextCommand command, Asked asked)
    {
        if (command is not PledgeTextCommand.Publish { Wording: var wording })
            throw new UnreachableException(command.GetType().Name);
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.Newest?.Wording == wording) return Decision<PledgeTextEvent>.Nothing;
        if (wording.Unfit() is { } field) return Refusals.WordingInvalid with { Field = field };
        if (wording.ValidMonths is < 1 or > MonthsMax) return Refusals.MonthsInvalid;
        if (asked.On < state.Newest?.Day) return Refusals.OutOfOrder;
        var version = (state.Newest?.Version ?? 0) + 1;

        return version > VersionsMax
            ? Refusals.TooManyVersions
            : new PledgeTextEvent.Published(version, asked.On, wording);
    }

    private static PledgeTextState Evolve(PledgeTextState state, PledgeTextEvent recorded) => recorded switch
    {
        PledgeTextEvent.Published e => new(e),
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
