using System.Text;
using System.Text.Json.Nodes;
using Federation.Tests.Access;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Federation.Tests.Hostile;

/// <summary>One of them: by whom, and about whose things; none where it may be about anybody's.</summary>
public sealed record Attempt(Route Route, Attacker By, Estate[] Of, HttpRequestMessage Message);

/// <summary>Requests that nobody should send, one after another from a seed: every route in turn, ids of everybody's
/// things, junk in the path, the query, the headers and the body.</summary>
public sealed class HostileRequest(IReadOnlyList<Route> routes, Realm realm, Random random)
{
    private static readonly string[] Methods =
        ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "get", "MKCOL"];

    private static readonly string[] Types =
    [
        "application/json", "application/json; charset=utf-16", "application/json; charset=nonsense", "text/plain",
        "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "text/csv",
        "application/xml", "application/pdf", "application/problem+json", "image/png", "*/*", "x",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ];

    private static readonly string[] Headers =
    [
        "Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range", "Last-Event-ID",
        "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-HTTP-Method-Override", "Forwarded", "Origin",
        "Referer", "Authorization", "Cookie", "Federation-Position", "traceparent", "baggage", "User-Agent", "Expect",
        "Host", "If-Match", "Upgrade", "Sec-Fetch-Site", "RequestVerificationToken", "Cache-Control", "Date",
    ];

    /// <summary>Where a wrong number is waited for, or the answer has no end.</summary>
    private static readonly string[] Waited = ["after"];

    private readonly SpoiltBody _bodies = new(realm, random);
    private readonly Queue<Route> _turn = [];
    private Guid _key;

    public async Task<Attempt> Next(IReadOnlyList<Attacker> attackers)
    {
        var (route, by) = (NextRoute(), Any(attackers));
        await by.SignIn();
        Estate[] having = [.. realm.Estates.Where(e => Question.Path(route, e) is not null)];
        var own = having.FirstOrDefault(e => by.Scope == e.Organisation || by.Scope == e.Alliance);
        var of = own is not null && random.Next(3) == 0 ? own : Any<Estate>(having.Length > 0 ? having : realm.Estates);
        var whole = Question.Path(route, of);
        var astray = whole is null || random.Next(6) == 0;
        var path = (astray ? "/" + Spoilt(route, of).TrimStart('/') : whole!) + (random.Next(2) == 0 ? Query() : "");
        var method = random.Next(12) == 0 ? Any(Methods) : route.Method;
        var named = random.Next(8) == 0 ? Any(realm.Estates) : of;
        var (message, spoilt) = method is "GET" or "HEAD" ? (by.Now.Get(path), false)
            : route.IsApi || random.Next(5) == 0 ? Command(path, route, named) : await Form(by, path, route, named);
        message.Method = new(method);
        foreach (var _ in Enumerable.Range(0, random.Next(3)))
            message.Headers.TryAddWithoutValidation(Any(Headers), Header());
        return new(route, by, astray || spoilt ? [] : [of, named], message);
    }

    /// <summary>All of them in an order by chance, and again.</summary>
    private Route NextRoute()
    {
        if (_turn.Count == 0)
            foreach (var route in routes.OrderBy(_ => random.Next()).ToArray()) _turn.Enqueue(route);
        return _turn.Dequeue();
    }

    private (HttpRequestMessage Message, bool Spoilt) Command(string path, Route route, Estate named)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, path);
        message.Headers.TryAddWithoutValidation("Idempotency-Key", Key());
        var (bytes, spoilt) = _bodies.Of(route, named);
        message.Content = random.Next(8) == 0 ? new StreamContent(new Dripping(bytes)) : new ByteArrayContent(bytes);
        if (random.Next(20) == 0) return (message, spoilt); // No type at all.
        message.Content.Headers.TryAddWithoutValidation("Content-Type",
            random.Next(route.Body is null ? 2 : 6) == 0 ? Any(Types) : "application/json");
        if (random.Next(30) == 0) message.Content.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");
        return (message, spoilt);
    }

    /// <summary>As a page would send it, its token with it; one field of it wrong, or as parts with a file among them.
    /// </summary>
    private async Task<(HttpRequestMessage Message, bool Spoilt)> Form(
        Attacker by, string path, Route route, Estate named)
    {
        var fields = Question.FormFields(Question.Body(route, named)).ToList();
        var spoilt = random.Next(3) > 0;
        if (spoilt && fields.Count > 0)
        {
            var field = random.Next(fields.Count);
            var word = Any(realm.Estates).Known(fields[field].Key) is { } id && random.Next(2) == 0 ? id : Word();
            if (random.Next(4) == 0) fields.RemoveAt(field);
            else fields[field] = new(fields[field].Key, word);
        }

        var message = await by.Now.Form(path, fields);
        var sent = QueryHelpers.ParseQuery(await message.Content!.ReadAsStringAsync());
        if (random.Next(6) == 0) message.Content = InParts(sent);
        if (random.Next(8) > 0) return (message, spoilt);
        // The token as a header, and as the body whatever there is.
        message.Headers.Add("RequestVerificationToken", $"{sent["__RequestVerificationToken"]}");
        message.Content = new ByteArrayContent(_bodies.Of(route, named).Bytes);
        message.Content.Headers.TryAddWithoutValidation("Content-Type", Any(Types));
        return (message, true);
    }

    /// <summary>Written by hand: a name may hold what no client writes into one.</summary>
    private ByteArrayContent InParts(Dictionary<string, StringValues> fields)
    {
        using var body = new MemoryStream();
        foreach (var (name, values) in fields)
            foreach (var value in values) Part($"name=\"{name}\"", Encoding.UTF8.GetBytes(value ?? ""));
        var field = random.Next(2) == 0 ? "file" : Any([.. fields.Keys]);
        Part($"name=\"{field}\"; filename=\"{Header()}\"\r\nContent-Type: {Any(Types)}", _bodies.File());
        body.Write("--x--\r\n"u8);
        var parts = new ByteArrayContent(body.ToArray());
        parts.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        return parts;

        void Part(string header, byte[] content)
        {
            body.Write(Encoding.UTF8.GetBytes($"--x\r\nContent-Disposition: form-data; {header}\r\n\r\n"));
            body.Write(content);
            body.Write("\r\n"u8);
        }
    }

    /// <summary>A fresh one; now and then the last one once more, or none that is any.</summary>
    private string Key()
    {
        if (random.Next(10) == 0) return Any(Junk.Keys);
        if (random.Next(10) == 0) return $"{_key}";
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return $"{_key = new(bytes)}";
    }

    /// <summary>One part of it another's id or junk, or all of them.</summary>
    private string Spoilt(Route route, Estate of)
    {
        var parts = route.Template.Split('/');
        int[] places = [.. Enumerable.Range(0, parts.Length).Where(i => parts[i] is ['{', ..])];
        var whole = Question.Path(route, of)?.Split('/') ?? parts;
        if (places.Length == 0) return random.Next(4) == 0 ? route.Template + "/" + Part() : route.Template;
        var one = Any(places);
        foreach (var place in places)
            parts[place] = place == one || whole[place] is ['{', ..] ? Part() : whole[place];
        return string.Join('/', parts);
    }

    private string Part() => Uri.EscapeDataString(
        random.Next(2) == 0 ? Any(Junk.InPaths) : Any([.. Any(realm.Estates).Ids.Values]));

    private string Query() => "?" + string.Join('&', Enumerable.Range(0, 1 + random.Next(4)).Select(_ =>
        $"{Any([.. HostileQueryTests.Names.Except(Waited)])}={Uri.EscapeDataString(Word())}"))
        + (random.Next(12) == 0 ? "&q=%ff%fe&cursor=%ed%a0%80&%zz=%" : "");

    private string Word() => Any(Junk.Words);

    /// <summary>On one line: what is sent is a header, be it of any signs.</summary>
    private string Header() => string.Concat(Word().Where(c => c is not ('\r' or '\n' or '\0')));

    private T Any<T>(IReadOnlyList<T> among) => among[random.Next(among.Count)];

    /// <summary>Bytes of which nobody is told how many there are: they go out in chunks.</summary>
    private sealed class Dripping(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
