using System.Text.Json;
using Federation.Log;

namespace Federation.Grains;

/// <summary>How a command and its outcome cross from one process to another: as JSON, the command under the permanent
/// name that the catalogue knows.</summary>
/// <remarks>The engine's serialiser sees bytes only, so no record of the domain carries an attribute of it.</remarks>
public sealed class Crossing(Catalogue catalogue)
{
    private sealed record Letter(string Name, JsonElement Command, CommandContext Context);

    /// <exception cref="ArgumentException">The command has no permanent name.</exception>
    public byte[] Pack(object command, CommandContext context)
    {
        var body = JsonSerializer.SerializeToElement(command, command.GetType(), Json.Options);
        var letter = new Letter(catalogue.NameOf(command), body, context);
        return JsonSerializer.SerializeToUtf8Bytes(letter, Json.Options);
    }

    /// <exception cref="JsonException">These bytes were not packed by a version that this one understands.</exception>
    public (object Command, CommandContext Context) Unpack(byte[] packed)
    {
        var letter = JsonSerializer.Deserialize<Letter>(packed, Json.Options)!;
        return (letter.Command.Deserialize(catalogue.TypeOf(letter.Name), Json.Options)!, letter.Context);
    }

    public static byte[] Pack(Outcome outcome) => JsonSerializer.SerializeToUtf8Bytes(outcome, Json.Options);

    public static Outcome UnpackOutcome(byte[] packed) =>
        JsonSerializer.Deserialize<Outcome>(packed, Json.Options)!;
}
