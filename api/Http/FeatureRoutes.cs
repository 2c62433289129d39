using Microsoft.AspNetCore.Http.Metadata;

namespace Federation.Api.Http;

/// <summary>Where a feature maps its routes. Paths are below the feature's own address; a page that lies elsewhere says
/// its whole address after a tilde: <c>~/alliances/{id}/members</c>.</summary>
/// <remarks>Delegates of one shape, so that neither a start nor a request binds anything by reflection. What every
/// answer shares is written out here once: waiting for a position, the page's frame, the record of who opened whose
/// details.</remarks>
public sealed partial class FeatureRoutes(IEndpointRouteBuilder api, IEndpointRouteBuilder pages, Feature feature)
{
    /// <summary>Another content type is refused before anything is read.</summary>
    internal static readonly AcceptsMetadata TakesJson = new(["application/json"], typeof(object));

    /// <summary>A record to read, as JSON and as a page; where there is none, 404.</summary>
    public PageRoute Get<TView, TPage>(
        string path, Who who, Func<Reading, TView?> read, string filters = "", string? page = null)
        where TView : class where TPage : PageOf<TView>
    {
        Json(path, who, read, filters);
        return Page<TView, TPage>(page ?? path, who, read);
    }

    /// <summary>A record to read by the API alone.</summary>
    public void Json<TView>(string path, Who who, Func<Reading, TView?> read, string filters = "")
        where TView : class =>
        api.MapGet(feature.At + path, http => Answer(http, read))
            .WithMetadata(new AllowedTo(who), new Described(feature, View: typeof(TView), Filters: filters));

    /// <summary>A page of its own.</summary>
    public PageRoute Page<TView, TPage>(string path, Who who, Func<Reading, TView?> read)
        where TView : class where TPage : PageOf<TView>
    {
        var page = new PageRoute(Whole(path), (http, self) => Show<TView, TPage>(http, self, read));
        pages.MapGet(page.At, page.Show).WithMetadata(new AllowedTo(who));
        return page;
    }

    /// <summary>A page that holds nothing but a form.</summary>
    public PageRoute Form<TPage>(string path, Who who) where TPage : PageOf<Nothing> =>
        Page<Nothing, TPage>(path, who, _ => Nothing.AtAll);

    /// <summary>What is neither a record nor a page: a file, a feed, an image; by the API.</summary>
    /// <param name="linked">Pages link to it: it is served by their cookie, too.</param>
    /// <param name="view">The record that it holds as bytes, if it does.</param>
    public IEndpointConventionBuilder File(
        string path, Who who, Func<Reading, Task<IResult>> answer, string filters = "", bool linked = false,
        Type? view = null)
    {
        var file = api.MapGet(feature.At + path, http => Serve(http, answer))
            .WithMetadata(new AllowedTo(who), new Described(feature, View: view, Filters: filters));
        return linked ? file.WithMetadata(new TakesCookie()) : file;
    }

    /// <summary>What is none of these, such as signing in or a table as the body: it answers as it likes.</summary>
    /// <param name="path">By the API; after a tilde a whole address beside the pages.</param>
    public IEndpointConventionBuilder Other(
        string method, string path, Who who, Func<HttpContext, Task<IResult>> answer, Type? body = null) =>
        (path is ['~', ..] ? pages : api).MapMethods(path is ['~', .. var whole] ? whole : feature.At + path, [method],
            http => Serve(http, answer(http))).WithMetadata(new AllowedTo(who), new Described(feature, body));

    /// <summary>A command that makes something: 201 with its address.</summary>
    /// <param name="on">The page that holds its form; not given: by the API alone.</param>
    /// <param name="then">The page that shows what was done; not given: the one that holds the form.</param>
    /// <param name="made">Where what was made lies; not given: the feature's own record. Null where it was there
    /// already: 200.</param>
    /// <param name="page">Where its form is sent to, when not to the same path.</param>
    /// <param name="section">The part of the next page to look at: <c>#areas</c>.</param>
    public void Add<TBody>(
        string path, Who who, Func<Post<TBody>, Task<Done>> ask, PageRoute? on = null, PageRoute? then = null,
        Told? told = null, Func<Post<TBody>, Done, string?>? made = null, string? page = null, string section = "")
    {
        Map(path, who, ask, made ?? ((post, done) => $"/api/v1{At(post)}/{First(post) ?? done.Id}"));
        if (on is not null) Send(page ?? (path.Length > 0 ? path : "~" + on.At), who, ask, on, then, told, section);
    }

    /// <summary>A command that changes something: 200.</summary>
    public void Do<TBody>(
        string path, Who who, Func<Post<TBody>, Task<Done>> ask, PageRoute? on = null, PageRoute? then = null,
        Told? told = null, string? page = null, string section = "")
    {
        Map(path, who, ask, made: null);
        if (on is not null) Send(page ?? path, who, ask, on, then, told, section);
    }

    /// <summary>A form that changes nothing: its page is shown again with what was found, which the command leaves
    /// among the request's features.</summary>
    public void Look<TBody>(string path, Who who, Func<Post<TBody>, Task> look, PageRoute on)
    {
        pages.MapPost(Whole(path), Looked).WithMetadata([new AllowedTo(who), .. BodyBound.OfForm<TBody>()]);

        async Task Looked(HttpContext http)
        {
            var form = await Posted.Of(http);
            var post = Post<TBody>.OfForm(form);
            if (form.State.Failed) http.Features.Set(form.State);
            else await look(post);
            await on.Show(http);
        }
    }

