using Federation.Api.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Federation.Api.Http;

/// <summary>What all pages share: rendering, the frame around them, and pages in place of bare errors.</summary>
public static class Pages
{
    private static readonly NavLink Me = new("me", new("我的账号", "My account"), "/me");
    private static readonly NavLink Accounts = new("accounts", new("账号与角色", "Accounts and roles"), "/admin/accounts");
    private static readonly NavLink Audit = new("audit", new("操作记录", "Who did what"), "/admin/audit");
    private static readonly NavLink Parked = new("parked", new("停下的事项", "Work that stopped"), "/admin/parked");
    private static readonly NavLink Complaints = new("complaints", new("投诉与建议", "Complaints"), "/complaints");
    private static readonly NavLink Reports = new("reports", new("结项报告", "Closing reports"), "/reports");
    private static readonly NavLink Places = new("places", new("地区与村居", "Places"), "/admin/places");

    /// <summary>303: the form was taken, and its effect is to be seen there. Reloading that page sends nothing
    /// again.</summary>
    public static IResult SeeOther(HttpContext http, string address)
    {
        http.Response.Headers.Location = Header.Uri(address);
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>A page of one typed view.</summary>
    /// <param name="status">Not given: 422 where a form was refused, else 200.</param>
    public static IResult Show<TView, TPage>(HttpContext http, TView view, int? status = null)
        where TView : class where TPage : PageOf<TView> =>
        new RazorComponentResult<TPage>(new Dictionary<string, object?> { [nameof(PageOf<TView>.View)] = view })
        {
            StatusCode = status ?? (http.Features.Get<FormState>()?.Failed == true
                ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK),
            PreventStreamingRendering = true,
        };

    /// <summary>A problem as a page people can act on.</summary>
    public static IResult Problem(HttpContext http, Problem problem)
    {
        Begin(http);
        return new RazorComponentResult<MessagePage>(new { Problem = problem })
        {
            StatusCode = problem.Status, PreventStreamingRendering = true,
        };
    }

    /// <summary>Fills the frame of a page.</summary>
    public static void Begin(HttpContext http)
    {
        var frame = http.RequestServices.GetRequiredService<Frame>();
        var log = http.RequestServices.GetRequiredService<Federation.Log.EventLog>();
        var caller = http.Features.Get<Caller>() ?? Caller.Anonymous;
        frame.Position = log.Head.Position;
        frame.SignedInAs = caller.UserName;
        frame.On = Federation.Api.Accounts.WorkingDay.Of(http, caller);
        frame.Role = caller.Roles.Select(r => RoleName(r.Role)).FirstOrDefault();
        frame.More = caller.Administrator
            ? [
                Me, Accounts, Places, Reports, Complaints, Audit, Parked,
                .. Dashboard.IsOn(http.RequestServices) ? [Dashboard.Link] : Array.Empty<NavLink>(),
            ]
            : [
                Me, .. caller.Has(Role.Coordinator) || caller.Has(Role.TownOfficial) || caller.Has(Role.Auditor)
                    ? [Reports, Complaints] : Array.Empty<NavLink>(),
                .. caller.Has(Role.Coordinator) || caller.Has(Role.Auditor) ? [Accounts] : Array.Empty<NavLink>(),
                .. caller.Has(Role.Coordinator) ? [Places] : Array.Empty<NavLink>(),
                .. caller.Has(Role.Auditor) ? [Audit] : Array.Empty<NavLink>(),
            ];
    }

    public static Name RoleName(Role role) => role switch
    {
        Role.PlatformAdministrator => new("平台管理员", "Administrator"),
        Role.Coordinator => new("联盟协调员", "Coordinator"),
        Role.OrganisationStaff => new("组织工作人员", "Organisation staff"),
        Role.Mentor => new("街坊导师", "Mentor"),
        Role.TownOfficial => new("镇街干部", "Town official"),
        Role.Auditor => new("审计员", "Auditor"),
        _ => new("居民", "Resident"),
    };
}
