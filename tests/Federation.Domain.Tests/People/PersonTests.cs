using Federation.Domain;
using Federation.Domain.People;
using Federation.Log.People;
using static Federation.Domain.People.Person;
using static Federation.Domain.People.PersonCommand;
using static Federation.Domain.People.PersonEvent;

namespace Federation.Tests.People;

public class PersonTests
{
    private static readonly Registered Known = new("xinlong", [PersonRole.Contact]);

    private static Spec<PersonState, PersonCommand, PersonEvent> Given(params PersonEvent[] events) =>
        new(Decider(), events, Askers.Staff("xinlong"));

    [Fact]
    public void Its_organisation_registers_a_person() =>
        Given().When(new Register("xinlong", [PersonRole.Contact])).Then(Known);

    [Fact]
    public void Another_organisation_does_not() =>
        Given().By(Askers.Staff("other")).When(new Register("xinlong", []))
            .ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void Another_organisation_does_not_erase_either() =>
        Given(Known).By(Askers.Staff("other")).When(new Erase()).ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void A_person_belongs_to_one_organisation() =>
        Given(Known).By(Askers.Coordinator).When(new Register("other", [])).ThenRefused(Refusals.AlreadyRegistered);

    [Fact]
    public void Registering_again_with_other_roles_changes_them() =>
        Given(Known).When(new Register("xinlong", [PersonRole.Leader])).Then(new RolesChanged([PersonRole.Leader]));

    [Fact]
    public void Roles_change() =>
        Given(Known).When(new ChangeRoles([PersonRole.Mentor])).Then(new RolesChanged([PersonRole.Mentor]));

    [Fact]
    public void A_role_is_named_once()
    {
        Given().When(new Register("xinlong", [PersonRole.Mentor, PersonRole.Mentor]))
            .ThenRefused(Refusals.RolesRepeated);
        Given(Known).When(new ChangeRoles([PersonRole.Mentor, PersonRole.Mentor])).ThenRefused(Refusals.RolesRepeated);
    }

    [Fact]
    public void Who_is_not_known_cannot_be_changed() =>
        Given().When(new Erase()).ThenRefused(Asked.Refusals.NotFound);

    [Fact]
    public void Nobody_registers_for_tomorrow() =>
        Given().By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(new Register("xinlong", []))
            .ThenRefused(Asked.Refusals.DayInFuture);

    [Fact]
    public void Erasing_is_once_and_for_ever()
    {
        Given(Known).When(new Erase()).Then(new Erased());
        Given(Known, new Erased()).When(new ChangeRoles([])).ThenRefused(Refusals.Erased);
        Given(Known, new Erased()).When(new Register("xinlong", [])).ThenRefused(Refusals.Erased);
    }

    [Fact]
    public void The_rows_keep_the_id_and_forget_the_roles()
    {
        var rows = new RowFold(PersonRows.Projection).On("person/p1", Askers.Today, Known, new Erased());
        var row = Assert.Single(rows.Rows(PersonRows.People));
        Assert.Equal(("p1", "xinlong", "[]", "1"), (row["id"], row["organisation"], row["roles"], row["erased"]));
    }
}
