using Federation.Domain;
using Federation.Domain.Help;
using static Federation.Domain.Help.Team;
using static Federation.Domain.Help.TeamCommand;
using static Federation.Domain.Help.TeamEvent;

namespace Federation.Tests.Help;

public class TeamTests
{
    private static readonly TeamFormed Formed = new("north", new("木棉小队", "Kapok team"), Illustrative: true);

    private static Spec<TeamState, TeamCommand, TeamEvent> Given(params TeamEvent[] events) =>
        new(Decider("kapok"), events, Askers.Staff("north"));

    [Fact]
    public void An_organisation_forms_a_team() =>
        Given().When(new Form("north", Formed.Name, Illustrative: true)).Then(Formed);

    [Fact]
    public void Not_for_another_organisation() =>
        Given().When(new Form("south", Formed.Name, false)).ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void A_team_has_a_name() =>
        Given().When(new Form("north", new(" "), false)).ThenRefused(Refusals.NameMissing);

    [Fact]
    public void A_teams_name_is_short() =>
        Given().When(new Form("north", new(new string('队', NameLengthMax + 1)), false))
            .ThenRefused(Refusals.NameTooLong);

    [Fact]
    public void A_team_is_formed_once() =>
        Given(Formed).When(new Form("north", new("别的"), false)).ThenRefused(Refusals.AlreadyFormed);

    [Fact]
    public void A_team_is_renamed() => Given(Formed).When(new Rename(new("红棉小队"))).Then(new TeamRenamed(new("红棉小队")));

    [Fact]
    public void Only_its_organisation_renames_it() =>
        Given(Formed).By(Askers.Staff("south")).When(new Rename(new("红棉")))
            .ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void There_is_no_renaming_a_team_that_does_not_exist() =>
        Given().When(new Rename(new("红棉"))).ThenRefused(Asked.Refusals.NotFound);

    [Fact]
    public void A_team_disbands() => Given(Formed).When(new Disband()).Then(new TeamDisbanded());

    [Fact]
    public void A_disbanded_team_stays_as_it_was() =>
        Given(Formed, new TeamDisbanded()).When(new Rename(new("红棉"))).ThenRefused(Refusals.HasDisbanded);

    [Fact]
    public void A_disbanded_team_is_not_formed_again() =>
        Given(Formed, new TeamDisbanded()).When(new Form("north", Formed.Name, Illustrative: true))
            .ThenRefused(Refusals.HasDisbanded);

    [Fact]
    public void A_team_is_not_renamed_to_nothing() =>
        Given(Formed).When(new Rename(new(" "))).ThenRefused(Refusals.NameMissing);

    [Fact]
    public void Only_its_organisation_disbands_a_team_that_exists()
    {
        Given(Formed).By(Askers.Staff("south")).When(new Disband()).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given().When(new Disband()).ThenRefused(Asked.Refusals.NotFound);
    }
}
