using Federation.Tests.Help;
using Federation.Tests.Rig;

namespace Federation.Tests.Pages;

/// <summary>Small teams, and what a mentor knows, kept through pages by those whose they are.</summary>
public class TeamPageTests
{
    private static Task<PageClient> Staff(HelpTown town, string organisation) =>
        PageClient.As(town.Registry.Product, "organisation-staff", organisation);

    private static async Task<Page> Formed(PageClient staff, string name) => await staff.Done(
        (await staff.Read("/teams/new")).Form("/teams/new").Fill("name", name));

    private static AngleSharp.Dom.IElement? CardOf(Page page, string team) =>
        page.Document.QuerySelectorAll("#teams .card").SingleOrDefault(
            card => card.QuerySelector("h3")!.TextContent.Trim() == team);

    private static FilledForm FormIn(AngleSharp.Dom.IElement card, string ending) => new(
        card.QuerySelectorAll("form").OfType<AngleSharp.Html.Dom.IHtmlFormElement>()
            .Single(f => f.GetAttribute("action")!.EndsWith(ending)));

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_team_is_formed_renamed_chosen_for_an_offer_and_disbanded(string kind)
    {
        var town = await HelpTown.On(kind);
        var provider = await Staff(town, town.Provider);
        var name = $"维修队{Guid.NewGuid():N}"[..12];
        var empty = await provider.Send((await provider.Read("/teams/new")).Form("/teams/new").Fill("name", " "));
        Assert.Equal((422, "请填写这一项"), (empty.Status, empty.ErrorOf("name")));

        var formed = await Formed(provider, name);
        Assert.Contains("小团队已组建", formed.Text);
        var renamed = await provider.Done(FormIn(CardOf(formed, name)!, "/name").Fill("name", name + "一组"));
        Assert.Null(CardOf(renamed, name));
        var card = CardOf(renamed, name + "一组")!;

        var request = await town.Request();
        Assert.Contains($"团队：{name}一组", (await provider.Read($"/requests/{request}")).Html);
        var gone = await provider.Done(FormIn(card, "/disbanding"));
        Assert.Contains("小团队已解散", gone.Text);
        Assert.Null(CardOf(gone, name + "一组"));
        Assert.NotNull(CardOf(await provider.Read("/teams?state=disbanded"), name + "一组"));
        Assert.DoesNotContain($"团队：{name}一组", (await provider.Read($"/requests/{request}")).Html);
    }

    [Fact]
    public async Task A_team_is_changed_by_its_own_organisation_only()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var (provider, receiver) = (await Staff(town, town.Provider), await Staff(town, town.Receiver));
        var name = $"邻里队{Guid.NewGuid():N}"[..12];
        var form = FormIn(CardOf(await Formed(provider, name), name)!, "/disbanding");

        var seen = CardOf(await receiver.Read("/teams"), name)!;
        Assert.Empty(seen.QuerySelectorAll("form"));
        var own = $"自己队{Guid.NewGuid():N}"[..12];
        var card = CardOf(await Formed(receiver, own), own)!;
        card.QuerySelector("form[action$='/disbanding']")!.SetAttribute("action", form.Action);
        var forged = await receiver.Send(FormIn(card, form.Action));
        Assert.Equal(422, forged.Status);
        Assert.NotNull(CardOf(await provider.Read("/teams"), name));
    }

    [Fact]
    public async Task What_a_mentor_knows_is_changed_on_their_page_and_an_empty_list_is_told()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var provider = await Staff(town, town.Provider);
        var path = $"/mentors/{town.Mentor}";
        var form = (await provider.Read(path)).Form(path + "/skills");

        var empty = await provider.Send(form.Fill("topics", " "));
        Assert.Equal((422, "请填写这一项"), (empty.Status, empty.ErrorOf("topics")));
        var changed = await provider.Done((await provider.Read(path)).Form(path + "/skills")
            .Fill("topics", "剪纸、太极").Fill("modes", "on-site-guidance"));

        Assert.Contains("主题和方式已更新", changed.Text);
        Assert.Contains("剪纸、太极", changed.Text);
        var foreign = await Staff(town, town.Receiver);
        Assert.DoesNotContain("修改主题和方式", (await foreign.Read(path)).Text);
    }
}
