using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Federation.Domain;
using Federation.Log;

namespace Federation.Bench.Nation;

/// <summary>Commands as <c>import</c> reads them, one a line. What happens long after the rest waits for the end of the
/// file: an import decides many streams at a time, and waits where one comes again at once.</summary>
internal sealed class LineFile : IDisposable
{
    private const int BufferBytes = 256 * 1024;
    private readonly string _path;
    private readonly GZipStream _file;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * BufferBytes);
    private readonly Utf8JsonWriter _json;
    private readonly string _name;
    private readonly List<(string Stream, object Command, DateOnly On)> _later = [];

    public LineFile(string folder, string name)
    {
        (_name, _path) = (name, Path.Combine(folder, $"{name}.jsonl.gz"));
        _file = new(File.Create(_path), CompressionLevel.Fastest);
        _json = new(_buffer, new() { Encoder = Json.Options.Encoder, SkipValidation = true });
    }

    public long Lines { get; private set; }

    public void Write(string stream, object command, DateOnly on, Attachment? attachment = null)
    {
        Lines++;
        _json.WriteStartObject();
        _json.WriteString("stream", stream);
        _json.WriteString("command", Catalogue.Product.NameOf(command));
        _json.WritePropertyName("body");
        JsonSerializer.Serialize(_json, command, command.GetType(), Json.Options);
        // In order, so that the index of keys grows at its end.
        _json.WriteString("key", string.Create(CultureInfo.InvariantCulture, $"{_name}-{Lines:D8}"));
        _json.WriteString("on", Days.Text(on));
        if (attachment is not null)
        {
            _json.WritePropertyName("attachments");
            JsonSerializer.Serialize(_json, new[] { attachment }, Json.Options);
        }

        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount > BufferBytes) Flush();
    }

    public void Later(string stream, object command, DateOnly on) => _later.Add((stream, command, on));

    public void End()
    {
        foreach (var (stream, command, on) in _later) Write(stream, command, on);
        _later.Clear();
        Flush();
    }

    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
        if (Lines == 0) File.Delete(_path);
    }

    private void Flush()
    {
        _file.Write(_buffer.WrittenSpan);
        _buffer.Clear();
    }
}
