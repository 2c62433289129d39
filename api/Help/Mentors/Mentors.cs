using Federation.Domain.Help;
using Federation.Domain.People;
using ReasonBody = Federation.Api.Alliances.ReasonBody;

namespace Federation.Api.Help;

/// <param name="Name">Of a person not yet known, who is registered with it; or give <c>personId</c>.</param>
/// <param name="AllianceId">The alliance the organisation is a member of, when not given.</param>
public sealed record NominateBody(
    string OrganisationId, Items<string> Topics, Items<MentorMode> Modes, string? Name = null, string? PersonId = null,
    string? Phone = null, string? AllianceId = null, bool Illustrative = false, string? Id = null,
    DateOnly? On = null) : IDated, IFromForm<NominateBody>
{
    /// <summary>By the page a mentor comes with a name.</summary>
    public static NominateBody Of(Posted form)
    {
        var (organisation, name, skills) = (
            form.Required("organisationId"), form.Required("name"), SkillsBody.Of(form));
        return new(organisation, skills.Topics, skills.Modes, name, Phone: form.Text("phone"));
    }
}

public sealed record SkillsBody(Items<string> Topics, Items<MentorMode> Modes, DateOnly? On = null)
    : IDated, IFromForm<SkillsBody>
{
    public static SkillsBody Of(Posted form)
    {
        form.Required("topics");
        var (topics, ticked) = (form.Words("topics"), form.Many("modes"));
        MentorMode[] modes = [.. Enum.GetValues<MentorMode>().Where(mode => ticked.Contains(RowText.Of(mode)))];
        if (modes.Length < ticked.Distinct().Count()) form.Wrong("modes", "请从列表中选择", "Choose from the list");
        else if (modes.Length == 0) form.Wrong("modes", "请至少选择一种", "Choose at least one");
        return new([.. topics], [.. modes]);
    }
}

/// <summary>The mentor pool: put forward by a member, accepted by a coordinator. Slots are in Slots.cs.</summary>
public static class Mentors
{
    private static readonly Type[] Refusals =
        [typeof(Mentor.Refusals), typeof(MentorMonth.Refusals), typeof(Helping.Refusals)];

    public static readonly Feature Feature = new("/mentors", Refusals, mentors =>
    {
        mentors.Get<Listed<MentorShown>, MentorsPage>(
            "", Who.SignedIn, MentorReading.Found, "q topic mode allianceId organisationId state");
        var form = mentors.Form<NewMentorPage>("/new", Who.Staff | Who.Coordinators);
        mentors.Json("/{id}", Who.SignedIn, MentorReading.One);
        var one = mentors.Page<MentorView, MentorPage>("/{id}", Who.SignedIn, MentorReading.OfMonth);
        mentors.Add<NominateBody>("", Who.Staff | Who.Coordinators, Nominate, form, then: one,
            told: new("已推荐，等待协调员审核", "Nominated; the coordinator now decides", "nominated"));
        mentors.Do<Nothing>("/{id}/acceptance", Who.Coordinators, post => Run(post, () => new MentorCommand.Accept()),
            one, told: new("已加入导师库", "Now in the mentor pool", "mentor-accepted"));
        mentors.Do<ReasonBody>("/{id}/declining", Who.Coordinators, post => Run(post, () =>
            new MentorCommand.Decline(post.Text(post.Body.Reason, "reason", post["id"]))),
            one, told: new("推荐未通过", "The nomination is declined", "mentor-declined"));
        mentors.Do<SkillsBody>("/{id}/skills", Who.Members, post => Run(post, () =>
            new MentorCommand.ChangeSkills(post.Body.Topics, post.Body.Modes)),
            one, told: new("主题和方式已更新", "Topics and ways of helping are updated", "skills-changed"));
        mentors.Do<ReasonBody>("/{id}/retirement", Who.Members, post => Run(post, () =>
            new MentorCommand.Retire(post.Text(post.Body.Reason, "reason", post["id"]))),
            one, told: new("已退出导师库", "No longer in the pool", "retired"));
        Slots.Map(mentors, one);
    });

    /// <summary>The alliance in whose pool the mentor is or was; null for an unknown mentor.</summary>
    public static string? AllianceOf(Rows rows, string id) =>
        rows.One("select alliance from mentors where mentor = @id", r => r.GetString(0), ("id", id));

    /// <summary>Coordinates the alliance whose mentor this is.</summary>
    internal static bool Coordinates(Post post, string id) =>
        post.Caller.CoordinatesAlliance(post.Rows, AllianceOf(post.Rows, id));

    private static Task<Done> Run(Post post, Func<MentorCommand> command) =>
        post.Run(Mentor.Boundary.Stream(post["id"]), command, Coordinates(post, post["id"]), post["id"]);

    /// <summary>Nominates, then registers the person who came by name; a retry completes what was begun.</summary>
    private static async Task<Done> Nominate(Post<NominateBody> post)
    {
        var body = post.Body;
        if (body.Name is null == body.PersonId is null) throw Reading.Wrong(
            "name", "请填写导师姓名，或已登记人员的编号（二者之一）。", "Give the mentor's name or a personId, one of the two.");
        var details = body.Name is null ? null : new PersonDetails(body.Name, body.Phone).Checked();
        var (id, person) = (post.Id(body.Id), body.PersonId ?? post.Id(null, "person"));
        var organisation = Post.Reference(body.OrganisationId, "organisationId");
        var alliance = body.AllianceId is { } given ? Post.Reference(given, "allianceId")
            : Parties.MembershipOf(post.Rows, organisation);
        var coordinator = post.Caller.CoordinatesAlliance(
            post.Rows, alliance ?? Parties.AllianceOf(post.Rows, organisation));
        var done = await post.Run(
            Mentor.Boundary.Stream(id),
            () =>
            {
                post.RequireParty(organisation, "organisationId");
                if (body.PersonId is not null) post.RequirePersonOf(person, "personId", organisation);
                var member = alliance is null ? new(false) : post.MemberFacts(alliance, organisation);
                return new MentorCommand.Nominate(
                    person, organisation, alliance ?? "", body.Topics, body.Modes, body.Illustrative, member);
            },
            coordinator, id);
        if (!done.Accepted || details is null) return done;
        var registered = await Persons.Register(
            post.For("person"), person, organisation, details, [PersonRole.Mentor], coordinator);
        return registered.Accepted ? done : registered;
    }
}
