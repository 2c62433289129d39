using Federation.Domain;
using Federation.Domain.Organisations;
using Federation.Log.Organisations;
using static Federation.Domain.Organisations.Organisation;
using static Federation.Domain.Organisations.OrganisationCommand;
using static Federation.Domain.Organisations.OrganisationEvent;

namespace Federation.Tests.Organisations;

public class OrganisationTests
{
    private const string Code = "91350100M000100Y43";
    private static readonly DateOnly Established = new(2019, 6, 1);
    private static readonly DateOnly Yesterday = Askers.Today.AddDays(-1);
    private static readonly OrganisationProfile Profile =
        new(new("新龙村街坊会"), ["亲子活动", "敬老"], "contact", "leader");
    private static readonly OrganisationStanding Standing =
        new(OrganisationKind.NeighbourhoodAssociation, "440605121201", Established);
    private static readonly Registered First =
        new(Askers.Today, Profile, Standing, LegalStatus.Filed, Code, null, false);
    private static readonly Dissolved End = new(Askers.Today, Standing, Established);

    private static Spec<OrganisationState, OrganisationCommand, OrganisationEvent> Given(
        params OrganisationEvent[] events) =>
        new(Decider("xinlong"), events, Askers.Coordinator);

    private static Register Ask(
        OrganisationProfile? profile = null, OrganisationStanding? standing = null, string? code = null) =>
        new(profile ?? Profile, standing ?? Standing, LegalStatus.Filed, code);

    private static OrganisationProfile With(params string[] specialities) =>
        Profile with { Specialities = [.. specialities] };

    [Fact]
    public void An_organisation_is_registered_and_its_credit_code_is_claimed()
    {
        Given().When(Ask(code: "9135 0100 m000100y43")).Then(First);
        var decider = Decider("xinlong");
        Assert.Equal(
            new Claim(CreditCodeClaim, Code, Refusals.CreditCodeTaken),
            Assert.Single(decider.Decide(decider.Initial, Ask(code: Code), Askers.Coordinator).Claims));
        Assert.Empty(decider.Decide(decider.Initial, Ask(), Askers.Coordinator).Claims);
    }

    [Fact]
    public void An_odd_credit_code_warns_and_is_not_refused() =>
        Given().When(Ask(code: "91350100M000100Y44")).Then(
            First with { CreditCode = "91350100M000100Y44", Warning = CreditCodeWarning.WrongCheckDigit });

    [Fact]
    public void An_id_is_registered_once() =>
        Given(First).When(Ask(With("书法"))).ThenRefused(Refusals.AlreadyRegistered);

    [Fact]
    public void Only_a_coordinator_registers() =>
        Given().By(Askers.Staff("xinlong")).When(Ask()).ThenRefused(Asked.Refusals.NotCoordinator);

    [Fact]
    public void Nobody_registers_for_tomorrow() =>
        Given().By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(Ask()).ThenRefused(Asked.Refusals.DayInFuture);

    [Theory]
    [InlineData(""), InlineData("440605121"), InlineData("440605121401")]
    public void An_organisation_is_at_home_in_a_real_village(string village) =>
        Given().When(Ask(standing: Standing with { VillageCode = village })).ThenRefused(Refusals.NotAVillage);

    [Fact]
    public void It_was_not_established_in_the_future() =>
        Given().When(Ask(standing: Standing with { EstablishedOn = Askers.Today.AddDays(1) }))
            .ThenRefused(Refusals.EstablishedInFuture);

    [Fact]
    public void It_needs_a_name() =>
        Given().When(Ask(Profile with { Name = new(new string('长', NameLengthMax + 1)) }))
            .ThenRefused(Refusals.NameUnfit);

    [Fact]
    public void Specialities_are_few_short_and_named_once()
    {
        Given().When(Ask(With("敬老", "敬老"))).ThenRefused(Refusals.SpecialitiesUnfit);
        Given().When(Ask(With(""))).ThenRefused(Refusals.SpecialitiesUnfit);
        Given().When(Ask(With([.. Enumerable.Range(0, SpecialitiesMax + 1).Select(n => $"{n}")])))
            .ThenRefused(Refusals.SpecialitiesUnfit);
    }

    [Fact]
    public void A_credit_code_is_bounded() =>
        Given().When(Ask(code: new string('1', CreditCodeLengthMax + 1))).ThenRefused(Refusals.CreditCodeTooLong);

    [Fact]
    public void What_is_not_registered_cannot_be_changed() =>
        Given().When(new ChangeProfile(Profile)).ThenRefused(Asked.Refusals.NotFound);

    [Fact]
    public void Its_staff_keep_the_profile() =>
        Given(First).By(Askers.Staff("xinlong")).When(new ChangeProfile(With("书法")))
            .Then(new ProfileChanged(With("书法")));

    [Fact]
    public void Other_organisations_staff_do_not() =>
        Given(First).By(Askers.Staff("other")).When(new ChangeProfile(Profile))
            .ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void A_changed_profile_still_needs_a_name() =>
        Given(First).When(new ChangeProfile(Profile with { Name = new("") })).ThenRefused(Refusals.NameUnfit);

    [Fact]
    public void A_coordinator_corrects_what_counts_rest_on()
    {
        var moved = Standing with { VillageCode = "440605121206", EstablishedOn = null };
        Given(First).When(new CorrectStanding(moved))
            .Then(new StandingCorrected(moved, Askers.Today, Standing, Established, false));
        Given(First).By(Askers.Staff("xinlong")).When(new CorrectStanding(moved))
            .ThenRefused(Asked.Refusals.NotCoordinator);
        Given(First).When(new CorrectStanding(moved with { VillageCode = "44" })).ThenRefused(Refusals.NotAVillage);
    }

