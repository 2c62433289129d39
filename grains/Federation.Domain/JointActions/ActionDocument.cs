using System.Diagnostics;
using Federation.Domain.Help;

namespace Federation.Domain.JointActions;

// One document of a joint action (行动方案, 教案 …) in versions.
//
// One stream per document: its versions are numbered without gaps, none is ever replaced, and a withdrawn document
// takes no further ones. A version is a file kept by the gateway or a link; only an illustration may be a title alone.

public enum DocumentKind { ActionPlan, LessonPlan, Other }

/// <summary>A version's content; a file's bytes are kept apart, under its id.</summary>
public sealed record DocumentContent(PackageFile? File, string? Link)
{
    public const int LinkMax = 500;

    public bool IsEmpty() => File is null && Link is null;

    /// <summary>Only a page that is fetched safely, and nothing that runs.</summary>
    public bool LinkFits() => Link is null || (Link.Length <= LinkMax
        && Uri.TryCreate(Link, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps);
}

public abstract record DocumentCommand
{
    /// <param name="MembersOnly">Only the alliance and those who take part may open it.</param>
    [Name("documents.add")]
    public sealed record Add(
        DocumentKind Kind, Name Title, bool MembersOnly, DocumentContent Content, ActionDesk Action,
        bool Illustrative = false, string? Source = null) : DocumentCommand;

    [Name("documents.add-version")]
    public sealed record AddVersion(DocumentContent Content, ActionDesk Action) : DocumentCommand;

    [Name("documents.withdraw")]
    public sealed record Withdraw(ActionDesk Action) : DocumentCommand;

    private DocumentCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record DocumentEvent
{
    [Name("documents.added.v1", "上传行动文件", "Added a document")]
    public sealed record Added(
        string AllianceId, DocumentKind Kind, Name Title, bool MembersOnly, DocumentContent Content, bool Illustrative,
        string? Source) : DocumentEvent;

    [Name("documents.version-added.v1", "上传行动文件新版本", "Added a version of a document")]
    public sealed record VersionAdded(long Version, DocumentContent Content) : DocumentEvent;

    [Name("documents.withdrawn.v1", "撤下行动文件", "Withdrew a document")]
    public sealed record Withdrawn : DocumentEvent;

    private DocumentEvent() { }
}

/// <summary>A document as its rules need it; <c>About</c> is null until it was added.</summary>
public sealed record DocumentState(DocumentEvent.Added? About, DocumentContent? Latest, long Versions, bool Withdrawn);

public static class ActionDocument
{
    public const int VersionsMax = 50;

    public static class Refusals
    {
        public static readonly Refusal AlreadyAdded = new("document-already-added",
            "该文件已存在，且内容不同；如有改动请添加新版本。",
            "This document exists with other content; add a version instead.");

        public static readonly Refusal TextsInvalid = new("document-texts-invalid",
            $"请填写文件名称（不超过{Texts.TitleMax}字）；来源不超过{Texts.SourceMax}字。",
            $"Give a title (at most {Texts.TitleMax} characters); a source has at most {Texts.SourceMax}.",
            Field: "title");

        public static readonly Refusal Empty = new("document-empty",
            "请上传文件或填写链接；手头没有的，写明哪份资料提到它。",
            "Send a file, give a link, or say which source tells of it.", Field: "link");

        public static readonly Refusal LinkInvalid = new("document-link-invalid",
            $"链接须以 https:// 开头，不超过{DocumentContent.LinkMax}字。",
            $"A link begins with https:// and has at most {DocumentContent.LinkMax} characters.", Field: "link");

        public static readonly Refusal TooManyVersions = new("too-many-document-versions",
            $"一份文件最多{VersionsMax}个版本，请另建一份。", $"A document has at most {VersionsMax} versions; add another one.");

        public static readonly Refusal Withdrawn = new("document-withdrawn",
            "该文件已撤下，请另行添加。", "This document was withdrawn; add another one.");
    }

    public static readonly Boundary<DocumentState, DocumentCommand, DocumentEvent> Boundary =
        new("document", Decider, new("行动文件", "Document"));

    public static Decider<DocumentState, DocumentCommand, DocumentEvent> Decider(string id) =>
        new(new(null, null, 0, false), Decide, Evolve);

    private static Decision<DocumentEvent> Decide(DocumentState state, DocumentCommand command, Asked asked)
    {
        if (command is DocumentCommand.Add add) return Add(state, add, asked);
        if (state.About is null) return Asked.Refusals.NotFound;

        return command switch
        {
            DocumentCommand.AddVersion version => AddVersion(state, version, asked),
            DocumentCommand.Withdraw withdraw => Withdraw(state, withdraw, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<DocumentEvent> Add(DocumentState state, DocumentCommand.Add add, Asked asked)
    {
        var added = new DocumentEvent.Added(
            add.Action.AllianceId, add.Kind, add.Title, add.MembersOnly, add.Content, add.Illustrative, add.Source);
        if (add.Action.OwnerRefused(asked) is { } refused) return refused;
        if (state.Withdrawn) return Refusals.Withdrawn;
        if (state.About == added) return Decision<DocumentEvent>.Nothing;
        if (state.About is not null) return Refusals.AlreadyAdded;
        if (!add.Title.Fits(Texts.TitleMax) || !Texts.FitsOrMissing(add.Source, Texts.SourceMax))
            return Refusals.TextsInvalid;
        // A source may tell of a document that nobody has at hand; it stands here by its title.
        if (add.Content.IsEmpty() && !add.Illustrative && add.Source is null) return Refusals.Empty;
        if (!add.Content.LinkFits()) return Refusals.LinkInvalid;

        return added;
    }

    private static Decision<DocumentEvent> AddVersion(
        DocumentState state, DocumentCommand.AddVersion add, Asked asked)
    {
        if (add.Action.OwnerRefused(asked) is { } refused) return refused;
        if (state.Withdrawn) return Refusals.Withdrawn;
        if (state.Latest == add.Content) return Decision<DocumentEvent>.Nothing;
        if (add.Content.IsEmpty()) return Refusals.Empty;
        if (!add.Content.LinkFits()) return Refusals.LinkInvalid;
        if (state.Versions >= VersionsMax) return Refusals.TooManyVersions;

        return new DocumentEvent.VersionAdded(state.Versions + 1, add.Content);
    }

    private static Decision<DocumentEvent> Withdraw(
        DocumentState state, DocumentCommand.Withdraw withdraw, Asked asked)
    {
        if (withdraw.Action.OwnerRefused(asked) is { } refused) return refused;
        if (state.Withdrawn) return Decision<DocumentEvent>.Nothing;

        return new DocumentEvent.Withdrawn();
    }

    private static DocumentState Evolve(DocumentState state, DocumentEvent recorded) => recorded switch
    {
        DocumentEvent.Added e => new(e, e.Content, 1, false),
        DocumentEvent.VersionAdded e => state with { Latest = e.Content, Versions = e.Version },
        DocumentEvent.Withdrawn => state with { Withdrawn = true },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
