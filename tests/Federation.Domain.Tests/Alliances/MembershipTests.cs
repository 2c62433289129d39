using Federation.Domain;
using Federation.Domain.Alliances;
using Federation.Domain.Organisations;
using Federation.Log.Alliances;
using static Federation.Domain.Alliances.Membership;
using static Federation.Domain.Alliances.MembershipCommand;
using static Federation.Domain.Alliances.MembershipEvent;

namespace Federation.Tests.Alliances;

public class MembershipTests
{
    private static readonly MembershipId Id = MembershipId.Of("jiujiang/xinlong");
    private static readonly DateOnly Today = Askers.Today;
    private static readonly DateOnly June = new(2021, 6, 18);
    private static readonly OrganisationFacts Facts = new(OrganisationKind.NeighbourhoodAssociation, "440605121201");
    private static readonly OrganisationFacts Gone = Facts with { Dissolved = true };
    private static readonly Filed Waiting = FiledBy("staff", Filing.Own);
    private static readonly ApplicantFacts Mine = new(Alone: true, Spoken: true, Near: true),
        Another = new(Alone: false, Spoken: true, Near: true), Stray = new(Alone: true, Spoken: false, Near: true),
        Strange = new(Alone: false, Spoken: false, Near: true);
    private static readonly Admitted In = new(June, Facts.Kind, Facts.VillageCode, false);

    private static Spec<MembershipState, MembershipCommand, MembershipEvent> Given(params MembershipEvent[] events) =>
        new(Decider(Id), events, Askers.Coordinator);

    private static Filed FiledBy(string by, Filing hand) =>
        new(June, "s1", Facts.Kind, Facts.VillageCode, false, by, hand);

    [Fact]
    public void An_organisation_applies_for_itself() =>
        Given().By(Askers.Staff("xinlong")).When(new Apply("s1", Facts)).Then(Waiting with { On = Today });

    [Fact]
    public void A_coordinator_who_speaks_for_it_may_apply_on_its_behalf()
    {
        var june = Askers.Coordinator.On(June);
        Given().By(june).When(new Apply("s1", Facts, Mine)).Then(FiledBy("coordinator", Filing.Enrolment));
        Given().By(june).When(new Apply("s1", Facts, Another)).Then(FiledBy("coordinator", Filing.Speaker));
        Given().By(june).When(new Apply("s1", Facts, Stray)).Then(FiledBy("coordinator", Filing.Region));
    }

    [Fact]
    public void Nobody_else_applies_for_it()
    {
        Given().By(Askers.Staff("other")).When(new Apply("s1", Facts)).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given().When(new Apply("s1", Facts, Strange)).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given().When(new Apply("s1", Facts, Stray with { Near = false }))
            .ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given().When(new Apply("s1", Facts)).ThenRefused(Asked.Refusals.NotYourOrganisation);
    }

    [Fact]
    public void Who_files_does_not_admit_but_for_an_enrolment()
    {
        foreach (var hand in new[] { Filing.Own, Filing.Speaker, Filing.Region })
            foreach (var events in new MembershipEvent[][] { [], [In with { On = Today }] })
                Given([FiledBy("coordinator", hand), .. events]).When(new Admit(Facts, Alone: true))
                    .ThenRefused(Refusals.FiledByYou);
        foreach (var hand in new[] { Filing.Own, Filing.Speaker, Filing.Region, Filing.Enrolment })
            Given(FiledBy("another", hand)).When(new Admit(Facts, Alone: true)).Then(In with { On = Today });
        Given(FiledBy("coordinator", Filing.Enrolment)).When(new Admit(Facts, Alone: true))
            .Then(In with { On = Today });
    }

    [Fact]
    public void What_was_filed_for_one_that_stood_alone_is_admitted_only_while_it_does()
    {
        foreach (var hand in new[] { Filing.Region, Filing.Enrolment })
            Given(FiledBy("another", hand)).When(new Admit(Facts)).ThenRefused(Refusals.MustFileItself);
        var old = new Applied(June, "s1", Facts.Kind, Facts.VillageCode, false);
        Given(old).When(new Admit(Facts)).ThenRefused(Refusals.MustFileItself);
        Given(old).When(new Admit(Facts, Alone: true)).Then(In with { On = Today });
    }

    [Fact]
    public void Its_own_staff_takes_over_what_another_hand_filed() =>
        Given(FiledBy("another", Filing.Region)).By(Askers.Staff("xinlong")).When(new Apply("s1", Facts))
            .Then(Waiting with { On = Today });

    [Fact]
    public void Admission_is_the_coordinators_decision_and_may_be_back_dated()
    {
        Given(Waiting).By(Askers.Coordinator.On(June)).When(new Admit(Facts)).Then(In);
        Given(Waiting).By(Askers.Staff("xinlong")).When(new Admit(Facts)).ThenRefused(Asked.Refusals.NotCoordinator);
    }

    [Fact]
    public void An_organisation_does_not_back_date() =>
        Given().By(Askers.Staff("xinlong").On(June)).When(new Apply("s1", Facts))
            .ThenRefused(Asked.Refusals.BackDatingNotAllowed);

    [Fact]
    public void Nobody_post_dates() =>
        Given().By(Askers.Coordinator.On(Today.AddDays(1))).When(new Apply("s1", Facts))
            .ThenRefused(Asked.Refusals.DayInFuture);

