using Federation.Domain.Deliberations;

namespace Federation.Api.Deliberations;

/// <summary>Deliberations: calling, topics, the areas' opinions, and the outcome.</summary>
public static class Deliberations
{
    private const Who Speakers = Who.Resident | Who.Staff | Who.Coordinators;
    private static readonly Told Recorded = new("已记入", "Recorded");

    public static readonly Feature Feature = new("/deliberations", [typeof(Deliberation.Refusals)], talks =>
    {
        talks.Get<Listed<DeliberationRow>, DeliberationsPage>(
            "", Who.Everyone, DeliberationReading.Found, "alliance state");
        var form = talks.Form<NewDeliberationPage>("/new", Who.Coordinators);
        var one = talks.Get<DeliberationShown, DeliberationPage>(
            "/{id}", Who.Everyone, reading => DeliberationReading.View(reading, reading["id"]));
        talks.Add<DeliberationBody>("", Who.Coordinators, Call, form, one, Recorded with { Key = "called" });
        AddTopics(talks, one);
        AddOpinions(talks, one);
        var outcome = talks.Page<DeliberationShown, OutcomePage>(
            "/{id}/outcome", Who.Coordinators, DeliberationForms.ForOutcome);
        talks.Do<DecisionBody>(
            "/{id}/decision", Who.Coordinators, Decide, outcome, one, Recorded with { Key = "decided" },
            section: "#outcome");
        talks.Do<NoQuorumBody>(
            "/{id}/no-quorum", Who.Coordinators, post => Run(post, post["id"], of =>
                new DeliberationCommand.StateNoQuorum(post.Text(post.Body.Rationale, "rationale", of.Id))),
            outcome, one, Recorded, section: "#outcome");
        talks.Do<ReasonBody>(
            "/{id}/cancellation", Who.Coordinators, post => Run(post, post["id"], of =>
                new DeliberationCommand.Cancel(post.Text(post.Body.Reason, "reason", of.Id))),
            outcome, one, Recorded with { Key = "cancelled" });
    });

    private static void AddTopics(FeatureRoutes talks, PageRoute one)
    {
        const string New = "/{id}/topics/new", Known = "/{id}/topics/{topicId}";
        var told = Recorded with { Key = "topic" };
        var blank = talks.Page<TopicView, TopicPage>(New, Speakers, DeliberationForms.ForNewTopic);
        var known = talks.Page<TopicView, TopicPage>(Known, Speakers, DeliberationForms.ForTopic);
        talks.Add<TopicBody>("/{id}/topics", Who.SignedIn, Propose);
        talks.Send<TopicBody>(New, Speakers, Propose, blank, one, told, "#topics");
        talks.Do<TopicBody>(Known, Who.SignedIn, Revise);
        talks.Send<TopicBody>(Known, Speakers, Revise, known, one, told, "#topics");
    }

    private static void AddOpinions(FeatureRoutes talks, PageRoute one)
    {
        const string New = "/{id}/opinions/new";
        var told = Recorded with { Key = "rated" };
        var form = talks.Page<OpinionView, OpinionPage>(New, Speakers, DeliberationForms.ForOpinion);
        form.Tells(told.Key!, new(
            "意见已记入，请继续下一个议题", "The opinion is recorded; please go on to the next topic"));
        talks.Add<OpinionBody>("/{id}/opinions", Who.SignedIn, Give);
        talks.Send<OpinionBody>(New, Speakers, GiveOneByOne, form, one, told, "#topics");
    }

    private static Task<Done> Call(Post<DeliberationBody> post)
    {
        var (id, body) = (post.Id(post.Body.Id), post.Body);
        foreach (var area in body.AreaIds) Post.Reference(area, "areaIds");
        var region = post.Rows.RequireAlliance(body.AllianceId, "allianceId");
        return post.Run(
            Deliberation.Boundary.Stream(id),
            () => new DeliberationCommand.Call(
                body.AllianceId, body.Question, body.HeldOn, body.ClosesOn, body.AreaIds, body.Quorum,
                post.AreasOf(body.AllianceId), body.Illustrative, body.Note),
            post.Caller.Coordinates(body.AllianceId, region), id);
    }

    private static Task<Done> Propose(Post<TopicBody> post)
    {
        var topic = TopicOf(post.Id(post.Body.Id), post.Body);
        return Run(post, topic.Id, of => new DeliberationCommand.ProposeTopic(
            topic, topic.AreaId is { } area ? post.VoiceOf(of, area) : null));
    }

    /// <summary>Who may word a topic anew follows from the area that proposed it.</summary>
    private static Task<Done> Revise(Post<TopicBody> post)
    {
        var topic = TopicOf(post["topicId"], post.Body with { AreaId = null });
        return Run(post, topic.Id, of => new DeliberationCommand.ReviseTopic(
            topic, DeliberationReading.ProposerOf(post.Rows, of.Id, topic.Id) is { } area
                ? post.VoiceOf(of, area) : null));
    }

    private static Task<Done> Give(Post<OpinionBody> post)
    {
        var body = post.Body;
        Post.Reference(body.AreaId, "areaId");
        Post.Reference(body.TopicId, "topicId");
        var (coded, own) = Reasons(body.Reasons);
        return Run(post, body.TopicId, of => new DeliberationCommand.GiveOpinion(
            post.VoiceOf(of, body.AreaId), body.TopicId, body.Recommendation, body.Difficulty, coded,
            post.Text(own, "reasons", of.Id), body.OnPaper, body.On is not null));
    }

    /// <summary>By the form: on to the next topic that the area has not rated, as long as there is one.</summary>
    private static async Task<Done> GiveOneByOne(Post<OpinionBody> post)
    {
        var (done, id, area) = (await Give(post), post["id"], post.Body.AreaId);
        return done.Accepted && DeliberationReading.NextUnrated(post.Rows, id, area) is { } next
            ? done with { Elsewhere = $"/deliberations/{id}/opinions/new?area={area}&topic={next}&done=rated" } : done;
    }

    private static Task<Done> Decide(Post<DecisionBody> post)
    {
        Post.Reference(post.Body.TopicId, "topicId");
        return Run(post, post["id"], of => new DeliberationCommand.Decide(
            post.Body.TopicId, post.Text(post.Body.Rationale, "rationale", of.Id)));
    }

    private static Topic TopicOf(string id, TopicBody body) => new(
        id, body.Title, body.Goal, body.Strategy, body.Resources, body.Stakeholders, body.Audience, body.Implementers,
        body.AreaId is { } area ? Post.Reference(area, "areaId") : null);

    private static (Items<DifficultyReason> Coded, string? Own) Reasons(Items<string> reasons)
    {
        var known = Enum.GetValues<DifficultyReason>().ToDictionary(reason => RowText.Of(reason));
        var coded = reasons.Where(known.ContainsKey).Select(reason => known[reason]).ToArray();
        var own = reasons.Where(reason => !known.ContainsKey(reason) && reason.Trim().Length > 0).ToArray();
        if (own.Length > 0 && !coded.Contains(DifficultyReason.Other)) coded = [.. coded, DifficultyReason.Other];
        return ([.. coded], own.Length == 0 ? null : string.Join('\n', own));
    }

    private static Task<Done> Run(Post post, string id, Func<DeliberationOf, object> command)
    {
        var of = post.Rows.RequireDeliberation(post["id"]);
        return post.Run(
            Deliberation.Boundary.Stream(of.Id), () => command(of),
            post.Caller.Coordinates(of.AllianceId, of.RegionCode), id);
    }
}
