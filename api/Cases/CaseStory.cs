using System.Text.RegularExpressions;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Federation.Api.Cases;

/// <summary>A case's story: Markdown in which <c>{{figure:sessions|outreach}}</c> stands for a figure of the joint
/// action, filled from the records with its precision and linked to them.</summary>
/// <remarks>Raw HTML is text, a link leads within the product or to http(s), and pictures from elsewhere are links:
/// whoever writes a case can make no page run anything.</remarks>
internal static partial class CaseStory
{
    /// <summary>Signs that Markdown may take for its own: looking for their other halves costs the square of their
    /// number.</summary>
    public const int SignsMax = 1_000;

    private const string Signs = "*_[]<>`~!|";
    private static readonly System.Buffers.SearchValues<char> SignsOfMarkdown =
        System.Buffers.SearchValues.Create(Signs);

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <summary>Refuses, before it is kept, a story that would not render: nobody could open its page.</summary>
    public static void Check(string? story, string field)
    {
        if (story is not null && Rendered(story, [], new Lang(english: false)) is null) throw Reading.Wrong(
            field, $"正文的格式层次太深，或特殊符号（{Signs}）超过 {SignsMax} 个，无法显示；请改得简单些。",
            $"The story's markup is nested too deeply, or it has more than {SignsMax} of the signs {Signs}: "
            + "it cannot be shown; please make it simpler.");
    }

    /// <summary>Marks that no figure fills, as they were typed.</summary>
    public static IReadOnlyList<string> Unknown(string story, IReadOnlyList<FigureAnswer> figures) =>
        [.. Mark().Matches(story).Where(mark => Find(mark, figures) is null).Select(mark => mark.Value)];

    /// <summary>Figures that the story's marks stand for.</summary>
    public static IReadOnlyList<FigureAnswer> Used(string story, IReadOnlyList<FigureAnswer> figures) =>
        [.. Mark().Matches(story).Select(mark => Find(mark, figures)).OfType<FigureAnswer>().Distinct()];

    /// <summary>One that does not render, of a version that did not check it, is shown as it was typed.</summary>
    public static string Html(string story, IReadOnlyList<FigureAnswer> figures, Lang lang) =>
        Rendered(story, figures, lang) ?? $"<p class=\"plain\">{System.Net.WebUtility.HtmlEncode(story)}</p>";

    private static string? Rendered(string story, IReadOnlyList<FigureAnswer> figures, Lang lang)
    {
        if (story.Count(SignsOfMarkdown.Contains) > SignsMax) return null;
        try
        {
            return Render(story, figures, lang);
        }
        catch (ArgumentException)
        {
            return null; // Markdig's way to say that it is nested too deeply.
        }
    }

    private static string Render(string story, IReadOnlyList<FigureAnswer> figures, Lang lang)
    {
        var filled = Mark().Replace(story, mark => Find(mark, figures) is { } figure
            ? $"[{FigureViews.Said(lang, figure)}]({FigureViews.PageOf(figure.Records)})"
            : $"**{lang.T("（填不上的数字标记）", "(unknown figure)")}**");
        var document = Markdown.Parse(filled, Pipeline);
        var headings = document.Descendants<HeadingBlock>().ToArray();
        var least = headings.Select(h => h.Level).DefaultIfEmpty(1).Min();
        foreach (var heading in headings) // The page has its own first heading; the story's begin below it.
            heading.Level = Math.Min(heading.Level - least + 2, 6);
        if (!lang.English) // Chinese has no spaces: a line that ends in the source ends no word.
            foreach (var end in document.Descendants<LineBreakInline>().Where(e => !e.IsHard).ToArray()) end.Remove();
        foreach (var link in document.Descendants<LinkInline>())
        {
            link.IsImage = false;
            if (!IsSafe(link.Url)) link.Url = "";
            else if (link.Url!.StartsWith('h')) link.GetAttributes().AddProperty("rel", "noopener nofollow");
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToArray())
            if (!IsSafe(link.Url)) link.ReplaceBy(new LiteralInline(link.Url));
        return document.ToHtml(Pipeline);
    }

    /// <summary>Within the product, or by http(s): what else there is (javascript, data) is no link.</summary>
    private static bool IsSafe(string? url) => url is ['/', not '/' and not '\\', ..] or ['#', ..]
        || (Uri.TryCreate(url, UriKind.Absolute, out var known) && known.Scheme is "http" or "https");

    private static FigureAnswer? Find(Match mark, IReadOnlyList<FigureAnswer> figures)
    {
        var (key, scope) = (mark.Groups["key"].Value, mark.Groups["scope"].Value);
        return key.Length == 0 ? null : figures.FirstOrDefault(f => f.Source == FigureSource.Records && f.Key == key
            && TextOf(f.Scope) == scope);
    }

    /// <summary>As a mark names it: nothing for the whole action, a named part, or <c>series/id</c>.</summary>
    public static string TextOf(Scope scope) => scope.Kind switch
    {
        ScopeKind.Named => scope.Id!,
        ScopeKind.Series => $"series/{scope.Id}",
        _ => "",
    };

    /// <summary>Anything in double braces is meant as a mark, so that a mistyped one is found.</summary>
    [GeneratedRegex(@"\{\{(?:figure:(?<key>[A-Za-z]+)(?:\|(?<scope>[^}|]{1,80}))?|[^}]{0,200})\}\}")]
    private static partial Regex Mark();
}
