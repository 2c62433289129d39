using System.Globalization;
using Federation.Domain;

namespace Federation.Log.Tests.Kit;

/// <summary>What follows from a deposit, as its note says: <c>share:id</c>, <c>poison:key</c>, <c>sick:id:what</c>,
/// <c>take:id:other</c>, <c>later:id:seconds</c>, <c>later-take:id:seconds</c>, <c>later-poison:seconds</c>. Notes
/// with a second part <c>|key</c> are handled in order under that key.</summary>
public static class PurseProcess
{
    public static readonly Process Process = new("test-sharing", 1, [typeof(PurseEvent.Deposited)], Key, React);

    /// <summary>What cannot be handled until a test takes it out again.</summary>
    public static readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> Sick = [];

    private static string? Key(Happened happened) =>
        happened.Event is PurseEvent.Deposited { Note: var note } && note.Contains(':') && !note.StartsWith("gate")
            ? note.Split('|') is [_, var key] ? key : happened.Stream
            : null;

    private static IEnumerable<Effect> React(Happened happened)
    {
        var deposited = (PurseEvent.Deposited)happened.Event;
        string[] words = deposited.Note.Split('|')[0].Split(':');
        var command = new PurseCommand.Deposit(deposited.Amount);
        Effect effect = words[0] switch
        {
            "share" => new($"purse/{words[1]}", command),
            "poison" => new("nowhere/at-all", command),
            "take" => new(
                $"purse/{words[1]}", new PurseCommand.Withdraw(deposited.Amount),
                _ => new($"purse/{words[2]}", command)),
            "later" => Effect.Later($"purse/{words[1]}", command, happened.At + Seconds(words[2])),
            "later-poison" => Effect.Later("nowhere/at-all", command, happened.At + Seconds(words[1])),
            "later-take" => Effect.Later(
                $"purse/{words[1]}", new PurseCommand.Withdraw(deposited.Amount), happened.At + Seconds(words[2])),
            "sick" => new(Sick.ContainsKey(words[2]) ? "nowhere/at-all" : $"purse/{words[1]}", command),
            _ => throw new System.Diagnostics.UnreachableException(deposited.Note),
        };
        return [effect];
    }

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(int.Parse(text, CultureInfo.InvariantCulture));
}
