using Federation.Domain.Accounts;

namespace Federation.Api.Accounts;

/// <summary>The day that a coordinator enters the past for: an alliance's history is typed in page by page, in the
/// order it happened, and every form sent meanwhile states that day.</summary>
/// <remarks>Kept in a cookie of the browser session. It only fills in <c>on</c>, which anybody could send: whether the
/// day may be stated is the rule of each decider (<see cref="Asked.DayRefused"/>).</remarks>
public static class WorkingDay
{
    private const string Cookie = "day";

    public static readonly RoleRow[] Roles =
    [
        new("POST", "/me/day", Who.Coordinators),
        new("POST", "/me/day/ending", Who.Coordinators),
    ];

    public static void MapWorkingDay(this IEndpointRouteBuilder pages, Func<Reading, FormState?, IResult> show)
    {
        pages.MapPost("/me/day", (Posted posted, Reading reading) =>
        {
            posted.Required("day");
            var day = posted.State.ErrorOf("day") is null ? posted.Day("day") : null;
            if (day > reading.Today)
                posted.State.Wrong("day", posted.L.T("补录的日期不能晚于今天", "The past ends today: choose an earlier day"));
            if (posted.State.Failed || day is not { } chosen) return show(reading, posted.State);
            posted.Http.Response.Cookies.Append(Cookie, Days.Text(chosen), new()
            {
                HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = posted.Http.Request.IsHttps,
            });
            return Pages.SeeOther(AccountPages.Local(posted.Text("to") ?? "/me"));
        });
        pages.MapPost("/me/day/ending", (Posted posted) =>
        {
            End(posted.Http);
            return Pages.SeeOther(AccountPages.Local(posted.Text("to") ?? "/me"));
        });
    }

    /// <summary>The day in force for this reader; null for today.</summary>
    public static DateOnly? Of(HttpContext http, Caller caller) =>
        (caller.Administrator || caller.Has(Role.Coordinator))
        && DateOnly.TryParseExact(http.Request.Cookies[Cookie], "yyyy-MM-dd", out var day) ? day : null;

    public static void End(HttpContext http) => http.Response.Cookies.Delete(Cookie);
}
