using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Federation.Bench;

/// <summary>One HTTP/1.1 keep-alive connection that asks and waits for the answer: the same lean client for the product
/// and every yardstick, so that little of the two cores is spent on asking.</summary>
internal sealed class Wire : IDisposable
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray(), EndOfLine = "\r\n"u8.ToArray();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        { NoDelay = true };
    private byte[] _in = new byte[64 * 1024];
    private int _have;

    private Wire() { }

    /// <summary>The last answer as it came, for failures.</summary>
    public string Text => Encoding.UTF8.GetString(_in, 0, _have);

    public static async Task<Wire> Open(int port)
    {
        var wire = new Wire();
        await wire._socket.ConnectAsync(IPAddress.Loopback, port);
        return wire;
    }

    /// <summary>Sends a request and reads its whole answer; answers the status.</summary>
    public async ValueTask<int> Ask(ReadOnlyMemory<byte> request)
    {
        while (request.Length > 0) request = request[await _socket.SendAsync(request)..];
        _have = 0;
        var body = await Find(EndOfHead, 0) + EndOfHead.Length;
        var end = LengthOf(_in.AsSpan(0, body)) is { } length ? body + length : await EndOfChunks(body);
        while (_have < end) await More();
        return (_in[9] - '0') * 100 + (_in[10] - '0') * 10 + (_in[11] - '0');
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Null for a body that comes in chunks.</summary>
    private static int? LengthOf(ReadOnlySpan<byte> head)
    {
        var name = "\r\nContent-Length: "u8;
        if (head.IndexOf(name) is >= 0 and var at)
            return Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _) ? length : 0;
        return head.IndexOf("\r\nTransfer-Encoding: chunked"u8) >= 0 ? null : 0;
    }

    private async ValueTask<int> EndOfChunks(int at)
    {
        while (true)
        {
            var line = await Find(EndOfLine, at);
            if (!Utf8Parser.TryParse(_in.AsSpan(at, line - at), out int size, out _, 'x'))
                throw new InvalidDataException(Text);
            at = line + EndOfLine.Length + size + EndOfLine.Length;
            while (_have < at) await More();
            if (size == 0) return at;
        }
    }

    private async ValueTask<int> Find(byte[] mark, int from)
    {
        while (true)
        {
            if (from < _have && _in.AsSpan(from, _have - from).IndexOf(mark) is >= 0 and var at) return from + at;
            await More();
        }
    }

    private async ValueTask More()
    {
        if (_have == _in.Length) Array.Resize(ref _in, 2 * _in.Length);
        var came = await _socket.ReceiveAsync(_in.AsMemory(_have));
        if (came == 0) throw new IOException("The server closed the connection: " + Text);
        _have += came;
    }
}
