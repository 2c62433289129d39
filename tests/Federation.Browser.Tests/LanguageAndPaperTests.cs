using Microsoft.Playwright;
using ZXing;
using ZXing.QrCode;
using static Microsoft.Playwright.Assertions;

namespace Federation.Tests.Browser;

/// <summary>The switch of language, and pages on paper.</summary>
public class LanguageAndPaperTests
{
    private const string Action = "/joint-actions/food-safety-2021";

    [Fact]
    public async Task The_language_chosen_stays_chosen_and_keeps_the_page()
    {
        await using var reader = await Reader.Of("staff-01", Screen.Phone);
        var page = reader.Page;
        await reader.Open($"{Action}?state=reported");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");

        await page.Locator(".top-link[hreflang=en]").TapAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(page.Locator("main h1")).ToHaveTextAsync("Joint action on children’s food safety");
        Assert.Contains("state=reported", page.Url);
        await page.Locator(".main-nav a[href='/requests']").TapAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(page.Locator("main h1")).Not.ToContainTextAsync("求助");

        await page.Locator(".top-link[hreflang=zh-CN]").TapAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        Assert.Equal("/requests", new Uri(page.Url).AbsolutePath);
    }

    [Fact]
    public async Task A_report_on_paper_has_its_figures_and_no_navigation()
    {
        await using var reader = await Reader.Of("coordinator");
        var page = reader.Page;
        await reader.Open($"{Action}/report");
        await Expect(page.Locator(".main-nav")).ToBeVisibleAsync();

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        await Expect(page.Locator("main h1")).ToBeVisibleAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("584");
        var interactive = page.Locator("nav, button, .button, form, .top-end, .skip, .more, #connection");
        foreach (var element in await interactive.AllAsync()) await Expect(element).Not.ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_code_on_a_printed_badge_opens_the_public_proof_without_an_account()
    {
        await using var reader = await Reader.Of(null, Screen.Phone);
        var page = reader.Page;
        await reader.Open("/merchants/food-safety-2021/shop-01/badge");
        var shop = await page.Locator("main h1").InnerTextAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Print });

        // Paper has more dots than a screen: at a few pixels a module not every code is found.
        await page.SetViewportSizeAsync(1200, 1200);
        await page.Locator(".badge-code").EvaluateAsync("e => { e.style.width = e.style.height = '1000px'; }");
        var read = await Read(await page.Locator(".badge-code").ScreenshotAsync(), page);

        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        await page.GotoAsync(read);
        Assert.Equal("/merchants/food-safety-2021/shop-01", new Uri(page.Url).AbsolutePath);
        await Expect(page.Locator("main h1")).ToHaveTextAsync(shop);
    }

    // The picture's pixels come from the browser, so that no second library is needed to open a PNG.
    private static async Task<string> Read(byte[] picture, IPage page)
    {
        var blank = await page.Context.NewPageAsync();
        var pixels = await blank.EvaluateAsync<int[]>("""
            async png => {
              const bytes = Uint8Array.from(atob(png), c => c.charCodeAt(0));
              const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
              const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
              pen.drawImage(image, 0, 0);
              const data = pen.getImageData(0, 0, image.width, image.height).data;
              return [image.width, image.height, ...data.filter((_, i) => i % 4 === 0)];
            }
            """, Convert.ToBase64String(picture));
        await blank.CloseAsync();
        var source = new RGBLuminanceSource([.. pixels.Skip(2).Select(grey => (byte)grey)], pixels[0], pixels[1],
            RGBLuminanceSource.BitmapFormat.Gray8);
        var hints = new Dictionary<DecodeHintType, object> { [DecodeHintType.TRY_HARDER] = true };
        var code = new QRCodeReader().decode(new(new ZXing.Common.HybridBinarizer(source)), hints);
        Assert.True(code is not null, $"No code found in {pixels[0]} x {pixels[1]} pixels.");
        return code!.Text;
    }
}
