using System.Text.RegularExpressions;
using MediatR;

namespace Federation.Api.Http;

/// <summary>One POST being answered, sent by the API or by a form: who asks, under which key, for which day, with which
/// payload.</summary>
/// <remarks>A route's command says which stream, which command, in which standing; this does the rest.</remarks>
public partial class Post
{
    internal const int TextMax = 4_000;
    private const string Nobody = "anonymous";
    private readonly string _key, _payload;
    private readonly DateOnly? _on;
    private readonly List<Attachment> _attachments = [];
    private readonly List<Basis> _basis = [];
    private int _prepared;

    private Post(HttpContext http, Caller caller, string key, string payload, DateOnly? on)
    {
        (Http, Caller, _key, _payload, _on) = (http, caller, key, payload, on);
        Log = http.RequestServices.GetRequiredService<EventLog>();
        Now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
    }

    protected Post(Post same) : this(same.Http, same.Caller, same._key, same._payload, same._on)
    {
    }

    public HttpContext Http { get; }

    public Caller Caller { get; }

    public EventLog Log { get; }

    public Rows Rows => Log.Rows;

    public DateTimeOffset Now { get; }

    /// <summary>The Shanghai day of the stated fact: as sent, else today.</summary>
    public DateOnly On => _on ?? Days.Of(Now);

    /// <summary>An id of the route's address, checked.</summary>
    public string this[string name] => Reference((string)Http.Request.RouteValues[name]!, name);

    /// <summary>The Idempotency-Key of an API request, in one spelling.</summary>
    public static string KeyOf(HttpContext http) => Guid.TryParse(http.Request.Headers["Idempotency-Key"], out var key)
        ? key.ToString("N")
        : throw new ProblemException(Problem.NoKey);

    /// <param name="canonicalBody">What the payload HMAC is over, beside method and path.</param>
    public static Post Of(HttpContext http, byte[] canonicalBody, DateOnly? on, string? formKey = null) => new(
        http, http.Features.Get<Caller>() ?? Caller.Anonymous, formKey ?? KeyOf(http),
        http.RequestServices.GetRequiredService<EventLog>().Vault
            .PayloadOf(http.Request.Method, http.Request.Path, canonicalBody), on);

    /// <summary>The same for one of several streams that one request touches: each has a key of its own.</summary>
    public Post For(string part) => new(Http, Caller, $"{_key}.{part}", _payload, _on);

    /// <summary>The id the caller gives, or one derived from (user, key) so that a retry meets the same grain.
    /// </summary>
    public string Id(string? given, string purpose = "id")
    {
        if (given is null) return Log.Vault.IdOf(Caller.Account ?? "", _key, purpose);
        return IdPattern().IsMatch(given) || Accepted ? given : throw new ProblemException(Problem.Malformed(
            purpose, "编号只能由小写字母、数字和横线组成，最长 64 个字符。", "An id has 1 to 64 of a-z, 0-9 and hyphen."));
    }

    /// <summary>This very request was accepted before, perhaps by a version that knew fewer rules: its answer stays
    /// what it was.</summary>
    private bool Accepted => Log.OutcomeOf(Caller.Account ?? Nobody, _key, _payload)?.Kind is OutcomeKind.Accepted;

    /// <summary>Whether it is spelled as ids are.</summary>
    public static bool IsId(string id) => IdPattern().IsMatch(id);

    /// <summary>Checks an id from the route or a reference in the body.</summary>
    public static string Reference(string id, string field) => IdPattern().IsMatch(id)
        ? id
        : throw new ProblemException(Problem.Malformed(field, $"“{field}”不是有效的编号。", $"'{field}' is not a valid id."));

    /// <summary>Seals free text; the command carries the id that comes back. Null for no text.</summary>
    public string? Text(string? words, string field, string owner, int max = TextMax)
    {
        if (string.IsNullOrWhiteSpace(words)) return null;
        if (words.Length > max) throw new ProblemException(Problem.Malformed(
            field, $"“{field}”最长 {max} 个字符。", $"'{field}' has at most {max} characters."));
        var id = Id(null, $"text {field}");
        _attachments.Add(new(id, "text", owner, words.Trim()));
        return id;
    }

    /// <summary>Seals what identifies a person, under the person's own id.</summary>
    public void Person(string personId, string owner, string plainJson) =>
        _attachments.Add(new(personId, "person", owner, plainJson));

    /// <summary>The stream was begun by this very request, or by the one that it is a retry of.</summary>
    public bool Began(string stream) => Rows.One(
        "select count(*) from events where stream = @stream and version = 1 and actor = @actor and key = @key",
        r => r.GetInt64(0), ("stream", stream), ("actor", Caller.Account), ("key", _key)) > 0;

    /// <summary>Call before reading facts of another stream: the append checks that the stream has not moved since.
    /// </summary>
    /// <remarks>The first time what is remembered will do: where another process moved the stream meanwhile, the append
    /// says so, and it is read.</remarks>
    /// <returns>The version it stands at.</returns>
    public long RestOn(string stream)
    {
        var version = _prepared > 1 ? Log.VersionOf(stream) : Log.LikelyVersionOf(stream);
        _basis.Add(new(stream, version));
        return version;
    }

    /// <summary>A fact that one stream's events alone derive: read from its rows once for each of its
    /// versions.</summary>
    public T Fact<T>(string stream, string what, Func<T> read) => Log.Facts.Of(stream, RestOn(stream), what, read);

    /// <summary>Asks the grain. <paramref name="prepare"/> builds the command from current facts; it runs again when
    /// one moved.</summary>
    public async Task<Done> Run(string stream, Func<object> prepare, bool coordinator, string? id = null)
    {
        var asked = new Asked(Caller.Account ?? Nobody, Caller.Standing(coordinator), Now, On);
        try
        {
            return new(id, await Send(stream, prepare, asked));
        }
        catch (ProblemException) when (Log.OutcomeOf(asked.By, _key, _payload) is { } known)
        {
            return new(id, known); // Accepted before; what it rested on may be gone by now, its answer is not.
        }
    }

    private Task<Outcome> Send(string stream, Func<object> prepare, Asked asked) =>
        Http.RequestServices.GetRequiredService<IMediator>().Send(
            new Ask(stream, asked, () =>
            {
                _prepared++;
                _basis.Clear();
                _attachments.Clear();
                var command = prepare();
                return (command, new CommandContext(_key, _payload, asked)
                {
                    Attachments = [.. _attachments], Basis = [.. _basis],
                });
            }),
            Http.RequestAborted);

    [GeneratedRegex(@"^[a-z0-9-]{1,64}\z")] // A dollar would let a last line feed pass.
    private static partial Regex IdPattern();
}
