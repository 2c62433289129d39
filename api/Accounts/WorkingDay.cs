using Federation.Api.SigningIn;

namespace Federation.Api.Accounts;

/// <summary>The day that a coordinator enters the past for: an alliance's history is typed in page by page, in the
/// order it happened, and every form sent meanwhile states that day.</summary>
/// <remarks>Kept in a cookie of the browser session. It only fills in <c>on</c>, which anybody could send: whether the
/// day may be stated is the rule of each decider (<see cref="Asked.DayRefused"/>).</remarks>
public static class WorkingDay
{
    private const string Cookie = "day";

    /// <summary>The day in force for this reader; null for today.</summary>
    public static DateOnly? Of(HttpContext http, Caller caller) => caller.Is(Who.Coordinators)
        ? Days.Parse(http.Request.Cookies[Cookies.Name(http, Cookie)]) : null;

    /// <summary>Then back to the page that the form was on; <paramref name="me"/> has the form, too.</summary>
    public static async Task<IResult> Choose(HttpContext http, PageRoute me)
    {
        var form = await Posted.Of(http);
        var day = form.Required("day").Length > 0 ? form.Day("day") : null;
        if (day > Days.Of(form.Post.Now))
            form.Wrong("day", "补录的日期不能晚于今天", "The past ends today: choose an earlier day");
        if (form.State.Failed || day is not { } chosen)
        {
            await me.Again(form);
            return Results.Empty;
        }

        Cookies.Keep(http, Cookie, Days.Text(chosen));
        return Back(form);
    }

    public static async Task<IResult> Leave(HttpContext http)
    {
        var form = await Posted.Of(http);
        End(http);
        return Back(form);
    }

    public static void End(HttpContext http) => Cookies.End(http, Cookie);

    private static IResult Back(Posted form) => Pages.SeeOther(form.Http, SignIns.Local(form.Text("to") ?? "/me"));
}
