using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Federation.Tests.Faults;

/// <summary>Tests that start and kill processes: they run by themselves, after all others.</summary>
[CollectionDefinition(nameof(Faults), DisableParallelization = true)]
public sealed class Faults;

/// <summary>A built program of the product (the gateway, the silo) as a process of its own, as an operator runs
/// it.</summary>
public partial class ProductProcess : IAsyncDisposable
{
    private const int Terminate = 15, Continue = 18, StandStill = 19, LinesKept = 200;
    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpClient? _http;
    private bool _ended;

    /// <param name="program">Its project, whose output lies beside this one's: "Federation.Silo".</param>
    /// <param name="limitable">Meeting a limit on the size of its files is an error of writing, not its end.</param>
    protected ProductProcess(
        string program, string[] arguments, (string Name, string Value)[] environment, bool limitable = false)
    {
        var start = HowToStart(program, arguments);
        if (limitable) Wrap(start);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = new() { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) =>
        {
            _listens.TrySetException(new InvalidOperationException("The process ended."));
            _end.TrySetResult();
        };
    }

    /// <summary>From the start of the process until it says that it is ready.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>Processor time it took for that: the same on a machine that has others to serve.</summary>
    public TimeSpan WorkUntilReady { get; private set; }

    public int Id => _process.Id;

    public HttpClient Http => _http ?? throw new InvalidOperationException("The process is not listening.");

    /// <summary>The last lines it printed, for the message of a failing test.</summary>
    public string Said => string.Join('\n', _lines);

    /// <summary>Whether it logged an error: nothing it is asked here may make it do so.</summary>
    public bool Complained => _lines.Any(l => l.StartsWith("fail:", StringComparison.Ordinal)
        || l.StartsWith("crit:", StringComparison.Ordinal) || l.Contains("Unhandled exception"));

    /// <summary>Starts a program and waits until it says that it is ready.</summary>
    public static async Task<ProductProcess> Start(
        string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var process = new ProductProcess(program, arguments, environment);
        await process.Begin();
        return process;
    }

    /// <summary>Whether <c>/health/ready</c> answers 200; no connection is a no.</summary>
    public async Task<bool> SaysReady(CancellationToken cancel = default)
    {
        try
        {
            using var answer = await Http.GetAsync("/health/ready", cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>No file of the process may grow beyond it; null: any may. The kernel sees to it, whoever the user is.
    /// </summary>
    public async Task LimitFiles(long? bytes)
    {
        using var limit = Process.Start("prlimit", ["--pid", $"{Id}", $"--fsize={bytes?.ToString() ?? "unlimited"}:"]);
        await limit.WaitForExitAsync();
        Assert.Equal(0, limit.ExitCode);
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; the process ends by itself.</summary>
    public void AskToStop() => Send(Terminate);

    /// <summary>SIGTERM; it must end by itself, with code 0, within what an operator grants before SIGKILL.</summary>
    public async Task Stop()
    {
        AskToStop();
        var code = await Ended(Grace);
        Assert.True(code == 0, $"{_process.StartInfo.ArgumentList[0]} ended with {code}:\n{Said}");
    }

    /// <summary>SIGSTOP: it stands still in whatever it was doing; its connections stay open.</summary>
    public void Freeze() => Send(StandStill);

    /// <summary>SIGCONT: it goes on as if no time had passed.</summary>
    public void Thaw() => Send(Continue);

    /// <summary>Completes when it has ended, however that came.</summary>
    public Task End => _end.Task;

    /// <summary>Its exit code, once it has ended within the time an operator grants.</summary>
    public async Task<int> Ended(TimeSpan grace)
    {
        using var limit = new CancellationTokenSource(grace);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended) return;
        _ended = true;
        if (!_process.HasExited) await Kill();
        _http?.Dispose();
        _process.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <param name="ready">Whether to wait until it is; else only until it listens.</param>
    protected async Task Begin(bool ready = true)
    {
        var clock = Stopwatch.StartNew();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            using var limit = new CancellationTokenSource(Patience);
            var address = await _listens.Task.WaitAsync(limit.Token);
            _http = new() { BaseAddress = address, Timeout = Patience };
            using var look = new PeriodicTimer(LookEvery); // Asking without a pause would take the time it starts in.
            while (ready && !await SaysReady(limit.Token) && !_process.HasExited)
                await look.WaitForNextTickAsync(limit.Token);
            if (_process.HasExited) throw new InvalidOperationException($"It ended with {_process.ExitCode}.");
        }
        catch (Exception e)
        {
            var worked = _process.HasExited ? TimeSpan.Zero : _process.TotalProcessorTime;
            await DisposeAsync();
            throw new InvalidOperationException(
                $"{_process.StartInfo.ArgumentList[0]} did not get ready in {clock.Elapsed}, {worked} of work:\n{Said}",
                e);
        }

        (ReadyAfter, WorkUntilReady) = (clock.Elapsed, _process.TotalProcessorTime);
    }

    private static void Wrap(ProcessStartInfo start)
    {
        string[] program = [start.FileName, .. start.ArgumentList];
        start.ArgumentList.Clear();
        foreach (var word in new[] { "-c", "trap '' XFSZ; exec \"$0\" \"$@\"" }.Concat(program))
            start.ArgumentList.Add(word);
        start.FileName = "bash";
    }

    /// <summary>The program's own output folder beside this one, of the same configuration.</summary>
    private static ProcessStartInfo HowToStart(string program, string[] arguments)
    {
        var here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var built = Path.Combine(here, "..", "..", program, Path.GetFileName(here));
        var dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet");
        var start = new ProcessStartInfo(Path.GetFullPath(dotnet), [$"{program}.dll", .. arguments])
        {
            WorkingDirectory = Path.GetFullPath(built), RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["Federation__MasterKey"] = Convert.ToBase64String(new byte[32]);
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        return start;
    }

    private void Send(int signal) => Assert.Equal(0, Signal(_process.Id, signal));

    private void Hear(string? line)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        while (_lines.Count > LinesKept) _lines.TryDequeue(out _);
        if (Listening().Match(line) is not { Success: true } listening) return;
        _listens.TrySetResult(new(listening.Groups[1].Value));
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}
