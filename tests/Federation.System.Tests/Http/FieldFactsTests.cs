using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Federation.Api.JointActions;
using Federation.Api.Components;
using Federation.Domain;
using Federation.Domain.JointActions;
using Federation.Tests.Rig;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Federation.Tests.Http;

/// <summary>A form draws its fields from what is known of them, whoever says it: a body's record, or rows.</summary>
public class FieldFactsTests
{
    [Fact]
    public void A_body_says_of_its_fields_what_they_are_called_their_limit_and_whether_they_are_needed()
    {
        var facts = FieldFacts.Of(typeof(ReceiptBody));

        Assert.Equal(["count", "source"], facts.Select(f => f.Name));
        Assert.Equal((FieldKind.Number, false, "copies"), (facts[0].Kind, facts[0].Optional, facts[0].Unit));
        Assert.Equal((FieldKind.Text, true, Texts.SourceMax), (facts[1].Kind, facts[1].Optional, facts[1].Max));
        Assert.Equal(new("份数", "Copies"), facts[0].Label);
        Assert.Empty(FieldFacts.Of(typeof(Federation.Api.Http.Nothing)));
    }

    [Fact]
    public async Task A_questionnaire_that_is_data_is_drawn_by_the_same_form()
    {
        FieldFacts[] questions =
        [
            new("aim", new("想做什么", "What for"), new("一两句话", "In a sentence or two"), FieldKind.Text, false, 200,
                Lines: 3),
            new("people", new("多少人参加", "How many people"), null, FieldKind.Number, true, Unit: "persons"),
            new("begins", new("哪天开始", "From which day"), null, FieldKind.Day, false),
            new("where", new("在哪里", "Where"), null, FieldKind.One, false),
            new("kinds", new("哪些内容", "What"), null, FieldKind.Several, true),
        ];
        var form = await Drawn(questions, new()
        {
            ["where"] = [new("a", "村委会"), new("b", "广场")], ["kinds"] = [new("x", "讲座"), new("y", "游园")],
        });

        var aim = Assert.IsAssignableFrom<IHtmlTextAreaElement>(form.QuerySelector("#f-aim"));
        Assert.Equal((200, 3, true), (aim.MaxLength, aim.Rows, aim.IsRequired));
        Assert.Equal("f-aim-hint", aim.GetAttribute("aria-describedby"));
        Assert.Contains("选填", form.QuerySelector("label[for=f-people]")!.TextContent);
        Assert.Equal("人", form.QuerySelector(".unit")!.TextContent);
        Assert.Equal("date", form.QuerySelector("#f-begins")!.GetAttribute("type"));
        Assert.Equal(["", "a", "b"], form.QuerySelectorAll("#f-where option").Select(o => o.GetAttribute("value")));
        Assert.Equal(2, form.QuerySelectorAll("input[type=checkbox][name=kinds]").Length);
    }

    private static async Task<IHtmlDocument> Drawn(
        IReadOnlyList<FieldFacts> facts, Dictionary<string, IReadOnlyList<Choice>> choices)
    {
        var product = await Product.On(BothDatabases.Sqlite);
        await using var scope = product.Services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Form>(
            ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                ["Action"] = "/apply", ["Submit"] = "提交申请", ["Facts"] = facts, ["Choices"] = choices,
            }))).ToHtmlString());
        return new HtmlParser().ParseDocument(html);
    }
}