    /// <summary>A form of a page alone; its body is read from its fields.</summary>
    /// <param name="more">What the address of the next page says beside what was done: <c>&amp;added=3</c>.</param>
    public IEndpointConventionBuilder Send<TBody>(
        string path, Who who, Func<Post<TBody>, Task<Done>> ask, PageRoute on, PageRoute? then = null,
        Told? told = null, string section = "", Func<Done, string>? more = null)
    {
        var (address, next) = (Whole(path), then ?? on);
        var key = told?.Key ?? address.Split('/').Last(part => part is not ['{', ..]);
        if (told is not null) next.Tells(key, told);
        return pages.MapPost(address, Sent).WithMetadata([new AllowedTo(who), .. BodyBound.OfForm<TBody>()]);

        async Task Sent(HttpContext http)
        {
            var form = await Posted.Of(http);
            var post = Post<TBody>.OfForm(form);
            if (post.Body is IBringsFile brought) await brought.Keep();
            if (await form.Try(() => ask(post)) is { } done)
            {
                var told = done.Elsewhere ?? Onward(next.Address(http, done), http.Request.Query, key)
                    + more?.Invoke(done) + section;
                await PersonalReads.Keep(http);
                await Pages.SeeOther(http, Posted.At(told, done.Outcome.Position)).ExecuteAsync(http);
                return;
            }

            await on.Again(form);
        }
    }

    private void Map<TBody>(
        string path, Who who, Func<Post<TBody>, Task<Done>> ask, Func<Post<TBody>, Done, string?>? made)
    {
        api.MapPost(feature.At + path, Command)
            .WithMetadata(new AllowedTo(who), new Described(feature, typeof(TBody), Makes: made is not null))
            .WithMetadata(TakesJson);

        async Task Command(HttpContext http)
        {
            var post = await Post<TBody>.OfJson(http);
            var done = await ask(post);
            await PersonalReads.Keep(http);
            await done.Answer(http, made?.Invoke(post, done)).ExecuteAsync(http);
        }
    }

    private static async Task Answer<TView>(HttpContext http, Func<Reading, TView?> read) where TView : class
    {
        if (await Reading.AtPosition(http) is { } notYet)
        {
            await notYet.AtOnce(http);
            return;
        }

        var view = read(http.RequestServices.GetRequiredService<Reading>());
        await PersonalReads.Keep(http); // Whatever was opened for this answer, before it leaves.
        await (view is null ? Problem.NotFound.Answer(http) : Results.Json(view, Bodies.Options)).ExecuteAsync(http);
    }

    private static async Task Serve(HttpContext http, Func<Reading, Task<IResult>> answer) => await Serve(
        http, await Reading.AtPosition(http) is { } notYet ? Task.FromResult(notYet.Answer(http))
            : answer(http.RequestServices.GetRequiredService<Reading>()));

    private static async Task Serve(HttpContext http, Task<IResult> answer)
    {
        var served = await answer;
        await PersonalReads.Keep(http);
        await served.ExecuteAsync(http);
    }

    private static async Task Show<TView, TPage>(HttpContext http, PageRoute page, Func<Reading, TView?> read)
        where TView : class where TPage : PageOf<TView>
    {
        if (HttpMethods.IsGet(http.Request.Method) && await Reading.AtPosition(http) is { } notYet)
        {
            await notYet.AtOnce(http);
            return;
        }

        Pages.Begin(http);
        var reading = http.RequestServices.GetRequiredService<Reading>();
        reading.Address = page.Address(http);
        if (reading.Text("done") is { } done)
            http.RequestServices.GetRequiredService<Frame>().Told = page.Told(done);
        var view = read(reading);
        await PersonalReads.Keep(http);
        await (reading.Elsewhere is { } elsewhere ? Results.Redirect(elsewhere)
            : view is null ? Pages.Problem(http, Problem.NotFound)
            : Pages.Show<TView, TPage>(http, view)).ExecuteAsync(http);
    }

    private string Whole(string path) => path is ['~', .. var whole] ? whole : feature.At + path;

    /// <summary>What the form's own address asked for (<c>?day=…</c>) the page is asked for again.</summary>
    private static string Onward(string page, IQueryCollection asked, string key) =>
        page + QueryString.Create(asked.Where(one => one.Key is not ("after" or "done")).Append(new("done", key)));

    /// <summary>The feature's own address with the ids of this request.</summary>
    private string At(Post post) => string.Join('/', feature.At.Split('/').Select(part =>
        part is ['{', .. var name, '}'] ? post[name] : part));

    /// <summary>The first id behind the feature's own address: the feature's own record.</summary>
    private string? First(Post post) =>
        (post.Http.GetEndpoint() as RouteEndpoint)?.RoutePattern.Parameters
            .FirstOrDefault(id => !feature.At.Contains($"{{{id.Name}}}")) is { } first
            ? (string?)post.Http.Request.RouteValues[first.Name] : null;
}