    [Fact]
    public void Nobody_moves_one_to_where_they_have_no_say_but_the_administrator()
    {
        var away = Standing with { VillageCode = "440605122201" };
        var moved = new StandingCorrected(away, Established, Standing, Established, false);
        Given(First).When(new CorrectStanding(away)).ThenRefused(Refusals.MovesAway);
        Given(First).When(new CorrectStanding(away, Covered: true)).Then(moved);
        Given(First).By(Askers.Coordinator with { As = new(true, [], Administrator: true) })
            .When(new CorrectStanding(away)).Then(moved);
    }

    [Fact]
    public void The_legal_status_moves_forward() =>
        Given(First).By(Askers.Staff("xinlong")).When(new ChangeLegalStatus(LegalStatus.Registered))
            .Then(new LegalStatusChanged(Askers.Today, LegalStatus.Registered, LegalStatus.Registered));

    [Fact]
    public void Only_a_coordinator_moves_it_back()
    {
        Given(First).By(Askers.Staff("xinlong")).When(new ChangeLegalStatus(LegalStatus.NotFiled))
            .ThenRefused(Refusals.StatusBackwards);
        Given(First).When(new ChangeLegalStatus(LegalStatus.NotFiled))
            .Then(new LegalStatusChanged(Askers.Today, LegalStatus.NotFiled, LegalStatus.NotFiled));
    }

    [Fact]
    public void A_status_entered_for_an_earlier_day_leaves_the_present_one() =>
        Given(First).By(Askers.Coordinator.On(Established)).When(new ChangeLegalStatus(LegalStatus.NotFiled))
            .Then(new LegalStatusChanged(Established, LegalStatus.NotFiled, LegalStatus.Filed));

    [Fact]
    public void Staff_do_not_back_date() =>
        Given(First).By(Askers.Staff("xinlong").On(Yesterday)).When(new ChangeLegalStatus(LegalStatus.Registered))
            .ThenRefused(Asked.Refusals.BackDatingNotAllowed);

    [Fact]
    public void The_history_of_statuses_is_bounded() =>
        Given([First, .. Enumerable.Range(1, StatusTurnsMax).Select(n =>
                new LegalStatusChanged(Established.AddDays(n), LegalStatus.Filed, LegalStatus.Filed))])
            .When(new ChangeLegalStatus(LegalStatus.Registered)).ThenRefused(Refusals.TooManyStatusTurns);

    [Fact]
    public void Another_credit_code_releases_the_one_before()
    {
        Given(First).When(new StateCreditCode("1")).Then(new CreditCodeStated("1", CreditCodeWarning.WrongLength));
        var decider = Decider("xinlong");
        var state = decider.Fold(decider.Initial, [First]);
        var decision = decider.Decide(state, new StateCreditCode("1"), Askers.Coordinator);
        Assert.Equal("1", Assert.Single(decision.Claims).Value);
        Assert.Equal(new Claim(CreditCodeClaim, Code, Refusals.CreditCodeTaken), Assert.Single(decision.Releases));
        Given(First).When(new StateCreditCode(" ")).Then(new CreditCodeStated(null, null));
        Given(First).When(new StateCreditCode(new string('1', 33))).ThenRefused(Refusals.CreditCodeTooLong);
    }

    [Fact]
    public void It_is_dissolved_by_a_coordinator_once_it_is_no_member_any_more()
    {
        Given(First).When(new Dissolve([])).Then(End);
        Given(First).When(new Dissolve(["alliance"])).ThenRefused(Refusals.StillMember);
        Given(First).By(Askers.Staff("xinlong")).When(new Dissolve([])).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(First).By(Askers.Coordinator.On(Established.AddDays(-1))).When(new Dissolve([]))
            .ThenRefused(Refusals.DissolvedBeforeEstablished);
    }

    [Fact]
    public void After_dissolution_nothing_changes()
    {
        Given(First, End).When(new ChangeProfile(With("书法"))).ThenRefused(Refusals.Dissolved);
        Given(First, End).When(Ask()).ThenRefused(Refusals.Dissolved);
    }

    [Fact]
    public void The_rows_know_which_associations_stood_on_any_day()
    {
        var moved = Standing with { VillageCode = "440605121206", EstablishedOn = Established.AddYears(1) };
        var rows = new RowFold(OrganisationRows.Projection).On("organisation/xinlong", Askers.Today, First);
        Assert.Equal(0, rows.CountOn(OrganisationRows.AssociationSpells, Established.AddDays(-1)));
        Assert.Equal(1, rows.CountOn(OrganisationRows.AssociationSpells, Established));

        rows.On("organisation/xinlong", Askers.Today,
            new StandingCorrected(moved, moved.EstablishedOn!.Value, Standing, Established, false),
            new Dissolved(Yesterday, moved, moved.EstablishedOn!.Value));
        Assert.Equal(0, rows.CountOn(OrganisationRows.AssociationSpells, Established));
        Assert.Equal(1, rows.CountOn(OrganisationRows.AssociationSpells, Yesterday.AddDays(-1)));
        Assert.Equal(0, rows.CountOn(OrganisationRows.AssociationSpells, Yesterday));
        Assert.Equal("neighbourhood-association", Assert.Single(rows.Rows(OrganisationRows.Organisations))["kind"]);
    }
}
