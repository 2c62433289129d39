using System.Security.Cryptography;
using Federation.Api.Accounts;
using Federation.Api.Sample;
using Federation.Grains;
using Federation.Grains.Engine;

namespace Federation.Api.Hosting;

/// <summary>At the first start: the first administrator, and the sample where it is asked
/// for. Then the product is ready, and from then on it stays so: where all silos are lost, gateways go on showing
/// what is stored.</summary>
internal sealed class FirstStart(
    EventLog log, Node node, IGrains grains, SignIn signIn, SampleLoader sample, Settings settings,
    Readiness readiness, TimeProvider clock, IHostApplicationLifetime life, ILogger<FirstStart> logger)
    : BackgroundService
{
    private const string Administrator = "admin";
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        // The sample goes through the endpoints, which are there once the host has started.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stopping);
        await node.Up.WaitAsync(stopping);
        try
        {
            using (log.Dialect.Exclusively("first data")) await FirstData();
            var books = log.Books.UpToDate(); // Not by whoever asks first.
            readiness.Ready();
            await Task.Run(books.Prepare, stopping);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            logger.LogCritical(fault, "首次启动未能完成 The first start could not be completed");
            Environment.ExitCode = 1;
            life.StopApplication();
        }
    }

    private async Task FirstData()
    {
        await log.FinishErasures();
        var first = !AccountReading.HasPassword(log.Rows, Administrator);
        var password = settings.Password ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        if (first) await OpenAdministrator(password);
        if (settings.LoadsSample) await sample.LoadIfEmpty(password);
        if (!first) return;
        var accounts = settings.LoadsSample
            ? "admin, coordinator, official, auditor, mentor-01, staff-01 … staff-06" : Administrator;
        // Printed once, here, and kept nowhere in clear.
        logger.LogInformation(
            "账号 Accounts: {Accounts}  密码 Password: {Password}", accounts,
            settings.Password is null ? password : "(FEDERATION_SAMPLE_PASSWORD)");
    }

    private async Task OpenAdministrator(string password)
    {
        var now = clock.GetUtcNow();
        var asked = new Asked("system", new(true, [], Administrator: true), now, Days.Of(now));
        var open = new AccountCommand.Open(Administrator, null, [new(Role.PlatformAdministrator, Account.Everywhere)]);
        var context = new CommandContext("first-start.admin", "system", asked);
        // A cluster whose silos are still settling is waited for.
        while ((await grains.Execute(Account.Boundary.Stream(Administrator), open, context)).Kind == OutcomeKind.Busy)
            await Task.Delay(Again, clock);
        await signIn.SetPassword(
            Administrator, Administrator, password, new(SigningIn.Trails.PasswordSet, Administrator, "system"));
    }
}
