using Federation.Tests.Access;
using Federation.Tests.Rig;
using Microsoft.AspNetCore.WebUtilities;

namespace Federation.Tests.Hostile;

/// <summary>Every form of the pages, as no page would send it.</summary>
[Collection(LongestFirst.Hostile)] // One after another: each watches what its own callers write.
public class HostileFormTests
{
    private const int Seed = 365;
    private const string FormType = "application/x-www-form-urlencoded";

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_form_without_its_token_is_refused_whatever_it_says_and_changes_nothing(string kind)
    {
        var target = await Target.On(kind);
        var (random, wrong) = (new Random(Seed), new List<string>());
        foreach (var route in target.Routes.Where(r => r is { Method: "POST", IsApi: false }))
        {
            // Also of another form, of another person's session, and none at all.
            foreach (var token in new[] { null, "", "x", new string('C', 200) })
            {
                var before = target.Log.StoredPosition();
                var fields = Fields(random, token).ToArray();
                using var request = Posting(target, target.PathOf(route, random), new FormUrlEncodedContent(fields));
                using var answer = await target.Callers.ElementAt(0).Value.Http.SendAsync(request);
                if ((int)answer.StatusCode != 400) wrong.Add($"{route.Template} answered {(int)answer.StatusCode}");
                if (Changed(target, before)) wrong.Add($"{route.Template} changed something");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("application/json", "{}"), InlineData("multipart/form-data", "x"), InlineData("text/plain", "")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nhalf"), InlineData("x", "x")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\n\r\n\r\n--x--"), InlineData(FormType, "a=%ff&=&&a")]
    [InlineData(FormType, null), InlineData("multipart/form-data; boundary=x", "--x")]
    public async Task What_comes_with_a_pages_token_in_its_header_and_is_no_form_is_told(string type, string? sent)
    {
        var product = await Product.On(BothDatabases.Sqlite);
        using var form = await Party.Nobody(Door.Of(product)).Form("/complaints/new", []);
        var token = QueryHelpers.ParseQuery(await form.Content!.ReadAsStringAsync())["__RequestVerificationToken"];
        form.Headers.Add("RequestVerificationToken", $"{token}");
        form.Content = new StringContent(sent ?? string.Concat(Enumerable.Repeat("a=1&", 1_200)));
        form.Content.Headers.Remove("Content-Type");
        form.Content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await product.Anonymous().Http.SendAsync(form);

        Assert.InRange((int)answer.StatusCode, 400, 422);
    }

    /// <summary>Every form that any page shows the administrator, its fields filled with what does not belong there:
    /// foreign ids, no key, a broken key, files in place of words.</summary>
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_form_filled_with_nonsense_comes_back_with_its_reason_and_never_breaks(string kind)
    {
        var target = await Target.On(kind);
        var (random, wrong, sent, back) = (new Random(Seed), new List<string>(), 0, 0);
        var browser = await PageClient.Of(target.Town.Product, "hostile0");
        foreach (var path in target.Routes.Where(r => r is { Method: "GET", IsApi: false }).Select(r =>
            target.PathOf(r, random)).Where(p => !p.StartsWith("/health") && !p.StartsWith("/openapi")).ToArray())
        {
            var page = await browser.Get(path);
            foreach (var form in page.Document.Forms.Where(f => f.Method == "post" && Harmless(f)).Take(4).ToArray())
            for (var round = 0; round < 4; round++)
            {
                sent++;
                var filled = Spoilt(new(form), form, random, round);
                var answer = await browser.Send(filled);
                if (answer.Status == 422) back++;
                var told = answer.Status is 303 or 302 or 200
                    || answer.Document.QuerySelectorAll("main h1").Length == 1;
                if (answer.Status >= 500 || !told)
                    wrong.Add($"{filled.Action}: {answer.Status} {answer.Text} {ErrorsSeen.Text}");
                if (answer.Html.Contains("<script>alert(1)")) wrong.Add($"{filled.Action} wrote it into the page");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {sent}:\n{string.Join('\n', wrong.Take(30))}");
        Assert.True(sent > 100, $"Only {sent} forms.");
        Assert.InRange(back, sent / 2, sent);
    }

    /// <summary>Signing out would end the test; a switch of language is a GET in disguise.</summary>
    private static bool Harmless(AngleSharp.Html.Dom.IHtmlFormElement form) =>
        form.GetAttribute("action") is { Length: > 0 } action && !action.StartsWith("/sign-") && action != "/lang"
        && !action.StartsWith("/me");

    private static FilledForm Spoilt(
        FilledForm filled, AngleSharp.Html.Dom.IHtmlFormElement form, Random random, int round)
    {
        foreach (var name in form.Elements.Select(e => e.GetAttribute("name")).OfType<string>().Distinct())
        {
            if (name.StartsWith("__", StringComparison.Ordinal)) continue; // Its token: without it nothing is read.
            if (name.StartsWith('_') && round == 0) filled.Fill(name, "no-key");
            else if (name.StartsWith('_') && round == 1) filled.Without(name);
            else if (!name.StartsWith('_'))
                filled.Fill(name, [.. Enumerable.Range(0, round == 3 ? 2 : 1).Select(_ => Word(random))]);
        }

        return filled.Fill("unheardOf", Word(random));
    }

    private static string Word(Random random) => Junk.Words[random.Next(Junk.Words.Length)];

    private static IEnumerable<KeyValuePair<string, string>> Fields(Random random, string? token)
    {
        if (token is not null) yield return new("__RequestVerificationToken", token);
        foreach (var name in new[] { "name", "on", "organisationId", "with", "minutes", "userName", "roles" })
            yield return new(name, Word(random));
    }

    private static HttpRequestMessage Posting(Target target, string path, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        var signedIn = target.Callers.ElementAt(0).Value.Http.DefaultRequestHeaders.Authorization!.Parameter;
        request.Headers.Add("Cookie", $"federation={signedIn}");
        return request;
    }

    private static bool Changed(Target target, long before) => target.Log
        .ReadAll(before, (int)(target.Log.StoredPosition() - before)).Any(e => target.Accounts.Contains(e.Actor));
}
