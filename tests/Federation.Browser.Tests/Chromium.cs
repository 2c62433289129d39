using Microsoft.Playwright;

namespace Federation.Tests.Browser;

/// <summary>The machine's own Chromium, started once for all tests of a run; nothing is downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly Lazy<Task<IBrowser>> Started = new(Start);

    /// <summary>It ends with this process, in whatever way that ends: its driver reads from a pipe of ours.</summary>
    public static Task<IBrowser> Browser => Started.Value;

    private static async Task<IBrowser> Start()
    {
        Assertions.SetDefaultExpectTimeout(Reader.PatienceMs);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Found(),
            // Without a sandbox, as tests may run as root in a container; the only pages it sees are ours.
            // As people have it, who find a page they go back to as they left it.
            IgnoreDefaultArgs = ["--disable-back-forward-cache"],
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=en-US"],
        });
    }

    private static string Found() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in Names
         let file = Path.Combine(folder, name)
         where File.Exists(file)
         select file).FirstOrDefault()
        ?? throw new InvalidOperationException(
            $"None of {string.Join(", ", Names)} is installed; tests/run does that.");
}
