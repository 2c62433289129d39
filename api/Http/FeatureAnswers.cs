namespace Federation.Api.Http;

/// <summary>The rarer routes: what is sent and answered at once, and what may be asked only so often.</summary>
public sealed partial class FeatureRoutes
{
    /// <summary>The same places to map to, where one address may ask only so often, and not at length.</summary>
    /// <param name="policy">One of <see cref="Limits"/>.</param>
    public FeatureRoutes Limited(string policy, BodyBound bound)
    {
        return new(Group(api), Group(pages), feature);

        RouteGroupBuilder Group(IEndpointRouteBuilder routes) =>
            routes.MapGroup("").RequireRateLimiting(policy).WithMetadata(bound);
    }

    /// <summary>The same places to map to, where every endpoint carries these marks.</summary>
    public FeatureRoutes Marked(params object[] marks) => new(
        api.MapGroup("").WithMetadata(marks), pages.MapGroup("").WithMetadata(marks), feature);

    /// <summary>A question that is sent, so that no address holds it: answered with a record, by the API.</summary>
    public void Ask<TBody, TView>(string path, Who who, Func<Post<TBody>, TView> find) where TView : class
    {
        api.MapPost(feature.At + path, Found)
            .WithMetadata(new AllowedTo(who), new Described(feature, typeof(TBody), typeof(TView)), TakesJson);

        async Task Found(HttpContext http)
        {
            var view = find(await Post<TBody>.OfJson(http));
            await PersonalReads.Keep(http);
            await Results.Json(view, Bodies.Options).ExecuteAsync(http);
        }
    }

    /// <summary>A form whose answer is a page without an address: shown this once, to who sent it.</summary>
    public void Send<TBody, TView, TPage>(string path, Who who, Func<Post<TBody>, Task<TView>> ask, PageRoute on)
        where TView : class where TPage : PageOf<TView>
    {
        pages.MapPost(Whole(path), Sent).WithMetadata(new AllowedTo(who));

        async Task Sent(HttpContext http)
        {
            var form = await Posted.Of(http);
            var post = Post<TBody>.OfForm(form);
            var view = await form.Try(() => ask(post));
            http.Features.Set(form.State);
            if (view is null)
            {
                await on.Show(http);
                return;
            }

            Pages.Begin(http);
            await PersonalReads.Keep(http);
            await Pages.Show<TView, TPage>(http, view).ExecuteAsync(http);
        }
    }
}
