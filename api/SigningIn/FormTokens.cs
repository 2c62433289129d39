using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;

namespace Federation.Api.SigningIn;

/// <summary>Tokens of forms: each is worth something to the account only that it was made for, and their cookie is kept
/// like one that holds a secret.</summary>
public static class FormTokens
{
    private const string Cookie = "federation-form";

    public static IServiceCollection AddFormTokens(this IServiceCollection services)
    {
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<IHttpContextAccessor>((options, http) =>
            options.Cookie = new CookieOfScheme(http));
        return services;
    }

    /// <summary>Ties the tokens of this request to the account; the framework goes by the claims.</summary>
    public static void TieTo(HttpContext http, Caller caller)
    {
        if (caller.Account is not { } account) return;
        var identity = new ClaimsIdentity(Cookie);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, account, ClaimValueTypes.String, Cookie));
        http.User = new(identity);
    }

    /// <summary>A cookie whose name goes by how the request came.</summary>
    private sealed class CookieOfScheme(IHttpContextAccessor http) : CookieBuilder
    {
        public override string? Name
        {
            get => http.HttpContext is { } request ? Cookies.Name(request, Cookie) : Cookie;
            set => _ = value;
        }

        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom) =>
            Cookies.Secret(context);
    }
}
