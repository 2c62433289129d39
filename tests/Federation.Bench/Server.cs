using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Federation.Tests.Rig;

namespace Federation.Bench;

/// <summary>A web server as a process of its own: the gateway, or one of the yardsticks.</summary>
internal sealed class Server : IAsyncDisposable
{
    public const string Password = "a-password-of-benches";

    public static readonly string MasterKey = Convert.ToBase64String(new byte[32]);
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(120), Poll = TimeSpan.FromMilliseconds(5);
    private readonly Process _process;
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly List<string> _said = [];
    private readonly List<double> _costs = [];

    private Server(int port, ProcessStartInfo start)
    {
        Port = port;
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        // Also when the bench is told to end half way.
        AppDomain.CurrentDomain.ProcessExit += End;
    }

    public int Port { get; }

    /// <summary>Milliseconds from starting the process to the first answer that was waited for.</summary>
    public double StartedIn { get; private set; }

    /// <summary>The gateway's Release build over this database, with the settings an operator would give.</summary>
    /// <param name="folder">Of another build; this one's when null.</param>
    /// <param name="more">Settings of one row.</param>
    public static Task<Server> Gateway(
        TestDatabase database, string sample = "none", string waitFor = "/health/ready", string? folder = null,
        params (string, string)[] more) =>
        Program("Federation.Api", folder, database, waitFor, [],
            [("Sample", sample), ("FEDERATION_SAMPLE_PASSWORD", Password), .. more]);

    /// <summary>A gateway that holds some of the grains, as its neighbours do.</summary>
    public static Task<Server> Joining(TestDatabase database) =>
        Program("Federation.Api", null, database, "/health/ready", [],
            [("Sample", "none"), ("FEDERATION_SAMPLE_PASSWORD", Password), ("Federation__Cluster", "join"), .. Ports]);

    /// <summary>A gateway that asks silos.</summary>
    public static Task<Server> Client(TestDatabase database) =>
        Program("Federation.Api", null, database, "/health/ready", [], ("Sample", "none"),
            ("FEDERATION_SAMPLE_PASSWORD", Password), ("Federation__Cluster", "client"));

    public static Task<Server> Silo(TestDatabase database) =>
        Program("Federation.Silo", null, database, "/health/ready", ["serve"],
            [.. Ports, ("Federation__GatewayPort", $"{FreePort()}")]);

    /// <summary>Of the Release build.</summary>
    /// <param name="folder">Of another build; this one's when null.</param>
    public static string Dll(string program, string? folder = null)
    {
        folder ??= Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../..", program, "release"));
        var dll = Path.Combine(folder, $"{program}.dll");
        return File.Exists(dll) ? dll : throw new InvalidOperationException(
            $"There is no Release build of {program} in {folder}: dotnet build -c Release");
    }

    private static (string, string)[] Ports =>
        [("Federation__AdvertisedAddress", "127.0.0.1"), ("Federation__SiloPort", $"{FreePort()}")];

    private static async Task<Server> Program(
        string program, string? folder, TestDatabase database, string waitFor, string[] arguments,
        params (string Name, string Value)[] more)
    {
        var port = FreePort();
        var dll = Dll(program, folder);
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments])
            { WorkingDirectory = Path.GetDirectoryName(dll) };
        foreach (var (name, value) in ((string, string)[])
        [
            ("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"), ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("ConnectionStrings__Federation", database.ConnectionString),
            ("Federation__MasterKey", MasterKey),
            // All measured clients share the first accounts and their one password.
            ("Federation__SessionsPerAccount", "1000"), ("Federation__SecondFactor", "optional"),
            ("Federation__FirstPasswords", "keep"), ("Logging__LogLevel__Default", "Warning"), .. more,
        ]) start.Environment[name] = value;
        return await new Server(port, start).Answers(waitFor);
    }

    public static Task<Server> CeilingR() => Yardstick("serve-r");

    public static Task<Server> CrudEf(TestDatabase database) =>
        Yardstick("serve-ef", database.Kind, database.ConnectionString);

    /// <summary>What the process has used of the cores so far: it hardly depends on who shares the machine.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Answers per second, and what one of them cost this server, kept in <see cref="CostOf"/>.</summary>
    public async Task<double> Rate(Script script, double seconds)
    {
        var before = Processor;
        var (rate, count) = await Load.Rate(Port, script, seconds);
        _costs.Add((Processor - before).TotalMicroseconds / count);
        return rate;
    }

    /// <summary>Microseconds of processor time per request, the median since the last call.</summary>
    public double CostOf()
    {
        var cost = Figures.MedianOf([.. _costs]);
        _costs.Clear();
        return cost;
    }

    /// <summary>Memory that it holds now, in MiB.</summary>
    public double Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1_048_576.0;
        }
    }

    public HttpClient Http() => new() { BaseAddress = new($"http://127.0.0.1:{Port}") };

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<Server> Yardstick(string verb, params string[] more)
    {
        var port = FreePort();
        var dll = typeof(Server).Assembly.Location;
        return await new Server(port, new("dotnet", [dll, verb, $"{port}", .. more])).Answers("/health/ready");
    }

    private async Task<Server> Answers(string path)
    {
        using var http = Http();
        using var timer = new PeriodicTimer(Poll);
        while (!await Succeeds(http, path))
        {
            if (_process.HasExited || _since.Elapsed > StartMax)
                throw new InvalidOperationException($"{path} does not answer: {string.Join('\n', _said)}");
            await timer.WaitForNextTickAsync();
        }

        StartedIn = _since.Elapsed.TotalMilliseconds;
        return this;
    }

    private static async Task<bool> Succeeds(HttpClient http, string path)
    {
        try
        {
            using var answer = await http.GetAsync(path);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // Not listening yet.
        }
    }

    private void End(object? sender, EventArgs e) => _process.Kill(entireProcessTree: true);

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            if (line.Data is { } text) _said.Add(text);
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
