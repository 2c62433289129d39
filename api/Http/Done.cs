namespace Federation.Api.Http;

/// <summary>What became of an asked command, with the id of what it made.</summary>
public sealed record Done(string? Id, Outcome Outcome)
{
    private Dictionary<string, object?> Named { get; init; } = [];

    /// <summary>Where its form leads, where that is not always the same page.</summary>
    public string? Elsewhere { get; init; }

    public bool Accepted => Outcome.Kind == OutcomeKind.Accepted;

    /// <summary>Why not, when it was not accepted.</summary>
    public Problem? Problem => Outcome.Kind switch
    {
        OutcomeKind.Accepted => null,
        OutcomeKind.Refused => Http.Problem.Of(Outcome.Refusal!),
        OutcomeKind.OtherPayload => Http.Problem.OtherPayload,
        _ => Http.Problem.Busy,
    };

    /// <summary>Something more that the route answers, beside id, version and position.</summary>
    public Done With(string name, object? value) => this with { Named = new(Named) { [name] = value } };

    /// <summary>What <see cref="With"/> named.</summary>
    public string? this[string name] => Named.GetValueOrDefault(name) as string;

    public bool Says(string name) => Named.ContainsKey(name);

    /// <summary>200 with id, version and position; 201 where something was made, with its address.</summary>
    public IResult Answer(HttpContext http, string? made = null)
    {
        if (Problem is { } problem) return problem.Answer(http);
        if (made is not null) http.Response.Headers.Location = Header.Uri(made);
        http.Response.Headers.ETag = $"\"{Outcome.Position}\"";
        var body = new Dictionary<string, object?>
        {
            ["id"] = Id, ["version"] = Outcome.Version, ["position"] = Outcome.Position,
        };
        foreach (var (name, value) in Named) body[name] = value;
        return Results.Json(body, Bodies.Options, statusCode: made is null ? 200 : 201);
    }
}

/// <summary>Headers made of what somebody typed: once a command is accepted, no header may make its answer
/// fail.</summary>
public static class Header
{
    /// <summary>An address as a header can hold it: whatever is no printable ASCII goes out by percent.</summary>
    public static string Uri(string address)
    {
        if (!address.AsSpan().ContainsAnyExceptInRange('!', '~')) return address;
        var text = new System.Text.StringBuilder(address.Length + 8);
        foreach (var rune in address.EnumerateRunes())
            text.Append(rune.Value is >= '!' and <= '~'
                ? rune.ToString() : System.Uri.EscapeDataString(rune.ToString()));
        return text.ToString();
    }
}
