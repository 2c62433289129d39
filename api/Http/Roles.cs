using Federation.Api.SigningIn;

namespace Federation.Api.Http;

/// <summary>Who may call a route at all; whose things they may touch is a rule in the decider.</summary>
[Flags]
public enum Who
{
    Nobody = 0, Anonymous = 1, Resident = 2, Mentor = 4, Staff = 8, Official = 16,
    Auditor = 32, Coordinator = 64, Administrator = 128,

    Everyone = 255,
    SignedIn = 254,
    Coordinators = Coordinator | Administrator,
    Members = Staff | Mentor | Coordinators,
    Officials = Official | Auditor | Coordinators,
}

/// <summary>One row of the role table: a method, a route template, and who may call it.</summary>
public sealed record RoleRow(string Method, string Route, Who Allowed);

/// <summary>Who may call an endpoint: said where the route is.</summary>
public sealed record AllowedTo(Who Who);

/// <summary>The role × route table, as the routes say it. What is not in it cannot be called.</summary>
public sealed class RoleTable
{
    private readonly Dictionary<(string, string), Who> _rows;
    private IReadOnlyList<RoleRow> _all;

    public RoleTable(IEnumerable<RoleRow> rows)
    {
        _all = [.. rows];
        _rows = _all.ToDictionary(r => (r.Method, r.Route), r => r.Allowed);
    }

    public IReadOnlyList<RoleRow> Rows => _all;

    /// <summary>Takes over what the endpoints themselves say.</summary>
    public void Learn(IEnumerable<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<AllowedTo>() is not { } allowed) continue;
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
                _rows.Add((method, Template(endpoint)), allowed.Who);
        }

        _all = [.. _rows.Select(row => new RoleRow(row.Key.Item1, row.Key.Item2, row.Value))];
    }

    public Who? AllowedTo(string method, string route) => _rows.TryGetValue((method, route), out var who) ? who : null;

    public static Who RolesOf(Caller caller) => caller.SignedIn
        ? caller.Roles.Aggregate(Who.Nobody, (who, grant) => who | Of(grant.Role)) | Who.Resident
        : Who.Anonymous;

    private static Who Of(Role role) => role switch
    {
        Role.PlatformAdministrator => Who.Administrator,
        Role.Coordinator => Who.Coordinator,
        Role.OrganisationStaff => Who.Staff,
        Role.Mentor => Who.Mentor,
        Role.TownOfficial => Who.Official,
        Role.Auditor => Who.Auditor,
        _ => Who.Resident,
    };

    /// <summary>Refuses to start with an endpoint that has no row, or a row that has no endpoint.</summary>
    public void CheckAgainst(IEnumerable<Endpoint> endpoints)
    {
        var mapped = endpoints.OfType<RouteEndpoint>().Where(e => !IsStatic(e))
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                .Select(m => (m, Template(e))))
            .ToHashSet();
        var missing = mapped.Where(m => !_rows.ContainsKey(m)).Select(m => $"no row for {m.m} {m.Item2}");
        var idle = _rows.Keys.Where(r => !mapped.Contains(r)).Select(r => $"no endpoint for {r.Item1} {r.Item2}");
        var wrong = missing.Concat(idle).ToArray();
        if (wrong.Length > 0)
            throw new InvalidOperationException("The role table and the routes differ: " + string.Join("; ", wrong));
    }

    public static string Template(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    /// <summary>Style sheets, scripts and images of the build: public by nature, not routes of ours.</summary>
    public static bool IsStatic(Endpoint endpoint) =>
        endpoint.Metadata.Any(m => m.GetType().Name is "StaticAssetDescriptor")
        || (endpoint as RouteEndpoint)?.RoutePattern.RawText == "{**path:file}";
}

/// <summary>Finds out who calls, and lets through only what the table allows.</summary>
internal sealed class Gate(RequestDelegate next, RoleTable table, Callers callers, LiveSessions sessions)
{
    public const string Cookie = "federation";

    /// <summary>The token that a page's request brings.</summary>
    public static string? TokenOf(HttpContext http) => http.Request.Cookies[Cookies.Name(http, Cookie)];

    public async Task Invoke(HttpContext http)
    {
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(http);
            return;
        }

        Telemetry.NameRequest(http, endpoint);
        var caller = await CallerOf(http, endpoint, current: !HttpMethods.IsGet(http.Request.Method));
        var allowed = table.AllowedTo(http.Request.Method, RoleTable.Template(endpoint));
        if (allowed is null && http.Request.Method == "HEAD")
            allowed = table.AllowedTo("GET", RoleTable.Template(endpoint));
        if (allowed is null && RoleTable.IsStatic(endpoint)) allowed = Who.Everyone;
        if (!IsIn(allowed, caller)) caller = await CallerOf(http, endpoint, current: true);
        http.Features.Set(caller);
        FormTokens.TieTo(http, caller);
        if (IsIn(allowed, caller))
        {
            if (Owing.Of(http, endpoint, caller) is { } owing)
            {
                await owing.ExecuteAsync(http);
                return;
            }

            await sessions.Touch(caller.Session);
            await next(http);
            return;
        }

        if (http.Request.Path.StartsWithSegments("/api")) await Refusal(caller).Answer(http).ExecuteAsync(http);
        else if (!caller.SignedIn) http.Response.Redirect($"/sign-in?to={Uri.EscapeDataString(http.Request.Path)}");
        else http.Response.StatusCode = StatusCodes.Status403Forbidden;
    }

    private static bool IsIn(Who? allowed, Caller caller) =>
        ((allowed ?? Who.Nobody) & RoleTable.RolesOf(caller)) != 0 || allowed == Who.Everyone;

    private static Problem Refusal(Caller caller) => caller.SignedIn ? Problem.NotAllowed : Problem.NotSignedIn;

    /// <summary>Bearer tokens for the API, the cookie for pages; only what pages themselves fetch takes both.</summary>
    private async ValueTask<Caller> CallerOf(HttpContext http, RouteEndpoint endpoint, bool current)
    {
        var api = http.Request.Path.StartsWithSegments("/api");
        var token = http.Request.Headers.Authorization is [{ } header]
            && header.StartsWith("Bearer ", StringComparison.Ordinal)
            ? header["Bearer ".Length..]
            : null;
        if (token is null && (!api || endpoint.Metadata.GetMetadata<TakesCookie>() is not null))
            token = TokenOf(http);
        return (token is { Length: > 0 and < 200 } ? await callers.Find(token, current) : null) ?? Caller.Anonymous;
    }
}

/// <summary>Marks the few API routes that pages fetch with their cookie: changes and downloads.</summary>
public sealed class TakesCookie;
