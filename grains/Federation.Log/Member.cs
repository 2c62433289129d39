using System.Text.Json;
using Federation.Domain;

namespace Federation.Log;

/// <summary>What surrounds a command: its key and payload, who asks, and what is written beside its events.</summary>
/// <param name="Key">The caller's Idempotency-Key, scoped to the asker.</param>
/// <param name="Payload">HMAC over method, path and the body as received: another payload under the key is
/// told.</param>
public sealed record CommandContext(string Key, string Payload, Asked Asked)
{
    /// <summary>Personal data and free text, sealed in the same transaction; events carry only their ids.</summary>
    public Items<Attachment> Attachments { get; init; } = [];

    /// <summary>Streams whose facts the command rests on, at the versions they were read.</summary>
    public Items<Basis> Basis { get; init; } = [];

    /// <summary>A Process learns one answer for ever, so its refusals are stored too.</summary>
    public bool KeepsRefusal { get; init; }
}

/// <summary>A fact was read when <paramref name="Stream"/> stood at <paramref name="Version"/>.</summary>
/// <param name="Stream">Or, ending in <c>/*</c>, a family: all streams that begin so, whose version is the number of
/// their events. For the rare fact about all of them, such as that no session of an action is open.</param>
public sealed record Basis(string Stream, long Version)
{
    /// <summary>The family's beginning with its slash; null for one stream.</summary>
    public static string? FamilyOf(string stream) =>
        stream.EndsWith("/*", StringComparison.Ordinal) ? stream[..^1] : null;

    /// <summary>The first name after the family's: the slash's successor in its place.</summary>
    public static string EndOf(string family) => family[..^1] + (char)('/' + 1);
}

/// <summary>A record of personal data or free text to be encrypted under a key of its own.</summary>
/// <param name="Kind"><c>person</c> or <c>text</c>.</param>
/// <param name="Plain">JSON for a person, the words for a text.</param>
public sealed record Attachment(string Id, string Kind, string Owner, string Plain);

/// <summary>What became of a command.</summary>
public sealed record Outcome(OutcomeKind Kind, long Version, long Position, Refusal? Refusal = null)
{
    /// <summary>The key was accepted before with another payload.</summary>
    public static readonly Outcome OtherPayload = new(OutcomeKind.OtherPayload, 0, 0);

    /// <summary>A fact the command rests on changed meanwhile: read it again and ask again, with the same
    /// key.</summary>
    public static readonly Outcome BasisMoved = new(OutcomeKind.BasisMoved, 0, 0);

    /// <summary>Others were faster too often: safe to ask again with the same key.</summary>
    public static readonly Outcome Busy = new(OutcomeKind.Busy, 0, 0);
}

public enum OutcomeKind { Accepted, Refused, OtherPayload, BasisMoved, Busy }

/// <summary>One decided command on its way into the log.</summary>
public sealed record Decided(
    CommandContext Context, IReadOnlyList<object> Events, Refusal? Refusal,
    IReadOnlyList<Claim> Claims, IReadOnlyList<Claim> Releases)
{
    /// <summary>Whether anything is written for it: an accepted command always stores its key and outcome.</summary>
    public bool Writes => Refusal is null || Context.KeepsRefusal;

    /// <summary>The events as they are stored, made where they are decided: the one thread that writes has enough to
    /// do.</summary>
    internal string[] Bodies { get; } =
        [.. Events.Select(body => JsonSerializer.Serialize(body, body.GetType(), Json.Options))];
}

/// <summary>One stream's turn in a batch: all or nothing of its commands, in order, on the version they were decided
/// on.</summary>
public sealed class Member(string stream, long expected, IReadOnlyList<Decided> commands)
{
    public string Stream { get; } = stream;

    public long Expected { get; } = expected;

    public IReadOnlyList<Decided> Commands { get; } =
        commands.DistinctBy(c => (c.Context.Asked.By, c.Context.Key)).Count() == commands.Count
            ? commands
            : throw new ArgumentException(
                "A key occurs twice in one turn: its twin has to wait for the outcome.", nameof(commands));

    internal TaskCompletionSource<MemberResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Committed: an outcome and the stored events per command. Lost: why, so that the turn can be decided
/// again.</summary>
public abstract record MemberResult
{
    public sealed record Committed(IReadOnlyList<Outcome> Outcomes, long Version, byte[] Hash) : MemberResult;

    /// <param name="Settled">Commands (by index) that now have their answer: known keys, taken claims, a moved
    /// basis.</param>
    public sealed record Lost(long StoredVersion, IReadOnlyDictionary<int, Outcome> Settled) : MemberResult;

    private MemberResult() { }
}
