using Microsoft.AspNetCore.Http.Extensions;

namespace Federation.Api.Components;

/// <summary>
/// What surrounds every page of one request: whose federation, who is signed in, where one can go. The gateway fills it
/// once per request, before the page is rendered; pages only say which entry is theirs.
/// </summary>
public sealed class Frame
{
    /// <summary>At most five, so that each stays a thumb wide in the bar at the foot of a phone.</summary>
    public const int MainLimit = 5;

    private static readonly NavLink[] Usual =
    [
        new("home", new("首页", "Home"), "/", "home"),
        new("alliance", new("联盟", "Alliance"), "/alliances", "people"),
        new("help", new("互助", "Help"), "/requests", "help"),
        new("actions", new("行动", "Actions"), "/joint-actions", "flag"),
        new("coverage", new("覆盖", "Coverage"), "/coverage", "grid"),
    ];

    public Name? Alliance { get; set; }

    public string AllianceHref { get; set; } = "/alliances";

    /// <summary>The account's display name; null when nobody is signed in.</summary>
    public string? SignedInAs { get; set; }

    public Name? Role { get; set; }

    /// <summary>The day that a coordinator enters the past for; null for today.</summary>
    public DateOnly? On { get; set; }

    /// <summary>What a form that was just taken has done; shown below the page's heading.</summary>
    public Name? Told { get; set; }

    /// <summary>The log position the page was read at; shown in the footer and used by live changes.</summary>
    public long? Position { get; set; }

    public IReadOnlyList<NavLink> Main { get; set; } = Usual;

    /// <summary>Entries of the account's menu: administration, own organisation, and the like.</summary>
    public IReadOnlyList<NavLink> More { get; set; } = [];

    /// <summary>The address of the change stream; null where the asker may not listen.</summary>
    public string? Changes { get; set; } = "/api/v1/changes";

    /// <summary>This page's address in the other language.</summary>
    public static string InOtherLanguage(HttpRequest request, Lang lang)
    {
        var query = new QueryBuilder(request.Query.Where(pair => pair.Key != Lang.Cookie));
        query.Add(Lang.Cookie, lang.English ? "zh" : "en");
        return request.PathBase + request.Path + query;
    }
}

/// <param name="Key">What a page gives as <c>Active</c>.</param>
/// <param name="Icon">A name of <see cref="Icons"/>.</param>
public sealed record NavLink(string Key, Name Text, string Href, string Icon = "dot");
