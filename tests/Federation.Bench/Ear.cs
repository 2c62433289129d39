using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Federation.Bench;

/// <summary>One listener of server-sent events: reads what comes, without a task or a thread of its own, and notes when
/// which position was told.</summary>
internal sealed class Ear : IDisposable
{
    /// <summary>Bytes of the shared buffer: the head of an answer, or some events.</summary>
    public const int Room = 2_048;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SocketAsyncEventArgs _came = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _buffer;
    private readonly int _offset;
    private (long Position, long At)[] _heard = new (long, long)[8];
    private volatile int _count;
    private int _have;
    private volatile bool _closed;

    public Ear(byte[] buffer, int offset)
    {
        (_buffer, _offset) = (buffer, offset);
        _came.Completed += (_, _) => Read(more: true);
    }

    /// <param name="address">Number of one of this machine's own addresses.</param>
    public async Task Open(int port, string path, int address)
    {
        _socket.Bind(new IPEndPoint(new IPAddress([127, 0, (byte)(1 + address / 250), (byte)(1 + address % 250)]), 0));
        await _socket.ConnectAsync(IPAddress.Loopback, port);
        await _socket.SendAsync(
            Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n"));
        Read(more: false);
        await _opened.Task;
    }

    /// <summary>When the position, or one beyond it, was told; null when it was not.</summary>
    public long? Heard(long position)
    {
        var (count, heard) = (_count, _heard);
        for (var i = 0; i < count; i++)
        {
            if (heard[i].Position >= position) return heard[i].At;
        }

        return null;
    }

    public void Forget() => _count = 0;

    public void Dispose()
    {
        _closed = true;
        _socket.Dispose();
        _came.Dispose();
    }

    private void Read(bool more)
    {
        try
        {
            do
            {
                if (more && !Take()) return;
                more = true;
                _came.SetBuffer(_buffer, _offset + _have, Room - _have);
            }
            while (!_socket.ReceiveAsync(_came));
        }
        catch (ObjectDisposedException) when (_closed)
        {
            // The page was closed.
        }
    }

    private bool Take()
    {
        if (_closed) return false;
        if (_came.SocketError != SocketError.Success || _came.BytesTransferred == 0)
            return Fail("The server closed the connection of a listener.");
        var at = Stopwatch.GetTimestamp();
        _have += _came.BytesTransferred;
        var text = _buffer.AsSpan(_offset, _have);
        if (!_opened.Task.IsCompleted && !text.StartsWith("HTTP/1.1 200"u8)) return Fail(Encoding.UTF8.GetString(text));
        for (int end; (end = text.IndexOf("\n\n"u8)) >= 0; text = text[(end + 2)..])
        {
            if (!_opened.TrySetResult()) Note(text[..end], at);
        }

        if (text.Length == Room) return Fail(Encoding.UTF8.GetString(text));
        text.CopyTo(_buffer.AsSpan(_offset));
        _have = text.Length;
        return true;
    }

    private void Note(ReadOnlySpan<byte> told, long at)
    {
        var name = "\"position\":"u8;
        if (told.IndexOf(name) is not (>= 0 and var start)) return;
        if (!Utf8Parser.TryParse(told[(start + name.Length)..], out long position, out _)) return;
        if (_count == _heard.Length) Array.Resize(ref _heard, 2 * _count);
        _heard[_count] = (position, at);
        _count++;
    }

    private bool Fail(string why)
    {
        _opened.TrySetException(new IOException(why));
        return false;
    }
}
