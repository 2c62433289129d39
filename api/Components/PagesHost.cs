using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Federation.Api.SigningIn;
using Microsoft.AspNetCore.WebUtilities;

namespace Federation.Api.Components;

/// <summary>What the host adds so that pages can be rendered: services, and the choice of language.</summary>
public static class PagesHost
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddFormTokens();
        services.AddRazorComponents();
        services.AddScoped(held => new Reading(held.GetRequiredService<IHttpContextAccessor>().HttpContext!));
        services.AddScoped(held => new RecordNames(held.GetRequiredService<Reading>().Rows));
        services.AddScoped<Choose>();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton<Assets>();
        services.AddScoped<Frame>();
        services.AddScoped(held => Lang.Of(held.GetRequiredService<IHttpContextAccessor>().HttpContext));
        return services;
    }

    /// <summary>Keeps the language chosen by <c>?lang=</c> in a cookie.</summary>
    public static IApplicationBuilder UsePages(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var chosen = http.Request.Query[Lang.Cookie].ToString();
        if (chosen is "zh" or "en")
            Cookies.Keep(http, Lang.Cookie, chosen, TimeSpan.FromDays(365));
        return next(http);
    });
}

/// <summary>
/// Addresses of our own files with a mark of their content, so that a new version is fetched at once.
/// </summary>
public sealed class Assets(IWebHostEnvironment host)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, string> _marked = new();

    public string Href(string file) => _marked.GetOrAdd(file, name =>
    {
        var found = host.WebRootFileProvider.GetFileInfo(name);
        if (!found.Exists) return "/" + name;
        using var content = found.CreateReadStream();
        return $"/{name}?v={WebEncoders.Base64UrlEncode(SHA256.HashData(content).AsSpan(0, 9))}";
    });
}
