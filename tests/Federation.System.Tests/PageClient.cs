using System.Collections.Concurrent;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Federation.Tests;

/// <summary>A browser without script: gets pages, fills their forms as they stand, sends
/// them, follows where they lead.</summary>
/// <remarks>Forms are sent with what the page put into them, hidden token and key among it, so a test says only what a
/// person would type. Cookies are kept from answer to answer.</remarks>
public sealed class PageClient(HttpClient http)
{
    private static readonly HtmlParser Parser = new();
    private readonly ConcurrentDictionary<string, string> _cookies = [];

    /// <summary>The same browser, cookies and all, whose next request another gateway answers.</summary>
    private PageClient(HttpClient http, PageClient same) : this(http) => _cookies = same._cookies;

    public HttpClient Http { get; } = http;

    public PageClient By(HttpClient other) => new(other, this);

    /// <summary>Nobody, or the account of that name with the tests' password.</summary>
    public static async Task<PageClient> Of(Product product, string? userName = null)
    {
        var client = new PageClient(product.Anonymous().Http);
        if (userName is null) return client;
        var page = await client.Get("/sign-in");
        var entered = await client.Send(
            page.Form("/sign-in").Fill("userName", userName).Fill("password", Product.Password));
        Assert.True(entered.Status == 302, $"signing in as {userName} answered {entered.Status}: {entered.Text}");
        return client;
    }

    /// <summary>Opens an account with one role and enters with it.</summary>
    public static async Task<PageClient> As(Product product, string role, string scope)
    {
        var userName = $"p{Guid.NewGuid():N}"[..30];
        await product.As(role, scope, userName);
        return await Of(product, userName);
    }

    public async Task<Page> Get(string path) => await Ask(new(HttpMethod.Get, path));

    /// <summary>A page that must be there.</summary>
    public async Task<Page> Read(string path)
    {
        var page = await Get(path);
        var why = page.Status >= 500 ? ErrorsSeen.Text : "";
        Assert.True(page.Status == 200, $"{path} answered {page.Status}: {page.Text} {why}");
        return page;
    }

    /// <summary>Sends a form once and shows what came, a redirection as it is.</summary>
    public async Task<Page> Send(FilledForm form) =>
        await Ask(new(HttpMethod.Post, form.Action) { Content = form.Content() });

    /// <summary>Sends a form that must be accepted, and follows to the page it leads to.</summary>
    public async Task<Page> Done(FilledForm form)
    {
        var answer = await Send(form);
        Assert.True(answer.Status == 303, $"{form.Action} answered {answer.Status}: {answer.Text}");
        return await Read(answer.Location!);
    }

    private async Task<Page> Ask(HttpRequestMessage request)
    {
        if (!_cookies.IsEmpty)
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
        using var answer = await Http.SendAsync(request);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
            foreach (var cookie in set.Select(c => c.Split(';')[0].Split('=', 2))) _cookies[cookie[0]] = cookie[1];
        var text = await answer.Content.ReadAsStringAsync();
        return new((int)answer.StatusCode, answer.Headers.Location?.ToString(), text, Parser.ParseDocument(text))
        {
            Headers = answer.Headers,
        };
    }
}

/// <summary>A page as it came.</summary>
/// <param name="Location">Where a redirection leads.</param>
public sealed record Page(int Status, string? Location, string Html, IHtmlDocument Document)
{
    public required HttpResponseHeaders Headers { get; init; }

    /// <summary>What a reader sees of its main part, in one line.</summary>
    public string Text => string.Join(' ', (Document.QuerySelector("main")?.TextContent ?? "")
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The form that is sent to this path, with what it holds.</summary>
    public FilledForm Form(string action) => new(
        Document.Forms.FirstOrDefault(f => f.GetAttribute("action")!.Split('?')[0] == action)
        ?? throw new InvalidOperationException($"No form to {action} on this page: {Text}"));

    /// <summary>The error beside a field, or null.</summary>
    public string? ErrorOf(string field) => Document.GetElementById($"f-{field}-error")?.TextContent.Trim();

    /// <summary>What stands in a field.</summary>
    public string? ValueOf(string field) => Document.GetElementById($"f-{field}") switch
    {
        IHtmlInputElement input => input.Value,
        IHtmlTextAreaElement area => area.Value,
        IHtmlSelectElement select => select.Value,
        _ => null,
    };
}

/// <summary>A form with what the page put into it and what was typed since.</summary>
public sealed class FilledForm
{
    private readonly List<(string Name, string Value)> _fields = [];
    private readonly List<(string Name, string File, byte[] Bytes, string Type)> _files = [];

    public FilledForm(IHtmlFormElement form)
    {
        Action = form.GetAttribute("action")!;
        foreach (var element in form.Elements.OfType<IHtmlElement>())
        {
            if (element.GetAttribute("name") is not { } name) continue;
            if (element is IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }
                or IHtmlInputElement { Type: "file" }) continue;
            _fields.Add((name, element switch
            {
                IHtmlInputElement input => input.Value,
                IHtmlSelectElement select => select.Value ?? "",
                IHtmlTextAreaElement area => area.Value,
                _ => "",
            }));
        }
    }

    public string Action { get; private init; } = "";

    private FilledForm() { }

    /// <summary>The same, sent elsewhere: where a 307 leads.</summary>
    public FilledForm To(string action)
    {
        var same = new FilledForm { Action = action };
        same._fields.AddRange(_fields);
        return same;
    }

    /// <summary>Types into a field, or ticks these boxes and no others.</summary>
    public FilledForm Fill(string field, params string[] values)
    {
        _fields.RemoveAll(f => f.Name == field);
        _fields.AddRange(values.Select(value => (field, value)));
        return this;
    }

    public FilledForm Attach(string field, string fileName, byte[] bytes, string type = "text/csv")
    {
        _files.Add((field, fileName, bytes, type));
        return this;
    }

    public FilledForm Without(string field) => Fill(field);

    /// <summary>What it would send, for the message of a failing test.</summary>
    public string Said => string.Join('&', _fields.Where(f => !f.Name.StartsWith('_'))
        .Select(f => $"{f.Name}={f.Value[..Math.Min(24, f.Value.Length)]}"));

    internal HttpContent Content()
    {
        if (_files.Count == 0)
            return new FormUrlEncodedContent(_fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        var parts = new MultipartFormDataContent();
        foreach (var (name, value) in _fields) parts.Add(new StringContent(value), name);
        foreach (var (name, file, bytes, type) in _files)
        {
            var part = new ByteArrayContent(bytes);
            part.Headers.ContentType = new MediaTypeHeaderValue(type);
            parts.Add(part, name, file);
        }

        return parts;
    }
}
