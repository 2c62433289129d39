using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Federation.Tests.Access;

/// <summary>One route without its check: whoever asks it is taken for the administrator.</summary>
/// <param name="address">Matches what is asked by this method.</param>
public sealed class Hole(string method, Regex address) : IStartupFilter
{
    /// <summary>The administrator's; while there is none, nothing is amiss.</summary>
    public string? Token { get; set; }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, go) =>
        {
            if (Token is not null && http.Request.Method == method && address.IsMatch(http.Request.Path))
                http.Request.Headers.Authorization = $"Bearer {Token}";
            return go(http);
        });
        next(app);
    };
}
