namespace Federation.Api.JointActions;

/// <summary>What belongs to a joint action, with what its page needs of the action.</summary>
public sealed record InAction<T>(ActionHead Action, T Shown) where T : class;

/// <summary>What the boundaries beside a joint action share: how their records are read and asked, and how a body's
/// references into an action are checked.</summary>
internal static class InActions
{
    /// <summary>A record of the action in the address: as JSON alone, on its page under the action's name.</summary>
    public static PageRoute GetIn<TView, TPage>(
        this FeatureRoutes routes, string path, Func<Reading, ActionOf, TView?> read, string? page = null)
        where TView : class where TPage : PageOf<InAction<TView>>
    {
        routes.Json(path, Who.Everyone, reading => read(reading, reading.Rows.RequireAction(reading["id"])));
        return routes.PageIn<TView, TPage>(page ?? path, Who.Everyone, (reading, of, _) => read(reading, of));
    }

    /// <summary>A page of its own in the action of its address.</summary>
    public static PageRoute PageIn<TView, TPage>(
        this FeatureRoutes routes, string path, Who who, Func<Reading, ActionOf, ActionHead, TView?> read)
        where TView : class where TPage : PageOf<InAction<TView>> =>
        routes.Page<InAction<TView>, TPage>(path, who, reading =>
        {
            var (of, action) = ActionHead.Of(reading, reading["id"]);
            return read(reading, of, action) is { } shown ? new(action, shown) : null;
        });

    /// <summary>Asks a record whose stream is named by the action and its own id.</summary>
    public static Task<Done> AskIn(
        this Post post, IBoundary boundary, string action, string id, Func<ActionOf, object> command)
    {
        var of = post.Log.Facts.Of(
            JointAction.Boundary.Stream(Post.Reference(action, "id")), "of", () => post.Rows.RequireAction(action));
        return post.Run($"{boundary.Kind}/{of.Id}/{id}", () => command(of), post.Caller.Coordinates(of), id);
    }

    /// <summary>The action that a body names is one of the alliance, or 409.</summary>
    public static void RequireActionOf(this Post post, string alliance, string action, string field)
    {
        if (post.Rows.FindAction(Post.Reference(action, field))?.AllianceId != alliance) throw Problem.Absent(
            "action-not-found", field, "联盟没有这项行动。", "The alliance has no such joint action.");
    }

    /// <summary>The session that a body names is one of the action that it names with it, or 409.</summary>
    public static void RequireSession(this Post post, string? action, string session, string field)
    {
        if (post.Rows.One(
            "select 1 from sessions where action = @action and session = @session", r => r.GetInt64(0),
            ("action", action ?? ""), ("session", Post.Reference(session, field))) == 0) throw Problem.Absent(
            "session-not-found", field, "这项行动没有这一场活动；请同时填写行动和场次。",
            "The action has no such session; name the action together with its session.");
    }
}
