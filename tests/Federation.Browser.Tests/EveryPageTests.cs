using Federation.Api.Http;

namespace Federation.Tests.Browser;

/// <summary>Every page that each kind of reader finds by links, on a phone and on a desk, in both languages.</summary>
public class EveryPageTests
{
    public static TheoryData<string, string> Everybody
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var who in new[] { "anonymous", "staff-01", "official", "coordinator" })
            foreach (var language in new[] { "zh", "en" }) rows.Add(who, language);
            rows.Add("admin", "en"); // Most of what an administrator sees, a coordinator has seen.
            return rows;
        }
    }

    [Theory, MemberData(nameof(Everybody))]
    public Task Pages_answer_and_the_browser_has_nothing_to_complain_of(string who, string language) =>
        Nothing("answer", who, language);

    [Theory, MemberData(nameof(Everybody))]
    public Task No_page_is_wider_than_its_screen(string who, string language) => Nothing("wide", who, language);

    [Theory, MemberData(nameof(Everybody))]
    public Task Every_link_button_and_field_has_a_name(string who, string language) =>
        Nothing("nameless control", who, language);

    [Theory, MemberData(nameof(Everybody))]
    public Task Every_picture_has_a_name_or_is_hidden_from_those_who_listen(string who, string language) =>
        Nothing("nameless picture", who, language);

    [Theory, MemberData(nameof(Everybody))]
    public Task What_names_or_describes_another_part_names_one_that_is_there_once(string who, string language) =>
        Nothing("id twice", who, language);

    [Theory, MemberData(nameof(Everybody))]
    public Task What_is_touched_on_a_phone_is_as_big_as_a_thumb(string who, string language) =>
        Nothing("small", who, language);

    [Theory, MemberData(nameof(Everybody))]
    public Task A_page_speaks_the_language_that_was_chosen(string who, string language) =>
        Nothing("language", who, language);

    [Theory, MemberData(nameof(Everybody))]
    public Task A_page_has_one_main_part_and_one_heading_of_the_first_rank(string who, string language) =>
        Nothing("outline", who, language);

    [Theory]
    [InlineData("anonymous", Who.Anonymous), InlineData("staff-01", Who.Staff), InlineData("official", Who.Official)]
    [InlineData("coordinator", Who.Coordinator), InlineData("admin", Who.Administrator)]
    public async Task Every_page_one_may_see_is_found_by_links_from_the_first(string who, Who role)
    {
        var walk = await Walk.Of(who, role == Who.Administrator ? "en" : "zh");
        var may = walk.Pages.Where(p => (p.Allowed & role) != 0 || p.Allowed == Who.Everyone).Select(p => p.Route);

        // Who is signed in needs no sign-in; and this association owns no package to write a new version of.
        string[] needless = role switch
        {
            Who.Anonymous => [], Who.Staff => ["/sign-in", "/library/{id}/version"], _ => ["/sign-in"],
        };
        // Where a link on paper leads, and where one is sent when something is to be done first.
        string[] sentTo = ["/invitation/{token}", "/invitation-used", "/me/first-password", "/me/confirmation"];
        Assert.Empty(may.Except(walk.Seen.Keys).Except(needless).Except(sentTo));
    }

    private static async Task Nothing(string rule, string who, string language)
    {
        var walk = await Walk.Of(who, language);
        Assert.True(walk.Seen.Count > 10, $"Only {walk.Seen.Count} kinds of pages were found.");
        var faults = walk.Faults(rule).ToArray();
        Assert.True(faults.Length == 0, string.Join('\n', faults.AsEnumerable()));
    }
}
