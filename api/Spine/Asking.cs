using System.Text.RegularExpressions;
using Federation.Domain;
using Federation.Log;
using MediatR;

namespace Federation.Api.Spine;

/// <summary>One command being asked for, by the API or by a form: who, under which key,
/// for which day, with which payload.</summary>
/// <remarks>Endpoints and pages hold one of these and say which stream, which command, in
/// which standing; it does the rest.</remarks>
public sealed partial class Asking(HttpContext http, Caller caller, string key, string payload, DateOnly? on)
{
    private const int TextMax = 4_000;
    private readonly EventLog _log = http.RequestServices.GetRequiredService<EventLog>();
    private readonly List<Attachment> _attachments = [];
    private readonly List<Basis> _basis = [];

    public HttpContext Http { get; } = http;

    /// <summary>The Idempotency-Key of an API request, in one spelling.</summary>
    public static string KeyOf(HttpContext http) => Guid.TryParse(http.Request.Headers["Idempotency-Key"], out var key)
        ? key.ToString("N")
        : throw new ProblemException(Problem.NoKey);

    /// <param name="canonicalBody">What the payload HMAC is over, beside method and path.</param>
    public static Asking Of(HttpContext http, byte[] canonicalBody, DateOnly? on, string? formKey = null) => new(
        http, http.Features.Get<Caller>() ?? Caller.Anonymous, formKey ?? KeyOf(http),
        http.RequestServices.GetRequiredService<EventLog>().Vault
            .PayloadOf(http.Request.Method, http.Request.Path, canonicalBody), on);

    /// <summary>The same asking for one of several streams that one request touches: each
    /// has a key of its own.</summary>
    public Asking For(string part) => new(Http, Caller, $"{key}.{part}", payload, on);

    public Caller Caller { get; } = caller;

    public EventLog Log => _log;

    public Rows Rows => _log.Rows;

    public DateTimeOffset Now { get; } = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>The Shanghai day of the stated fact: as sent, else today.</summary>
    public DateOnly On => on ?? Days.Of(Now);

    /// <summary>The id the caller gives, or one derived from (user, key) so that a retry
    /// meets the same grain.</summary>
    public string Id(string? given, string purpose = "id")
    {
        if (given is null) return _log.Vault.IdOf(Caller.Account ?? "", key, purpose);
        if (!IdPattern().IsMatch(given)) throw new ProblemException(Problem.Malformed(
            purpose, "编号只能由小写字母、数字和横线组成，最长 64 个字符。", "An id has 1 to 64 of a-z, 0-9 and hyphen."));
        return given;
    }

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

    /// <summary>Call before reading facts of another stream: the append checks that the
    /// stream has not moved since.</summary>
    public void RestOn(string stream) => _basis.Add(new(stream, _log.VersionOf(stream)));

    /// <summary>Asks the grain. <paramref name="prepare"/> builds the command from current facts;
    /// it runs again when one moved.</summary>
    public async Task<Done> Run(string stream, Func<object> prepare, bool coordinator, string? id = null)
    {
        var asked = new Asked(Caller.Account ?? "anonymous", Caller.Standing(coordinator), Now, On);
        try
        {
            return new(id, await Send(stream, prepare, asked));
        }
        catch (ProblemException) when (_log.OutcomeOf(asked.By, key, payload) is { } known)
        {
            return new(id, known); // Accepted before; what it rested on may be gone by now, its answer is not.
        }
    }

    private Task<Outcome> Send(string stream, Func<object> prepare, Asked asked) =>
        Http.RequestServices.GetRequiredService<IMediator>().Send(
            new Ask(stream, asked, () =>
            {
                _basis.Clear();
                _attachments.Clear();
                var command = prepare();
                return (command, new CommandContext(key, payload, asked)
                {
                    Attachments = [.. _attachments], Basis = [.. _basis],
                });
            }),
            Http.RequestAborted);

    [GeneratedRegex("^[a-z0-9-]{1,64}$")]
    private static partial Regex IdPattern();
}

/// <summary>What became of an asked command, with the id of what it made.</summary>
public sealed record Done(string? Id, Outcome Outcome)
{
    public bool Accepted => Outcome.Kind == OutcomeKind.Accepted;

    /// <summary>Why not, when it was not accepted.</summary>
    public Problem? Problem => Outcome.Kind switch
    {
        OutcomeKind.Accepted => null,
        OutcomeKind.Refused => Spine.Problem.Of(Outcome.Refusal!),
        OutcomeKind.OtherPayload => Spine.Problem.OtherPayload,
        _ => Spine.Problem.Busy,
    };

    /// <summary>200 with id, version and position.</summary>
    public IResult Answer(HttpContext http, object? more = null)
    {
        if (Problem is { } problem) return problem.Answer(http);
        http.Response.Headers.ETag = $"\"{Outcome.Position}\"";
        var body = new Dictionary<string, object?>
        {
            ["id"] = Id, ["version"] = Outcome.Version, ["position"] = Outcome.Position,
        };
        foreach (var property in more?.GetType().GetProperties() ?? []) body[property.Name] = property.GetValue(more);
        return Results.Json(body, Bodies.Options, statusCode: 200);
    }

    /// <summary>201 with the Location of what was made.</summary>
    public IResult Created(HttpContext http, string location, object? more = null)
    {
        if (Problem is { } problem) return problem.Answer(http);
        http.Response.Headers.Location = location;
        http.Response.Headers.ETag = $"\"{Outcome.Position}\"";
        var body = new Dictionary<string, object?>
        {
            ["id"] = Id, ["version"] = Outcome.Version, ["position"] = Outcome.Position,
        };
        foreach (var property in more?.GetType().GetProperties() ?? []) body[property.Name] = property.GetValue(more);
        return Results.Json(body, Bodies.Options, statusCode: 201);
    }
}
