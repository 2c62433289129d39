using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Federation.Log;
using Orleans;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace Federation.Grains.Engine;

/// <summary>A command and what surrounds it, on its way to a grain. Within a process it is handed over as it is; to
/// another process it goes as JSON, the command under its permanent name.</summary>
public sealed class Letter
{
    private sealed record Wire(string Name, JsonElement Command, CommandContext Context);

    private readonly byte[]? _packed;
    private (object Command, CommandContext Context)? _open;

    public Letter(object command, CommandContext context) => _open = (command, context);

    /// <summary>As it came from another process; read when it is opened, by the grain, not by the connection.</summary>
    private Letter(byte[] packed) => _packed = packed;

    /// <exception cref="UnknownNameException">A newer version sent it.</exception>
    /// <exception cref="JsonException">These bytes were not packed by a version that this one understands.</exception>
    public (object Command, CommandContext Context) Open(Catalogue catalogue)
    {
        if (_open is { } open) return open;
        var wire = JsonSerializer.Deserialize<Wire>(_packed, Json.Options)!;
        var command = wire.Command.Deserialize(catalogue.TypeOf(wire.Name), Json.Options)!;
        _open = (command, wire.Context);
        return _open.Value;
    }

    private byte[] Packed(Catalogue catalogue)
    {
        if (_packed is not null) return _packed;
        var (command, context) = _open!.Value;
        var body = JsonSerializer.SerializeToElement(command, command.GetType(), Json.Options);
        var wire = new Wire(catalogue.NameOf(command), body, context);
        return JsonSerializer.SerializeToUtf8Bytes(wire, Json.Options);
    }

    /// <summary>Found by Orleans.</summary>
    [RegisterSerializer, RegisterCopier]
    public sealed class Codec(Catalogue catalogue) : JsonCodec<Letter>
    {
        protected override byte[] Pack(Letter letter) => letter.Packed(catalogue);

        protected override Letter Unpack(byte[] packed) => new(packed);
    }
}

/// <summary>Outcomes cross as the JSON that is stored of them. Found by Orleans.</summary>
[RegisterSerializer, RegisterCopier]
public sealed class OutcomeCodec : JsonCodec<Outcome>
{
    protected override byte[] Pack(Outcome outcome) => JsonSerializer.SerializeToUtf8Bytes(outcome, Json.Options);

    protected override Outcome Unpack(byte[] packed) => JsonSerializer.Deserialize<Outcome>(packed, Json.Options)!;
}

/// <summary>The one exception of ours that crosses: its caller comes back later. Found by Orleans.</summary>
[RegisterSerializer, RegisterCopier]
public sealed class UnknownNameCodec : JsonCodec<UnknownNameException>
{
    protected override byte[] Pack(UnknownNameException fault) => Encoding.UTF8.GetBytes(fault.Name);

    protected override UnknownNameException Unpack(byte[] packed) => new(Encoding.UTF8.GetString(packed));
}

/// <summary>A type that crosses processes as bytes of our own and is never copied within one: it never changes.
/// </summary>
/// <remarks>So no record of the domain or the log carries an attribute of Orleans, and nothing is on the wire but
/// JSON under names that stay.</remarks>
public abstract class JsonCodec<T> : IFieldCodec<T>, IDeepCopier<T>
    where T : class
{
    protected abstract byte[] Pack(T value);

    protected abstract T Unpack(byte[] packed);

    [return: NotNullIfNotNull(nameof(input))]
    public T? DeepCopy(T? input, CopyContext context) => input;

    public void WriteField<TBufferWriter>(
        ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, T? value)
        where TBufferWriter : IBufferWriter<byte>
    {
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(T), WireType.LengthPrefixed);
        var packed = Pack(value ?? throw new ArgumentNullException(nameof(value)));
        writer.WriteVarUInt32((uint)packed.Length);
        writer.Write(packed);
    }

    public T ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        ReferenceCodec.MarkValueField(reader.Session);
        field.EnsureWireType(WireType.LengthPrefixed);
        return Unpack(reader.ReadBytes(reader.ReadVarUInt32()));
    }
}
