using System.Text.Unicode;

namespace Federation.Bench;

/// <summary>The requests that are measured; the same headers and bodies go to the product and to the
/// yardsticks.</summary>
internal static class Scripts
{
    private const int ValuesMax = 99_991;

    public static Script Get(string path, string token) => (_, buffer) => Utf8.TryWrite(
        buffer, $"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n", out var length)
        ? length
        : throw new InvalidOperationException(path);

    /// <summary>The same question never twice: no kept answer helps.</summary>
    public static Script GetAnew(Func<long, string> path, string token) =>
        (shot, buffer) => Get(path(shot.Number), token)(shot, buffer);

    /// <summary>Reports of sessions with another number each time. Client n takes every 64th path from the nth on, so
    /// that no two clients meet unless there are fewer paths.</summary>
    public static Script Report(string[] paths, string[] tokens) => (shot, buffer) =>
    {
        var path = paths[(shot.Client + Load.Clients * shot.Turn) % paths.Length];
        Span<byte> body = stackalloc byte[256];
        Utf8.TryWrite(
            body, $$"""
            {"personTimes":{"value":{{1 + shot.Number % ValuesMax}},"precision":"about"},"volunteers":6,"minutes":90,
            "materials":[{"name":"宣传册","count":40,"precision":"exact"}]}
            """, out var length);
        return Post(path, tokens[shot.Client % tokens.Length], body[..length], buffer);
    };

    public static Script Post(Func<Shot, (string Path, string Body)> what, string token) => (shot, buffer) =>
    {
        var (path, body) = what(shot);
        return Post(path, token, System.Text.Encoding.UTF8.GetBytes(body), buffer);
    };

    private static int Post(string path, string token, ReadOnlySpan<byte> body, Span<byte> buffer)
    {
        Utf8.TryWrite(
            buffer, $"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n" +
            $"Idempotency-Key: {Guid.NewGuid()}\r\nContent-Type: application/json\r\n" +
            $"Content-Length: {body.Length}\r\n\r\n",
            out var head);
        body.CopyTo(buffer[head..]);
        return head + body.Length;
    }
}
