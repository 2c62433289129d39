using Federation.Domain;
using Federation.Domain.Accounts;
using Federation.Log.Accounts;
using static Federation.Domain.Accounts.Account;
using static Federation.Domain.Accounts.AccountCommand;
using static Federation.Domain.Accounts.AccountEvent;

namespace Federation.Tests.Accounts;

public class AccountTests
{
    private static readonly RoleGrant Staff = new(Role.OrganisationStaff, "xinlong");
    private static readonly RoleGrant Admin = new(Role.PlatformAdministrator, Everywhere);
    private static readonly RoleGrant Official = new(Role.TownOfficial, "440605121");
    private static readonly Opened First = new("staff-01", "p1", [Staff]);

    private static Asked Administrator =>
        new("admin", new(true, [], Administrator: true), Askers.Now, Askers.Today);

    private static Spec<AccountState, AccountCommand, AccountEvent> Given(params AccountEvent[] events) =>
        new(Decider("a1"), events, Administrator);

    private static Open Ask(string name = "staff-01", params RoleGrant[] roles) => new(name, "p1", [.. roles]);

    [Fact]
    public void An_account_is_opened_and_its_user_name_is_claimed()
    {
        Given().When(Ask("staff-01", Staff)).Then(First);
        var decider = Decider("a1");
        Assert.Equal(
            new Claim(UserNameClaim, "staff-01", Refusals.UserNameTaken),
            Assert.Single(decider.Decide(decider.Initial, Ask("staff-01", Staff), Administrator).Claims));
    }

    [Fact]
    public void An_id_is_opened_once() => Given(First).When(Ask("other-name")).ThenRefused(Refusals.AlreadyOpen);

    [Theory]
    [InlineData(""), InlineData("ab"), InlineData("Ada"), InlineData("-ada"), InlineData("王小明明"), InlineData("a b c")]
    public void A_user_name_is_plain(string name) => Given().When(Ask(name)).ThenRefused(Refusals.UserNameUnfit);

    [Fact]
    public void Who_is_neither_administrator_nor_coordinator_manages_no_accounts()
    {
        Given().By(Askers.Staff("xinlong")).When(Ask("staff-01", Staff)).ThenRefused(Refusals.NotAdministrator);
        Given().By(Askers.Staff("xinlong")).When(new SetRoles([])).ThenRefused(Refusals.NotAdministrator);
        Given().By(Askers.Staff("xinlong")).When(Ask("staff-01", Staff) with { Coordinated = ["xinlong"] })
            .ThenRefused(Refusals.NotAdministrator);
    }

    [Fact]
    public void An_administrator_need_not_coordinate_anything() =>
        Given().By(Administrator with { As = new(false, [], Administrator: true) }).When(Ask("staff-01", Staff))
            .Then(First);

    [Fact]
    public void A_coordinator_opens_accounts_for_staff_of_the_organisations_coordinated()
    {
        Given().By(Askers.Coordinator).When(Ask("staff-01", Staff) with { Coordinated = ["xinlong"] }).Then(First);
        Given().By(Askers.Coordinator).When(Ask("staff-01", Staff)).ThenRefused(Refusals.NotAdministrator);
        Given().By(Askers.Coordinator).When(Ask("staff-01")).ThenRefused(Refusals.NotAdministrator);
        Given().By(Askers.Coordinator).When(Ask("staff-01", Official) with { Coordinated = ["440605121"] })
            .ThenRefused(Refusals.NotAdministrator);
    }

    [Fact]
    public void A_coordinator_gives_and_takes_no_other_role()
    {
        Given(First).By(Askers.Coordinator).When(new SetRoles([], ["xinlong"]))
            .Then(new RoleRevoked(Staff.Role, Staff.Scope));
        Given(First).By(Askers.Coordinator).When(new SetRoles([])).ThenRefused(Refusals.NotAdministrator);
        Given(First).By(Askers.Coordinator).When(new SetRoles([Staff, Admin], ["xinlong"]))
            .ThenRefused(Refusals.NotAdministrator);
        Given(First).By(Askers.Coordinator).When(new Close()).ThenRefused(Refusals.NotAdministrator);
    }

    [Fact]
    public void Who_manages_nothing_of_an_account_is_not_told_that_its_roles_are_so_already()
    {
        Given(First).By(Askers.Coordinator).When(new SetRoles([Staff])).ThenRefused(Refusals.NotAdministrator);
        Given(First).By(Askers.Coordinator).When(new SetRoles([Staff], ["xinlong"])).Then();
        Given(First).When(new SetRoles([Staff])).Then();
    }

    [Fact]
    public void An_account_that_was_given_more_since_is_not_opened_again_as_it_was()
    {
        var more = new RoleGranted(Admin.Role, Admin.Scope);
        var again = Ask("staff-01", Staff) with { Coordinated = ["xinlong"] };
        Given(First, more).By(Askers.Coordinator).When(again).ThenRefused(Refusals.AlreadyOpen);
        Given(First, more).When(Ask("staff-01", Admin, Staff)).Then();
        Given(First, new RoleRevoked(Staff.Role, Staff.Scope)).When(again).ThenRefused(Refusals.AlreadyOpen);
    }

