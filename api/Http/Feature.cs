namespace Federation.Api.Http;

/// <summary>The routes of one boundary, each said once: below <c>/api/v1</c> the answer is JSON, at the same address
/// without it a page.</summary>
/// <param name="At">Where they lie: <c>/stocks</c>.</param>
/// <param name="Refusals">The classes that hold what its commands are refused with; the documents that describe the
/// API list their codes.</param>
public sealed record Feature(string At, Type[] Refusals, Action<FeatureRoutes> Routes);

/// <summary>What a page says after a form was taken.</summary>
/// <param name="Key">How the address of that page names it (<c>?done=</c>); not given: the last word of the form's own
/// address.</param>
public sealed record Told(string Zh, string En, string? Key = null);

/// <summary>A page's address and how it is shown: forms lead to it, and are shown in it again when refused.</summary>
public sealed class PageRoute(string at, Func<HttpContext, PageRoute, Task> show)
{
    private readonly Dictionary<string, Name> _told = [];

    /// <summary>Its template: <c>/stocks/{id}</c>.</summary>
    public string At => at;

    public void Tells(string key, Told told) => _told[key] = new(told.Zh, told.En);

    public Name? Told(string key) => _told.GetValueOrDefault(key);

    public Task Show(HttpContext http) => show(http, this);

    /// <summary>Shows it with a form that was refused.</summary>
    public Task Again(Posted form)
    {
        form.Http.Features.Set(form.State);
        return Show(form.Http);
    }

    /// <summary>Its address with the ids of this request, or with the id of what was just made.</summary>
    public string Address(HttpContext http, Done? done = null) => string.Join('/', at.Split('/').Select(part =>
        part is not ['{', .. var name, '}'] ? part
        : Uri.EscapeDataString(done?[name] ?? http.Request.RouteValues[name] as string ?? done?.Id ?? "")));
}

/// <summary>What endpoints say of themselves, for the documents that describe the API.</summary>
/// <param name="Body">The record that a POST takes.</param>
/// <param name="View">The record that a GET answers.</param>
/// <param name="Filters">What a GET's query may hold: <c>alliance from:date</c>.</param>
/// <param name="Makes">It answers 201.</param>
public sealed record Described(
    Feature Feature, Type? Body = null, Type? View = null, string Filters = "", bool Makes = false);
