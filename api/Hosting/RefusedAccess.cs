using Microsoft.AspNetCore.Diagnostics;

namespace Federation.Api.Hosting;

/// <summary>Writes down who asked for what they may not have, so that somebody who tries doors is noticed: the account
/// and the route's template; never the path or the body, for those may hold personal data.</summary>
internal static class RefusedAccess
{
    public static void UseRefusedAccess(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Federation.Access");
        app.Use(async (http, next) =>
        {
            await next(http);
            if (http.Response.StatusCode != StatusCodes.Status403Forbidden
                || http.Features.Get<Caller>()?.Account is not { } account) return;
            // An exception on its way takes the endpoint off the request.
            var endpoint = http.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? http.GetEndpoint();
            log.LogInformation("Refused to {Account}: {Method} {Route}",
                account, http.Request.Method, (endpoint as RouteEndpoint)?.RoutePattern.RawText);
        });
    }
}