    [Fact]
    public void A_member_does_not_apply_again()
    {
        Given(Waiting, In).When(new Apply("s2", Facts, Mine)).ThenRefused(Refusals.AlreadyMember);
        Given(Waiting, In, new Suspended(June, null)).When(new Apply("s2", Facts, Mine))
            .ThenRefused(Refusals.AlreadyMember);
    }

    [Fact]
    public void Who_was_refused_or_departed_may_apply_again()
    {
        var again = FiledBy("coordinator", Filing.Enrolment) with { On = Today, StatementId = "s2" };
        Given(Waiting, new Refused(June, "r")).When(new Apply("s2", Facts, Mine)).Then(again);
        Given(Waiting, In, new Departed(Today, June, null)).When(new Apply("s2", Facts, Mine)).Then(again);
    }

    [Fact]
    public void A_dissolved_organisation_neither_applies_nor_is_admitted()
    {
        Given().When(new Apply("s1", Gone, Mine)).ThenRefused(Refusals.OrganisationDissolved);
        Given(Waiting).When(new Admit(Gone)).ThenRefused(Refusals.OrganisationDissolved);
    }

    [Fact]
    public void Only_an_application_is_admitted_or_refused()
    {
        Given().When(new Admit(Facts)).ThenRefused(Refusals.NotApplied);
        Given(Waiting, In).When(new Refuse("r")).ThenRefused(Refusals.NotApplied);
        Given(Waiting, In, new Suspended(June, null)).When(new Admit(Facts)).ThenRefused(Refusals.NotApplied);
        Given(Waiting).When(new Refuse("r")).Then(new Refused(Today, "r"));
    }

    [Fact]
    public void Only_a_member_is_suspended_reinstated_or_departs()
    {
        Given(Waiting).When(new Suspend(null)).ThenRefused(Refusals.NotMember);
        Given(Waiting).When(new Reinstate()).ThenRefused(Refusals.NotMember);
        Given(Waiting).When(new Depart(null)).ThenRefused(Refusals.NotMember);
    }

    [Fact]
    public void A_member_is_suspended_and_reinstated_by_the_coordinator()
    {
        Given(Waiting, In).When(new Suspend("r")).Then(new Suspended(Today, "r"));
        Given(Waiting, In, new Suspended(June, "r")).When(new Reinstate()).Then(new Reinstated(Today));
        Given(Waiting, In).By(Askers.Staff("xinlong")).When(new Suspend("r"))
            .ThenRefused(Asked.Refusals.NotCoordinator);
    }

    [Fact]
    public void A_member_departs_of_its_own_will_also_when_suspended()
    {
        Given(Waiting, In).By(Askers.Staff("xinlong")).When(new Depart("r")).Then(new Departed(Today, June, "r"));
        Given(Waiting, In, new Suspended(June, null)).When(new Depart(null)).Then(new Departed(Today, June, null));
    }

    [Fact]
    public void No_step_is_dated_before_the_one_before() =>
        Given(Waiting).By(Askers.Coordinator.On(June.AddDays(-1))).When(new Admit(Facts))
            .ThenRefused(Refusals.BeforeLastStep);

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Whatever_is_asked_the_steps_keep_their_order_and_the_rows_know_every_day(int seed)
    {
        var (random, decider) = (new Random(seed), Decider(Id));
        var (state, rows, lengths) = (decider.Initial, new RowFold(AllianceRows.Projection), new bool[400]);
        for (var turn = 0; turn < 600; turn++)
        {
            var day = random.Next(lengths.Length);
            MembershipCommand command = random.Next(7) switch
            {
                0 or 1 => new Apply("s", random.Next(9) == 0 ? Gone : Facts, random.Next(3) == 0 ? Stray : Mine),
                2 => new Admit(Facts, Alone: random.Next(4) > 0),
                3 => new Refuse(null),
                4 => new Suspend(null),
                5 => new Reinstate(),
                _ => new Depart(null),
            };
            var near = state.LastOn is { } last ? last.AddDays(random.Next(-1, 3)) : June.AddDays(day % 5);
            var decision = decider.Decide(state, command, Askers.Coordinator.On(near));
            if (decision.Events.IsEmpty) continue;

            var next = decider.Fold(state, decision.Events);
            Assert.Contains((state.Step, next.Step), Allowed);
            Assert.True(next.LastOn >= (state.LastOn ?? DateOnly.MinValue));
            rows.On("membership/jiujiang/xinlong", near, [.. decision.Events]);
            for (var d = near.DayNumber - June.DayNumber; d < lengths.Length; d++) lengths[d] = next.IsMember;
            state = next;
        }

        Assert.All(lengths.Select((member, d) => (member, d)), x =>
            Assert.Equal(x.member ? 1 : 0, rows.CountOn(MembershipRows.Spells, June.AddDays(x.d))));
        Assert.Single(rows.Rows(MembershipRows.Memberships));
    }

    private static readonly HashSet<(MembershipStep, MembershipStep)> Allowed =
    [
        (MembershipStep.None, MembershipStep.Applied), (MembershipStep.Refused, MembershipStep.Applied),
        (MembershipStep.Departed, MembershipStep.Applied), (MembershipStep.Applied, MembershipStep.Member),
        (MembershipStep.Applied, MembershipStep.Refused), (MembershipStep.Member, MembershipStep.Suspended),
        (MembershipStep.Suspended, MembershipStep.Member), (MembershipStep.Member, MembershipStep.Departed),
        (MembershipStep.Suspended, MembershipStep.Departed),
    ];
}
