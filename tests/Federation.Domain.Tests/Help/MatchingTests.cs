using Federation.Domain;
using Federation.Domain.Help;

namespace Federation.Tests.Help;

public class MatchingTests
{
    private static readonly Wanted Wanted = new(RequestKind.Mentor, "剪纸", new(2026, 3, 5), new(2026, 3, 12));

    private static readonly Candidate Ada = new(
        "ada", "north", "ada", null, null, ["剪纸"], [MentorMode.ExperienceSharing], 240, DistanceClass.SameTown,
        new(2026, 2, 1), 8, 2, 300);

    private static readonly Candidate Bob = Ada with { Id = "bob", MentorId = "bob" };

    private static Items<Match> Rank(params Candidate[] candidates) => Matching.Rank(Wanted, candidates, Askers.Today);

    private static Reason ReasonOf(string fact, Candidate candidate) =>
        Rank(candidate)[0].Reasons.Single(reason => reason.Fact == fact);

    public static TheoryData<string, Candidate> BetterInOneFact => new()
    {
        { "topic", Ada with { Topics = ["剪纸"] } },
        { "free-minutes", Ada with { FreeMinutes = 360 } },
        { "distance", Ada with { Distance = DistanceClass.SameArea } },
        { "modes", Ada with { Modes = [MentorMode.ExperienceSharing, MentorMode.OnSiteGuidance] } },
        { "last-help", Ada with { LastHelpOn = new(2026, 1, 1) } },
        { "rating", Ada with { RatingSum = 10 } },
        { "workload", Ada with { WorkloadMinutes = 60 } },
    };

    [Theory]
    [MemberData(nameof(BetterInOneFact))]
    public void Changing_one_fact_changes_rank_and_that_reason_only(string fact, Candidate better)
    {
        var plain = fact == "topic" ? Ada with { Topics = ["舞蹈"] } : Ada;
        var second = better with { Id = "bob", MentorId = "bob" };

        // As long as nothing differs, the id decides; the better fact then puts bob first.
        var equal = plain with { Id = "bob", MentorId = "bob" };
        Assert.Equal(["ada", "bob"], Rank(plain, equal).Select(match => match.Candidate.Id));
        Assert.Equal(["bob", "ada"], Rank(plain, second).Select(match => match.Candidate.Id));

        var differing = Rank(plain)[0].Reasons.Zip(Rank(second)[0].Reasons)
            .Where(pair => pair.First != pair.Second).ToList();
        var (before, after) = Assert.Single(differing);
        Assert.Equal(fact, after.Fact);
        Assert.NotEqual(before.Value, after.Value);
        Assert.NotEqual(before.Zh, after.Zh);
        Assert.NotEqual(before.En, after.En);
        Assert.True(after.Points > before.Points);
    }

    [Fact]
    public void Reasons_state_the_facts_themselves()
    {
        Assert.Equal("2026-02-01", ReasonOf("last-help", Ada).Value);
        Assert.Equal("最近一次互助在 2026-02-01", ReasonOf("last-help", Ada).Zh);
        Assert.Equal("4 hours free from 2026-03-05 to 2026-03-12", ReasonOf("free-minutes", Ada).En);
        Assert.Equal("平均评分 4.0(共 2 次)", ReasonOf("rating", Ada).Zh);
        Assert.Equal("same-town", ReasonOf("distance", Ada).Value);
        Assert.Equal("not rated yet", ReasonOf("rating", Ada with { Ratings = 0 }).En.ToLowerInvariant());
    }

    [Fact]
    public void The_score_is_the_sum_of_the_reasons() =>
        Assert.All(Rank(Ada, Bob), match => Assert.Equal(match.Reasons.Sum(reason => reason.Points), match.Score));

    [Fact]
    public void Whom_the_receiver_asked_for_comes_first()
    {
        var asked = Matching.Rank(
            Wanted with { MentorId = "bob" }, [Ada, Bob with { Topics = [], Distance = DistanceClass.Farther }],
            Askers.Today);
        Assert.Equal("bob", asked[0].Candidate.Id);
        Assert.Equal("asked-for", asked[0].Reasons[0].Fact);
    }

    [Fact]
    public void A_package_asked_for_comes_first()
    {
        var package = new Candidate(
            "snacks", "west", null, null, "snacks", [], [], 0, DistanceClass.Farther, null, 0, 0, 0);
        var ranked = Matching.Rank(Wanted with { LibraryItemId = "snacks" }, [Ada, package], Askers.Today);
        Assert.Equal("snacks", ranked[0].Candidate.Id);
        Assert.DoesNotContain(ranked[0].Reasons, reason => reason.Fact is "free-minutes" or "modes");
    }

    [Fact]
    public void There_are_only_so_many_matches() =>
        Assert.Equal(
            Matching.MatchesMax,
            Matching.Rank(
                Wanted, Enumerable.Range(0, Matching.MatchesMax + 5).Select(i => Ada with { Id = $"c{i}" }),
                Askers.Today).Count);
}
