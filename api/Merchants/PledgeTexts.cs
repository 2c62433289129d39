using System.Text.Json.Serialization;
using Federation.Domain.Merchants;

namespace Federation.Api.Merchants;

/// <summary>One version of a pledge's text; fields as the version keeps them.</summary>
/// <param name="ValidMonths">Null: a pledge under it does not lapse.</param>
public sealed record PledgeTextBody(
    Name Title, Items<Name> Promises, Name? Text = null, int? ValidMonths = null, bool Illustrative = false,
    string? Source = null, DateOnly? On = null) : IDated;

/// <summary>One version of an action's pledge text, as it was published.</summary>
public sealed record PledgeTextShown(
    long Version, DateOnly PublishedOn, Name Title, Items<Name> Promises, Name? Text, long? ValidMonths,
    bool Illustrative, string? Source);

/// <param name="Items">The newest first.</param>
public sealed record PledgeTextsShown(
    IReadOnlyList<PledgeTextShown> Items, [property: JsonIgnore] ActionOf Of, [property: JsonIgnore] bool MayPublish);

/// <summary>The versions of an action's pledge text, and publishing the next.</summary>
public static class PledgeTexts
{
    public static readonly Feature Feature = new(
        "/joint-actions/{id}/pledge-texts", [typeof(PledgeText.Refusals)], texts =>
        {
            var page = texts.Get<PledgeTextsShown, PledgeTextsPage>("", Who.Everyone, Shown);
            texts.Add<PledgeTextBody>("", Who.Coordinators, Publish, page, told: new(
                "新版本已发布", "The new version is published", "published"),
                made: (post, _) => $"/api/v1/joint-actions/{post["id"]}/pledge-texts");
        });

    private static PledgeTextsShown Shown(Reading reading)
    {
        var of = reading.Rows.RequireAction(reading["id"]);
        return new(Of(reading.Rows, of.Id), of, reading.Caller.Coordinates(of));
    }

    private static Task<Done> Publish(Post<PledgeTextBody> post)
    {
        var (of, body) = (post.Rows.RequireAction(post["id"]), post.Body);
        return post.Run(
            PledgeText.Boundary.Stream(of.Id), () => new PledgeTextCommand.Publish(new(
                body.Title, body.Promises, body.Text, body.ValidMonths, body.Illustrative, body.Source)),
            post.Caller.Coordinates(of), of.Id);
    }

    /// <summary>All versions, the newest first.</summary>
    internal static IReadOnlyList<PledgeTextShown> Of(Rows rows, string action) => rows.All<PledgeTextShown>(
        "select version, published_on, title_zh, title_en, promises, text_zh, text_en, valid_months, illustrative, " +
        "source from pledge_texts where action = @action order by version desc", ("action", action));

    /// <summary>What signing needs of a version, the text's stream in the basis; null: not stated, or there is
    /// none.</summary>
    /// <param name="version">Null: the newest on the day. 0: not stated.</param>
    internal static TextFacts? TextFacts(this Post post, string action, int? version, DateOnly day)
    {
        if (version == 0) return null;
        post.RestOn(PledgeText.Boundary.Stream(action));
        var found = post.Rows.One<TextFacts>(
            "select version, published_on, valid_months from pledge_texts where action = @action and " +
            (version is null ? "published_on <= @day" : "version = @version") + " order by version desc limit 1",
            ("action", action), ("day", day), ("version", version));
        return found is null && version is not null
            ? throw Problem.Absent("pledge-version-unknown", "version", "没有这一版承诺书。",
                "There is no such version of the text.")
            : found;
    }
}
