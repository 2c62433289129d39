using Microsoft.AspNetCore.Components;

namespace Federation.Api.Components;

/// <summary>
/// Text inside drawings: Razor keeps the word <c>text</c> for itself, so its element is built by hand.
/// </summary>
public static class Svg
{
    /// <param name="x">Pixels or a percentage.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c> of the text stands at x.</param>
    public static RenderFragment Text(string css, string x, int y, string anchor, string content) => builder =>
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "class", css);
        builder.AddAttribute(2, "x", x);
        builder.AddAttribute(3, "y", y);
        builder.AddAttribute(4, "text-anchor", anchor);
        builder.AddContent(5, content);
        builder.CloseElement();
    };
}
