using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Federation.Tests.Operating;

/// <summary>Tests of what operators do, which start processes: one after another, but beside all other tests, for none
/// of them rests on how long something takes.</summary>
[CollectionDefinition(nameof(Operating))]
public sealed class Operating;

/// <summary>A verb of the silo's executable, run to its end as an operator does.</summary>
public static class Verb
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static readonly string MasterKey = Convert.ToBase64String(new byte[32]);

    /// <summary>Its exit code and all it printed.</summary>
    public static async Task<(int Code, string Said)> Run(string? key, params string[] arguments)
    {
        using var process = Begin(key, arguments);
        return await Ended(process);
    }

    /// <summary>Waits for its end; its exit code and all it printed.</summary>
    public static async Task<(int Code, string Said)> Ended(Process process)
    {
        using var limit = new CancellationTokenSource(Patience);
        var (said, complaint) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await said + await complaint);
    }

    /// <summary>Started, for those who will not let it end.</summary>
    public static Process Begin(string? key, params string[] arguments) => Begin("Federation.Silo", key, arguments);

    /// <summary>A program of the product, as an operator starts it.</summary>
    public static Process Begin(
        string program, string? key, string[] arguments, params (string Name, string Value)[] environment)
    {
        var here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var built = Path.Combine(here, "..", "..", program, Path.GetFileName(here), $"{program}.dll");
        var dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet");
        var start = new ProcessStartInfo(Path.GetFullPath(dotnet), [Path.GetFullPath(built), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["Federation__MasterKey"] = key;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>It must go well; answers what it printed.</summary>
    public static async Task<string> Done(params string[] arguments)
    {
        var (code, said) = await Run(MasterKey, arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)} ended with {code}:\n{said}");
        return said;
    }

    /// <summary>It must end with this code and say this.</summary>
    public static async Task Refused(int code, string why, params string[] arguments) =>
        await RefusedWith(MasterKey, code, why, arguments);

    public static async Task RefusedWith(string? key, int code, string why, params string[] arguments)
    {
        var (ended, said) = await Run(key, arguments);
        Assert.True(ended == code && said.Contains(why), $"{string.Join(' ', arguments)} ended with {ended}:\n{said}");
        Assert.DoesNotContain("   at ", said);
    }
}
