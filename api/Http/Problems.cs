using Microsoft.AspNetCore.Diagnostics;

namespace Federation.Api.Http;

/// <summary>A request that cannot be answered as asked: a status, a stable code, and why in both languages.</summary>
/// <param name="Field">The field of the body or query that is wrong, where one is.</param>
public sealed record Problem(int Status, string Code, string Zh, string En, string? Field = null)
{
    /// <summary>Seconds after which the same request may be sent again.</summary>
    public int? RetryAfter { get; init; }

    public static readonly Problem NotSignedIn = new(401, "not-signed-in", "请先登录。", "Sign in first.");

    public static readonly Problem NotAllowed = new(403, "not-allowed", "您的角色不能进行此操作。", "Your role may not do this.");

    public static readonly Problem NotFound = new(404, "not-found", "没有找到该记录。", "There is no such record.");

    public static readonly Problem NoKey = new(
        400, "idempotency-key-missing", "缺少 Idempotency-Key 请求头（须为 UUID）。",
        "The Idempotency-Key header is missing; send a UUID.", "Idempotency-Key");

    public static readonly Problem OtherPayload = new(
        422, "idempotency-key-reused", "该 Idempotency-Key 已用于另一个内容不同的请求，请换一个新的。",
        "This Idempotency-Key was used for a different request; use a new one.", "Idempotency-Key");

    public static readonly Problem Busy = new(
        503, "busy", "系统繁忙，请稍后用同一个 Idempotency-Key 重试。",
        "The system is busy; try again shortly with the same Idempotency-Key.") { RetryAfter = 1 };

    public static readonly Problem Crowded = new(
        503, "busy", "现在访问的人太多，请过一会儿再打开。", "Too many people are here now; open it again in a moment.")
        { RetryAfter = 1 };

    public static readonly Problem NewerVersion = new(
        503, "newer-version", "系统正在升级，请稍后用同一个 Idempotency-Key 重试。",
        "The system is being upgraded; try again shortly with the same Idempotency-Key.") { RetryAfter = 5 };

    public static readonly Problem NotYetSeen = new(
        503, "not-yet-seen", "最新的更改还没有到达，请稍后再读。", "This node has not seen that position yet; read again shortly.")
        { RetryAfter = 1 };

    public static readonly Problem TooLarge = new(413, "too-large", "提交的内容太大。", "The request is too large.");

    public static readonly Problem TooMany = new(
        429, "too-many-requests", "请求过于频繁，请稍后再试。", "Too many requests; try again later.") { RetryAfter = 10 };

    /// <summary>A reference of a body to something that is not there: clear, and safe to send again later.</summary>
    public static ProblemException Absent(string code, string field, string zh, string en) =>
        new(new Problem(409, code, zh, en, field));

    public static Problem Malformed(string field, string zh, string en) => new(400, "malformed", zh, en, field);

    /// <summary>The storage fails: what was saved is safe, nothing of this request was.</summary>
    public static Problem Of(StorageFault fault) =>
        new(503, fault.Code, fault.Zh, fault.En) { RetryAfter = fault.RetrySeconds };

    /// <summary>A rule said no: 409, or 403 where the asker may not do it whatever the state.</summary>
    public static Problem Of(Refusal refusal) =>
        new(
            refusal.Forbids ? 403 : refusal.Code == Asked.Refusals.NotFound.Code ? 404 : 409,
            refusal.Code, refusal.Zh, refusal.En, refusal.Field);

    /// <summary>For the API a problem answer, for people a page.</summary>
    public IResult For(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/openapi")
            ? Answer(http)
            : Pages.Problem(http, this);

    /// <summary>The same without drawing a page, which would cost what there is none of.</summary>
    public Task AtOnce(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/api")) return Answer(http).ExecuteAsync(http);
        if (RetryAfter is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString();
        (http.Response.StatusCode, http.Response.ContentType) = (Status, "text/html; charset=utf-8");
        return http.Response.WriteAsync(
            "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\">"
            + $"<meta name=\"viewport\" content=\"width=device-width\"><title>{Status}</title>"
            + $"<main><h1>{Zh}</h1><p lang=\"en\">{En}</p></main>");
    }

    /// <summary>The RFC 9457 answer in the language the caller prefers.</summary>
    public IResult Answer(HttpContext http)
    {
        if (RetryAfter is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString();
        var english = Languages.PrefersEnglish(http);
        http.Response.Headers.ContentLanguage = english ? "en" : "zh-CN";
        var more = new Dictionary<string, object?> { ["code"] = Code, ["texts"] = new { zh = Zh, en = En } };
        if (Field is not null) more["field"] = Field;
        return Results.Problem(detail: english ? En : Zh, statusCode: Status, title: Code, extensions: more);
    }
}

/// <summary>Ends the request with a problem, from wherever it is noticed.</summary>
public sealed class ProblemException(Problem problem) : Exception(problem.Code)
{
    public Problem Problem { get; } = problem;
}

public static class Languages
{
    /// <summary>Chinese unless the caller asks for English first.</summary>
    public static bool PrefersEnglish(HttpContext http)
    {
        foreach (var language in http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1))
        {
            if (language.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase)) return false;
            if (language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}

/// <summary>Answers that the framework gives without a body (no such route, wrong method
/// or content type) get theirs.</summary>
internal static class BareAnswers
{
    public static void UseProblemsForBareAnswers(this WebApplication app) => app.UseStatusCodePages(async context =>
    {
        var http = context.HttpContext;
        var problem = http.Response.StatusCode switch
        {
            404 => Problem.NotFound,
            403 => Problem.NotAllowed,
            405 => new Problem(405, "method-not-allowed", "该地址不支持此请求方法。", "This address does not take this method."),
            413 => Problem.TooLarge,
            415 => new Problem(415, "content-type",
                "请以 application/json 提交。", "Send application/json.", "Content-Type"),
            var status => new Problem(status, "malformed", "请求格式不正确。", "The request is malformed."),
        };
        await problem.For(http).ExecuteAsync(http);
    });
}

/// <summary>Turns what was thrown into a problem answer; what nobody expected is logged
/// once and told without detail.</summary>
internal sealed class ProblemHandler(ILogger<ProblemHandler> log, Federation.Log.EventLog events) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancel)
    {
        var problem = exception switch
        {
            ProblemException known => known.Problem,
            BadHttpRequestException { StatusCode: 413 } => Problem.TooLarge,
            BadHttpRequestException bad => Problem.Malformed("request", "请求格式不正确。",
                $"The request is malformed: {bad.Message}"),
            LogFullException => Problem.Busy,
            UnknownNameException => Problem.NewerVersion,
            // Each change of the storage's state is logged once, by who watches it; not each request that meets it.
            StorageException storage => Problem.Of(storage.Fault),
            _ when events.Dialect.FaultOf(exception) is { } fault => Problem.Of(fault),
            _ => Unexpected(http, exception),
        };
        await problem.For(http).ExecuteAsync(http);
        return true;
    }

    private Problem Unexpected(HttpContext http, Exception exception)
    {
        // The route's template, never the path or the body: those may hold personal data.
        var endpoint = http.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? http.GetEndpoint();
        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText;
        log.LogError(exception, "Unexpected failure of {Method} {Route}", http.Request.Method, route);
        return new(500, "internal", "系统出错了，我们已记录此问题。", "Something went wrong; it has been recorded.");
    }
}
