using System.Net.Sockets;
using System.Text;

namespace Federation.Tests.Bounds;

/// <summary>A request over a connection of its own, whose body is sent piece by piece and need never end.</summary>
internal sealed class OpenRequest : IDisposable
{
    private readonly TcpClient _connection = new();
    private readonly Task<string> _answer;

    private OpenRequest(Uri address, string head)
    {
        _connection.Connect(address.Host, address.Port);
        _connection.GetStream().Write(Encoding.ASCII.GetBytes(head));
        _answer = Task.Run(FirstLine);
    }

    /// <summary>The status line of the answer; empty where the connection ended without one.</summary>
    public Task<string> Answer => _answer;

    /// <param name="more">Further header lines, each with its end of line.</param>
    public static OpenRequest Chunked(Uri address, string path, string type, string more = "") => new(
        address, Head(address, path, type, more + "Transfer-Encoding: chunked\r\n"));

    public static OpenRequest OfLength(Uri address, string path, string type, long length) => new(
        address, Head(address, path, type, $"Content-Length: {length}\r\n"));

    /// <summary>Sends the bytes as one chunk, at once with its frame: whoever refuses it may close before more comes.
    /// </summary>
    /// <param name="last">The body ends with it.</param>
    /// <returns>False when the other side has closed meanwhile.</returns>
    public bool Send(byte[] bytes, bool last = false)
    {
        try
        {
            var end = last ? "\r\n0\r\n\r\n" : "\r\n";
            _connection.GetStream().Write(
                [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. Encoding.ASCII.GetBytes(end)]);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => _connection.Dispose();

    private static string Head(Uri address, string path, string type, string more) =>
        $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: {type}\r\n" +
        $"Idempotency-Key: {Guid.NewGuid()}\r\n{more}\r\n";

    private async Task<string> FirstLine()
    {
        try
        {
            using var reader = new StreamReader(_connection.GetStream(), leaveOpen: true);
            return await reader.ReadLineAsync() ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
