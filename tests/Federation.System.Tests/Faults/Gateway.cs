using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Federation.Tests.Rig;

namespace Federation.Tests.Faults;

/// <summary>Tests that start and kill processes: they run by themselves, after all others.</summary>
[CollectionDefinition(nameof(Faults), DisableParallelization = true)]
public sealed class Faults;

/// <summary>The built gateway as a process of its own, as an operator runs it.</summary>
public sealed partial class Gateway : IAsyncDisposable
{
    private const int Terminate = 15, LinesKept = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly TaskCompletionSource<Uri> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpClient? _http;
    private bool _ended;

    private Gateway(ProcessStartInfo start)
    {
        _process = new() { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _listens.TrySetException(new InvalidOperationException("The gateway ended."));
    }

    /// <summary>From the start of the process until it says that it is ready.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>Processor time it took for that: the same on a machine that has others to serve.</summary>
    public TimeSpan WorkUntilReady { get; private set; }

    public HttpClient Http => _http ?? throw new InvalidOperationException("The gateway is not listening.");

    /// <summary>The last lines it printed, for the message of a failing test.</summary>
    public string Said => string.Join('\n', _lines);

    /// <summary>Whether it logged an error: nothing it is asked here may make it do so.</summary>
    public bool Complained => _lines.Any(l => l.StartsWith("fail:", StringComparison.Ordinal)
        || l.StartsWith("crit:", StringComparison.Ordinal) || l.Contains("Unhandled exception"));

    public static async Task<Gateway> Start(TestDatabase database, params (string Name, string Value)[] environment)
    {
        var how = HowToStart(database);
        foreach (var (name, value) in environment) how.Environment[name] = value;
        var gateway = new Gateway(how);
        var clock = Stopwatch.StartNew();
        gateway._process.Start();
        gateway._process.BeginOutputReadLine();
        gateway._process.BeginErrorReadLine();
        try
        {
            using var limit = new CancellationTokenSource(Patience);
            var address = await gateway._listens.Task.WaitAsync(limit.Token);
            gateway._http = new() { BaseAddress = address, Timeout = Patience };
            while (!await gateway.SaysReady(limit.Token)) await Task.Yield();
        }
        catch (Exception e)
        {
            var worked = gateway._process.HasExited ? TimeSpan.Zero : gateway._process.TotalProcessorTime;
            await gateway.DisposeAsync();
            throw new InvalidOperationException(
                $"The gateway did not get ready in {clock.Elapsed}, {worked} of work:\n{gateway.Said}", e);
        }

        (gateway.ReadyAfter, gateway.WorkUntilReady) = (clock.Elapsed, gateway._process.TotalProcessorTime);
        return gateway;
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

    /// <summary>A sign-in's token; it lies in the database and so outlives the process.</summary>
    public async Task<string> SignIn(string userName)
    {
        using var answer = await Http.PostAsJsonAsync("/api/v1/session", new { userName, password = Product.Password });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return (string)JsonNode.Parse(text)!["token"]!;
    }

    /// <summary>A client of the API that calls with this token.</summary>
    public Client As(string token)
    {
        var http = new HttpClient { BaseAddress = Http.BaseAddress, Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return new(http);
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; the process ends by itself.</summary>
    public void AskToStop() => Assert.Equal(0, Signal(_process.Id, Terminate));

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
    }

    /// <summary>The gateway's own output folder beside this one, of the same configuration.</summary>
    private static ProcessStartInfo HowToStart(TestDatabase database)
    {
        var here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var built = Path.Combine(here, "..", "..", "Federation.Api", Path.GetFileName(here));
        var dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet");
        string[] arguments = ["Federation.Api.dll", "--urls", "http://127.0.0.1:0"];
        var start = new ProcessStartInfo(Path.GetFullPath(dotnet), arguments)
        {
            WorkingDirectory = Path.GetFullPath(built), RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ConnectionStrings__Federation"] = database.ConnectionString;
        start.Environment["Federation__MasterKey"] = Convert.ToBase64String(new byte[32]);
        start.Environment["FEDERATION_SAMPLE_PASSWORD"] = Product.Password;
        start.Environment["Sample"] = "none";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        return start;
    }

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
