using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Federation.Tests.Browser;

/// <summary>What somebody looks at the pages with.</summary>
internal enum Screen
{
    /// <summary>360 px wide and touched.</summary>
    Phone,

    /// <summary>1280 px wide, with mouse and keyboard.</summary>
    Desk,
}

/// <summary>Somebody with a browser of their own: cookies, one page, and all that went wrong on it.</summary>
internal sealed class Reader : IAsyncDisposable
{
    public const int PhoneWidth = 360, DeskWidth = 1280;
    private const int PhoneHeight = 780, DeskHeight = 900;

    /// <summary>Longer than anything takes on a busy machine; what is waited for is seen at once when it is there.
    /// </summary>
    public const float PatienceMs = 20_000;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = [];

    private Reader(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; private set; }

    /// <summary>Opens a browser, signed in by cookie when a user is named.</summary>
    public static async Task<Reader> Of(
        string? userName = null, Screen screen = Screen.Desk, string language = "zh", bool script = true)
    {
        var product = await Town.Loaded;
        var context = await (await Chromium.Browser).NewContextAsync(new()
        {
            BaseURL = product.Address.ToString(), JavaScriptEnabled = script,
            ServiceWorkers = ServiceWorkerPolicy.Block,
            Locale = language == "en" ? "en-GB" : "zh-CN", TimezoneId = "Asia/Shanghai",
            ReducedMotion = ReducedMotion.Reduce, // What is scrolled to is there at once.
            IsMobile = screen == Screen.Phone, HasTouch = screen == Screen.Phone, ViewportSize = SizeOf(screen),
        });
        context.SetDefaultTimeout(PatienceMs);
        await Keep(context, product, "lang", language);
        if (userName is not null) await Keep(context, product, "federation", await TokenOf(product, userName));
        var reader = new Reader(context, await context.NewPageAsync());
        reader.Listen();
        return reader;
    }

    /// <summary>Errors of the page's script, refusals of the content policy, and requests that failed, since the last
    /// time this was asked.</summary>
    public IReadOnlyList<string> Complaints()
    {
        var told = new List<string>();
        while (_complaints.TryDequeue(out var complaint)) told.Add(complaint);
        return told;
    }

    /// <summary>Goes to a page that must answer 200.</summary>
    public async Task Open(string path)
    {
        var answer = await Page.GotoAsync(path);
        Assert.True(answer?.Status == 200, $"{path} answered {answer?.Status}. {ErrorsSeen.Text}");
    }

    public Task Widen(Screen screen)
    {
        var size = SizeOf(screen);
        return Page.SetViewportSizeAsync(size.Width, size.Height);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static ViewportSize SizeOf(Screen screen) => screen == Screen.Phone
        ? new() { Width = PhoneWidth, Height = PhoneHeight }
        : new() { Width = DeskWidth, Height = DeskHeight };

    private static Task Keep(IBrowserContext context, Product product, string name, string value) =>
        context.AddCookiesAsync([new() { Name = name, Value = value, Url = product.Address.ToString() }]);

    private static async Task<string> TokenOf(Product product, string userName) =>
        (await product.SignedIn(userName)).Http.DefaultRequestHeaders.Authorization!.Parameter!;

    private void Listen()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _complaints.Enqueue($"console: {message.Text}");
        };
        Page.PageError += (_, error) => _complaints.Enqueue($"script: {error}");
        Page.Response += (_, answer) =>
        {
            if (answer.Status >= 400) _complaints.Enqueue($"{answer.Status}: {answer.Url}");
        };
        Page.RequestFailed += (_, request) =>
        {
            // A page that is left gives up its change stream: that is no failure.
            if (request.Failure != "net::ERR_ABORTED") _complaints.Enqueue($"{request.Failure}: {request.Url}");
        };
    }
}
