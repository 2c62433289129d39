using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Federation.Api;

/// <summary>How much one caller may ask, and how big a request may be.</summary>
public static class Limits
{
    public const string SignIn = "sign-in";

    /// <summary>Sign-in tries from one address in a minute, unless <c>Federation__SignInsPerMinute</c> says otherwise:
    /// a town hall may have one address. Checking a password costs a tenth of a second of a core.</summary>
    public const int SignInsPerMinute = 120;

    public const string Complaints = "complaints";

    /// <summary>Complaints filed and statuses looked up from one address in a minute, unless
    /// <c>Federation__ComplaintsPerMinute</c> says otherwise: nobody needs an account for either.</summary>
    public const int ComplaintsPerMinute = 20;

    /// <summary>Requests one signed-in account may have waiting or running at once.</summary>
    public const int AtOncePerAccount = 400;

    /// <summary>Requests one address may have waiting or running at once when nobody is signed in.</summary>
    public const int AtOncePerAddress = 200;

    /// <summary>The largest body of any request; commands have their own, smaller limit.</summary>
    public const long BodyMax = 11L * 1024 * 1024;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = BodyMax;
            options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        });
        builder.Services.Configure<FormOptions>(options =>
        {
            options.ValueCountLimit = 1_000;
            options.ValueLengthLimit = Bodies.BytesMax;
            options.MultipartBodyLengthLimit = BodyMax;
        });
        var signIns = builder.Configuration.GetValue("Federation:SignInsPerMinute", SignInsPerMinute);
        var complaints = builder.Configuration.GetValue("Federation:ComplaintsPerMinute", ComplaintsPerMinute);
        builder.Services.AddRateLimiter(options =>
        {
            options.OnRejected = async (rejected, _) =>
                await Problem.TooMany.For(rejected.HttpContext).ExecuteAsync(rejected.HttpContext);
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                http.Features.Get<Caller>() is { Account: { } account }
                    ? Concurrent($"account {account}", AtOncePerAccount)
                    : Concurrent($"address {Address(http)}", AtOncePerAddress));
            options.AddPolicy(SignIn, http => RateLimitPartition.GetFixedWindowLimiter(
                Address(http), _ => new() { PermitLimit = signIns, Window = Minute }));
            options.AddPolicy(Complaints, http => RateLimitPartition.GetFixedWindowLimiter(
                Address(http), _ => new() { PermitLimit = complaints, Window = Minute }));
        });
    }

    private static RateLimitPartition<string> Concurrent(string who, int permits) =>
        RateLimitPartition.GetConcurrencyLimiter(who, _ => new() { PermitLimit = permits, QueueLimit = 0 });

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";
}
