using Federation.Domain.Organisations;

namespace Federation.Domain.Alliances;

// Who may file an application, who may admit what another hand filed, and the closed list of a membership's refusals.

/// <summary>Whose hand filed an application; it decides who may admit.</summary>
/// <remarks><c>Own</c>: its own staff. <c>Speaker</c>: who speaks for it as coordinator. <c>Enrolment</c>: the same for
/// one that stands alone, in no alliance and without an account of its own, so that nobody else could file; whoever
/// speaks for it already gains nothing by admitting it. <c>Region</c>: one that stands alone, by the coordinator of the
/// region that holds it, who does not speak for it.</remarks>
public enum Filing { Own, Speaker, Enrolment, Region }

/// <summary>What the rule needs to know of an applicant and of who asks; the gateway fills it from rows.</summary>
/// <param name="Alone">It is a member of no other alliance, and no open account is its staff's.</param>
/// <param name="Spoken">The asker speaks for it as a coordinator, whatever becomes of the application.</param>
/// <param name="Near">The asker coordinates the alliance, and its region holds the organisation.</param>
public sealed record ApplicantFacts(bool Alone, bool Spoken, bool Near);

public static partial class Membership
{
    public static class Refusals
    {
        public static readonly Refusal AlreadyMember = new(
            "already-member", "该组织已是本联盟成员，不必再申请。",
            "The organisation is a member of this alliance already; no application is needed.", Field: "allianceId");

        public static readonly Refusal OrganisationDissolved = new(
            "applicant-dissolved", "该组织已注销，不能加入联盟。", "The organisation is dissolved and cannot join.");

        public static readonly Refusal FiledByYou = new(
            "filed-by-you", "这份申请是您提交的，须由另一位协调员或平台管理员批准。",
            "You filed this application; another coordinator or the administrator admits.", Forbids: true);

        public static readonly Refusal MustFileItself = new(
            "organisation-files-itself", "该组织有自己的工作人员账号或已属于别的联盟，须由它自己提交申请后再批准。",
            "The organisation has staff of its own or belongs to another alliance; it files itself before it is "
            + "admitted.");

        public static readonly Refusal NotApplied = new(
            "no-application", "没有待审批的入盟申请，请先提交申请。",
            "No application is waiting for a decision; apply first.");

        public static readonly Refusal NotMember = new(
            "not-member", "该组织目前不是本联盟成员。", "The organisation is not a member of this alliance.");

        public static readonly Refusal BeforeLastStep = new(
            "membership-day-too-early", "日期早于上一步办理的日期，请核对。",
            "The day is earlier than that of the step before; check it.");
    }

    private static Decision<MembershipEvent> Apply(
        MembershipState state, MembershipCommand.Apply apply, Asked asked)
    {
        if (HandOf(state.Id.Organisation, apply.Applicant, asked) is not { } hand)
            return Asked.Refusals.NotYourOrganisation;
        // Its own staff may take over what another hand filed: then it is theirs, and any coordinator admits.
        var takesOver = hand is Filing.Own && state.Hand is not Filing.Own;
        if (state.Step is MembershipStep.Applied && !takesOver) return Decision<MembershipEvent>.Nothing;
        if (state.IsMember) return Refusals.AlreadyMember;
        if (apply.Organisation.Dissolved) return Refusals.OrganisationDissolved;
        var facts = apply.Organisation;
        return new MembershipEvent.Filed(
            asked.On, apply.StatementId, facts.Kind, facts.VillageCode, facts.Illustrative, asked.By, hand);
    }

    /// <summary>Null: the asker may not file for it.</summary>
    private static Filing? HandOf(string organisation, ApplicantFacts? applicant, Asked asked) =>
        asked.As.Organisations.Contains(organisation) ? Filing.Own
        : applicant is { Spoken: true } ? applicant.Alone ? Filing.Enrolment : Filing.Speaker
        : applicant is { Near: true, Alone: true } ? Filing.Region
        : null;

    /// <summary>Who files does not admit. What was not filed by the organisation itself, or by who spoke for it, is
    /// admitted only while it stands alone: else an application would open another alliance's member.</summary>
    private static Decision<MembershipEvent> Admit(
        MembershipState state, MembershipCommand.Admit admit, Asked asked)
    {
        var own = state.Hand is not Filing.Enrolment && state.FiledBy == asked.By;
        if (state.Step is MembershipStep.Member) return own ? Refusals.FiledByYou : Decision<MembershipEvent>.Nothing;
        if (state.Step is not MembershipStep.Applied) return Refusals.NotApplied;
        if (state.Hand is not (Filing.Own or Filing.Speaker) && !admit.Alone) return Refusals.MustFileItself;
        if (own) return Refusals.FiledByYou;
        var facts = admit.Organisation;
        if (facts.Dissolved) return Refusals.OrganisationDissolved;
        return new MembershipEvent.Admitted(asked.On, facts.Kind, facts.VillageCode, facts.Illustrative);
    }
}
