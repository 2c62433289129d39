using Federation.Api.Accounts;
using Federation.Domain;
using Federation.Domain.Accounts;
using Federation.Grains;
using Federation.Log;

namespace Federation.Api.Service;

/// <summary>At the first start: the first administrator, and the sample where it is asked for. Then the product is ready.</summary>
internal sealed class FirstStart(
    EventLog log, IGrains grains, SignIn signIn, Settings settings, Readiness readiness, TimeProvider clock, ILogger<FirstStart> logger)
    : BackgroundService
{
    private const string Administrator = "admin";

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await Task.Yield();
        using (log.Dialect.Exclusively("first data"))
        {
            if (!AccountReading.HasPassword(log.Rows, Administrator)) await OpenAdministrator();
        }

        readiness.Ready();
    }

    private async Task OpenAdministrator()
    {
        var password = settings.Password ?? Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
        var now = clock.GetUtcNow();
        var asked = new Asked("system", new(true, [], Administrator: true), now, Days.Of(now));
        var open = new AccountCommand.Open(Administrator, null, [new(Role.PlatformAdministrator, Account.Everywhere)]);
        await grains.Execute(Account.Boundary.Stream(Administrator), open, new("first-start.admin", "system", asked));
        await signIn.SetPassword(Administrator, Administrator, password);
        if (settings.Password is null) logger.LogInformation("账号 Account: admin  密码 Password: {Password}", password);
    }
}