    [Fact]
    public void Nothing_is_stated_for_a_day_before_there_was_anything_to_state()
    {
        Given().By(Administrator.On(new(1949, 9, 30))).When(Ask("staff-01", Staff))
            .ThenRefused(Asked.Refusals.DayTooEarly);
        Given().By(Administrator.On(new(1949, 10, 1))).When(Ask("staff-01", Staff)).Then(First);
    }

    [Fact]
    public void Nobody_opens_an_account_for_tomorrow() =>
        Given().By(Administrator.On(Askers.Today.AddDays(1))).When(Ask()).ThenRefused(Asked.Refusals.DayInFuture);

    [Fact]
    public void Setting_the_roles_revokes_what_is_missing_and_grants_what_is_new() =>
        Given(First).When(new SetRoles([Official]))
            .Then(new RoleRevoked(Staff.Role, Staff.Scope), new RoleGranted(Official.Role, Official.Scope));

    [Fact]
    public void An_account_that_does_not_exist_has_no_roles_and_cannot_be_closed()
    {
        Given().When(new SetRoles([Staff])).ThenRefused(Asked.Refusals.NotFound);
        Given().When(new Close()).ThenRefused(Asked.Refusals.NotFound);
    }

    [Theory]
    [InlineData(Role.PlatformAdministrator, "xinlong"), InlineData(Role.Coordinator, "")]
    [InlineData(Role.Auditor, "A/B"), InlineData(Role.Coordinator, "4"), InlineData(Role.Auditor, "4406051")]
    [InlineData(Role.OrganisationStaff, "*"), InlineData(Role.Mentor, "*"), InlineData(Role.TownOfficial, "*")]
    [InlineData(Role.TownOfficial, "jiujiang"), InlineData(Role.Resident, "4406051")]
    public void A_scope_fits_its_role(Role role, string scope)
    {
        Given().When(Ask("staff-01", new RoleGrant(role, scope))).ThenRefused(Refusals.ScopeUnfit);
        Given(First).When(new SetRoles([new(role, scope)])).ThenRefused(Refusals.ScopeUnfit);
    }

    [Fact]
    public void Every_role_has_a_scope_that_fits() =>
        Given(First).When(new SetRoles([Staff, Admin, new(Role.Coordinator, "jiujiang"), new(Role.Auditor, "*"),
                new(Role.Mentor, "m1"), new(Role.Resident, "440605121201")]))
            .Then(new RoleGranted(Admin.Role, "*"), new RoleGranted(Role.Coordinator, "jiujiang"),
                new RoleGranted(Role.Auditor, "*"), new RoleGranted(Role.Mentor, "m1"),
                new RoleGranted(Role.Resident, "440605121201"));

    [Fact]
    public void Roles_are_bounded_and_named_once()
    {
        Given().When(Ask("staff-01", Staff, Staff)).ThenRefused(Refusals.TooManyRoles);
        var many = Enumerable.Range(0, RolesMax + 1).Select(n => new RoleGrant(Role.Mentor, $"m{n}"));
        Given(First).When(new SetRoles([.. many])).ThenRefused(Refusals.TooManyRoles);
    }

    [Fact]
    public void Nobody_closes_their_own_account_or_gives_up_their_own_administration()
    {
        var oneself = Administrator with { By = "a1" };
        Given(First with { Roles = [Admin] }).By(oneself).When(new Close()).ThenRefused(Refusals.OwnAccount);
        Given(First with { Roles = [Admin] }).By(oneself).When(new SetRoles([])).ThenRefused(Refusals.OwnAccount);
    }

    [Fact]
    public void Another_administrator_does_and_other_roles_of_ones_own_may_go()
    {
        Given(First with { Roles = [Admin] }).When(new SetRoles([])).Then(new RoleRevoked(Admin.Role, Admin.Scope));
        Given(First with { Roles = [Admin, Staff] }).By(Administrator with { By = "a1" }).When(new SetRoles([Admin]))
            .Then(new RoleRevoked(Staff.Role, Staff.Scope));
    }

    [Fact]
    public void A_closed_account_is_closed_for_good()
    {
        Given(First).When(new Close()).Then(new Closed([Staff]));
        Given(First, new Closed([Staff])).When(new SetRoles([Staff])).ThenRefused(Refusals.Closed);
        Given(First, new Closed([Staff])).When(Ask("staff-01", Staff)).ThenRefused(Refusals.AlreadyOpen);
    }

    [Fact]
    public void The_rows_hold_the_roles_in_force()
    {
        var rows = new RowFold(AccountRows.Projection).On("account/a1", Askers.Today, First,
            new RoleGranted(Official.Role, Official.Scope), new RoleRevoked(Staff.Role, Staff.Scope));
        Assert.Equal("town-official", Assert.Single(rows.Rows(AccountRows.Roles))["role"]);

        rows.On("account/a1", Askers.Today, new Closed([Official]));
        Assert.Empty(rows.Rows(AccountRows.Roles));
        Assert.Equal("1", Assert.Single(rows.Rows(AccountRows.Accounts))["closed"]);
    }
}
