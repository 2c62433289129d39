using Federation.Domain.Alliances;
using Federation.Domain.Help;
using MemberFacts = Federation.Domain.Help.MemberFacts;

namespace Federation.Api.Help;

/// <summary>Facts of neighbouring streams for the rules of mutual help; call inside the prepare lambda.</summary>
/// <remarks>Each joins its stream to the basis before it reads, so that the decision stands on what is true when it is
/// appended. Null means that there is no such thing.</remarks>
public static class FactReading
{
    /// <summary>Whether the organisation is an admitted member of the alliance on the day of the fact.</summary>
    public static MemberFacts MemberFacts(this Post post, string alliance, string organisation)
    {
        post.RestOn(Membership.Boundary.Stream(alliance, organisation));
        return new(post.Rows.One(
            "select 1 from membership_spells where alliance = @alliance and organisation = @organisation " +
            "and from_day <= @on and (to_day is null or @on < to_day)",
            r => r.GetInt64(0), ("alliance", alliance), ("organisation", organisation), ("on", post.On)) == 1);
    }

    public static MentorFacts? MentorFacts(this Post post, string mentor, string field = "mentorId")
    {
        post.RestOn(Mentor.Boundary.Stream(Post.Reference(mentor, field)));
        return post.Rows.One<MentorFacts>(
            "select state as stage, organisation as organisation_id, alliance as alliance_id, topics from mentors " +
            "where mentor = @mentor", ("mentor", mentor));
    }

    /// <summary>Null for a slot that is not there; whether its mentor is still in the pool, the mentor's facts say.
    /// </summary>
    public static SlotFacts? SlotFacts(this Post post, string mentor, string slot)
    {
        if (MentorMonthId.Of(Post.Reference(mentor, "mentorId"), Post.Reference(slot, "slotId")) is not { } month)
            return null;
        post.RestOn(month.Stream());
        return post.Rows.One(
            "select starts, ends, state from mentor_slots where mentor = @mentor and slot = @slot " +
            "and state <> 'withdrawn'",
            r => new SlotFacts(r.Moment(0)!.Value, r.Moment(1)!.Value, r.GetString(2) == "free"),
            ("mentor", mentor), ("slot", slot));
    }

    public static TeamFacts? TeamFacts(this Post post, string team)
    {
        post.RestOn(Team.Boundary.Stream(Post.Reference(team, "teamId")));
        return post.Rows.One(
            "select organisation, state from teams where team = @team",
            r => new TeamFacts(r.GetString(0), r.GetString(1) == "active"), ("team", team));
    }

    public static PackageFacts? PackageFacts(this Post post, string item)
    {
        post.RestOn(LibraryItem.Boundary.Stream(Post.Reference(item, "libraryItemId")));
        return post.Rows.One(
            "select organisation, state from library_items where item = @item",
            r => new PackageFacts(r.GetString(0), r.GetString(1) == "published"), ("item", item));
    }

    /// <summary>The facts behind what an offer or a delivery names.</summary>
    public static HelpFacts HelpFacts(
        this Post post, string? mentorId, string? slotId = null, string? teamId = null,
        string? itemId = null) => new(
        mentorId is null ? null : post.MentorFacts(mentorId),
        mentorId is null || slotId is null ? null : post.SlotFacts(mentorId, slotId),
        teamId is null ? null : post.TeamFacts(teamId),
        itemId is null ? null : post.PackageFacts(itemId));
}
