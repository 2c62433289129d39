using AngleSharp.Html.Dom;
using Federation.Api.Http;
using Federation.Tests.Pages;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Hostile;

/// <summary>One field of one form wrong at a time, the others as the page has them: where all are wrong at once, the
/// first mistake hides what the second would do.</summary>
[Collection(LongestFirst.Hostile)]
public class EveryFieldTests
{
    private const string Tea = "/joint-actions/tea";

    private static readonly string[] Wrong =
    [
        "", "x", "-1", "9223372036854775807", "0001-01-01", "9999-12-31", "0001-01-01T00:00", "9999-12-31T23:59",
        "07:00", new('长', 5_000),
    ];

    /// <summary>What a page leaves to be typed, so that a form gets past its other fields.</summary>
    private static readonly Dictionary<string, string> Typed = new()
    {
        ["at"] = "07:00", ["until"] = "09:00", ["startsAt"] = "2026-12-01T07:00", ["place"] = "祠堂", ["title"] = "题",
        ["start"] = "07:00", ["end"] = "09:00",
        ["name"] = "名", ["reason"] = "因", ["text"] = "文", ["topic"] = "题", ["minutes"] = "60", ["amountFen"] = "1",
        ["statementFen"] = "1",
    };

    [Fact]
    public async Task A_form_with_one_field_wrong_is_answered_and_never_breaks()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite, ("Sample", "jiujiang"));
        await OpenAction(product);
        var (paths, sent, wrong) = (Paths(product), 0, new List<string>());
        foreach (var userName in new[] { "admin", "staff-01", "official" })
        {
            var reader = await PageClient.Of(product, userName);
            foreach (var path in paths)
            foreach (var form in (await reader.Get(path)).Document.Forms.Where(Harmless).DistinctBy(Action).ToArray())
            foreach (var filled in Variants(form))
            {
                sent++;
                var answer = await reader.Send(filled);
                if (answer.Status >= 500) wrong.Add($"{userName} {filled.Action}: {filled.Said} {ErrorsSeen.Text}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {sent}:\n{string.Join('\n', wrong.Take(20))}");
        Assert.True(sent > 5_000, $"Only {sent} forms.");
    }

    /// <summary>The sample's only action is closed and shows few forms.</summary>
    private static async Task OpenAction(Product product)
    {
        var coordinator = await product.SignedIn("coordinator");
        await coordinator.Done("/joint-actions", new
        {
            id = "tea", allianceId = "jiujiang", title = "茶叙", theme = "邻里", from = "2026-11", to = "2026-12",
            guidance = Array.Empty<string>(), partners = Array.Empty<string>(),
        });
        await coordinator.Done(Tea + "/series", new { id = "tea", title = "茶叙", order = 1 });
        await coordinator.Done(Tea + "/participants",
            new { organisationId = "jfh-001", villageCode = "440605121001", seriesIds = Array.Empty<string>() });
    }

    private static string[] Paths(Product product) =>
    [
        .. product.Services.GetRequiredService<RoleTable>().Rows.Where(r => r.Method == "GET").Select(r => r.Route)
            .Where(r => !r.StartsWith("/api/") && !r.StartsWith("/health") && !r.StartsWith("/openapi")
                && !r.Contains('{')),
        .. EveryPageTests.OfTheSample, Tea + "/manage", Tea + "/sessions/new", Tea + "/pledges/new",
        Tea + "/planned-visits/new", Tea + "/pledge-texts", Tea + "/documents", Tea + "/meetings", Tea + "/challenges",
        Tea + "/endorsements", Tea + "/guardians?organisation=jfh-001",
    ];

    private static string Action(IHtmlFormElement form) => form.GetAttribute("action") ?? "";

    /// <summary>Not what would end the test or what it stands on.</summary>
    private static bool Harmless(IHtmlFormElement form) => form.Method == "post"
        && Action(form) is var action && !action.StartsWith("/sign-") && !action.StartsWith("/me/")
        && !action.EndsWith("/closing") && !action.EndsWith("/password") && !action.EndsWith("/dissolution")
        && !action.EndsWith("/departure") && !action.EndsWith("/launch");

    private static IEnumerable<FilledForm> Variants(IHtmlFormElement form)
    {
        string[] fields =
        [
            .. form.Elements.Select(e => e.GetAttribute("name")).OfType<string>().Where(n => !n.StartsWith('_'))
                .Distinct(),
        ];
        foreach (var field in fields)
        foreach (var value in Wrong)
        {
            var filled = new FilledForm(form);
            foreach (var other in fields.Where(f => Typed.ContainsKey(f))) filled.Fill(other, Typed[other]);
            if (fields.Contains("day") && fields.Contains("to")) filled.Fill("from", "07:00").Fill("to", "09:00");
            yield return filled.Fill(field, value);
        }
    }
}
