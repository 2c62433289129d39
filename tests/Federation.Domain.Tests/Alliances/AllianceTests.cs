using Federation.Domain;
using Federation.Domain.Alliances;
using Federation.Log.Alliances;
using static Federation.Domain.Alliances.Alliance;
using static Federation.Domain.Alliances.AllianceCommand;
using static Federation.Domain.Alliances.AllianceEvent;

namespace Federation.Tests.Alliances;

public class AllianceTests
{
    private const string Town = "440605121";
    private const string Xinlong = Town + "201";
    private const string Shangxi = Town + "206";
    private static readonly Name East = new("东片区");
    private static readonly DateOnly Tomorrow = Askers.Today.AddDays(1);
    private static readonly AllianceProfile Profile =
        new(new("九江镇街坊会志愿服务总队"), [new("互助", "mutual help")], [new("九江镇综合治理办公室")]);
    private static readonly Founded First = new(Profile, Town, AllianceKind.TownFederation, null, null, false);
    private static readonly AreaAdded EastAdded = new("east", East, [Xinlong]);

    private static Spec<AllianceState, AllianceCommand, AllianceEvent> Given(params AllianceEvent[] events) =>
        new(Decider("jiujiang"), events, Askers.Coordinator);

    private static FoundAlliance Ask(
        AllianceKind kind = AllianceKind.TownFederation, string region = Town, AllianceFacts? parent = null) =>
        new(Profile, region, kind, parent);

    [Fact]
    public void A_federation_is_founded_also_when_the_day_is_not_known() => Given().When(Ask()).Then(First);

    [Fact]
    public void A_smaller_alliance_stands_below_the_towns() =>
        Given().When(Ask(AllianceKind.CommunityAlliance, Xinlong, new("town", Town)))
            .Then(First with { RegionCode = Xinlong, Kind = AllianceKind.CommunityAlliance, ParentId = "town" });

    [Fact]
    public void Only_a_coordinator_founds() =>
        Given().By(Askers.Nobody).When(Ask()).ThenRefused(Asked.Refusals.NotCoordinator);

    [Fact]
    public void Nobody_founds_for_tomorrow() =>
        Given().By(Askers.Coordinator.On(Tomorrow)).When(Ask()).ThenRefused(Asked.Refusals.DayInFuture);

    [Fact]
    public void An_id_is_founded_once() =>
        Given(First).When(Ask(AllianceKind.TopicAlliance)).ThenRefused(Refusals.AlreadyFounded);

    [Theory]
    [InlineData(AllianceKind.TownFederation, "440605"), InlineData(AllianceKind.TownFederation, Xinlong)]
    [InlineData(AllianceKind.CommunityAlliance, "440605"), InlineData(AllianceKind.CommunityAlliance, Town + "401")]
    [InlineData(AllianceKind.TopicAlliance, Town + "401"), InlineData(AllianceKind.TopicAlliance, "x")]
    public void The_region_fits_the_kind(AllianceKind kind, string region) =>
        Given().When(Ask(kind, region)).ThenRefused(Refusals.RegionUnfit);

    [Theory]
    [InlineData("other", "440605122"), InlineData("jiujiang", Town)]
    public void The_alliance_above_is_another_that_contains_it(string id, string region) =>
        Given().When(Ask(parent: new(id, region))).ThenRefused(Refusals.ParentElsewhere);

    [Fact]
    public void It_was_not_founded_in_the_future()
    {
        Given().When(Ask() with { FoundedOn = Tomorrow }).ThenRefused(Refusals.FoundedInFuture);
        Given(First).When(new StateFounding(Tomorrow)).ThenRefused(Refusals.FoundedInFuture);
    }

    [Fact]
    public void It_needs_a_name()
    {
        Given().When(Ask() with { Profile = Profile with { Name = new("") } }).ThenRefused(Refusals.NameUnfit);
        Given(First).When(new ChangeProfile(Profile with { Guidance = [new(" ")] })).ThenRefused(Refusals.NameUnfit);
        Given(First).When(new AddArea("west", new(""), [])).ThenRefused(Refusals.NameUnfit);
    }

    [Fact]
    public void Principles_and_guidance_are_bounded()
    {
        Name[] Many(int n) => [.. Enumerable.Repeat(East, n)];
        Given(First).When(new ChangeProfile(Profile with { Principles = [.. Many(PrinciplesMax + 1)] }))
            .ThenRefused(Refusals.TooManyWords);
        Given().When(Ask() with { Profile = Profile with { Guidance = [.. Many(GuidanceMax + 1)] } })
            .ThenRefused(Refusals.TooManyWords);
    }

    [Fact]
    public void What_was_not_founded_cannot_be_changed() =>
        Given().When(new StateFounding(null)).ThenRefused(Asked.Refusals.NotFound);

    [Fact]
    public void Guidance_and_founding_are_stated_later()
    {
        var changed = Profile with { Guidance = [] };
        Given(First).When(new ChangeProfile(changed)).Then(new ProfileChanged(changed));
        Given(First).When(new StateFounding(Askers.Today)).Then(new FoundingStated(Askers.Today));
        Given(First, new FoundingStated(Askers.Today)).When(new StateFounding(null)).Then(new FoundingStated(null));
    }

    [Fact]
    public void An_area_is_added_also_when_its_villages_are_not_known()
    {
        Given(First).When(new AddArea("east", East, [Xinlong])).Then(EastAdded);
        Given(First).When(new AddArea("east", East, [])).Then(EastAdded with { VillageCodes = [] });
    }

    [Fact]
    public void An_areas_id_is_taken_once() =>
        Given(First, EastAdded).When(new AddArea("east", East, [Shangxi])).ThenRefused(Refusals.AreaExists);

    [Theory]
    [InlineData("440605122001"), InlineData(Town + "401"), InlineData(Town)]
    public void An_area_takes_only_villages_of_the_region(string code)
    {
        Given(First).When(new AddArea("east", East, [code])).ThenRefused(Refusals.VillageElsewhere);
        Given(First, EastAdded).When(new ChangeArea("east", East, [code])).ThenRefused(Refusals.VillageElsewhere);
    }

    [Fact]
    public void A_village_is_in_at_most_one_area()
    {
        Given(First, EastAdded).When(new AddArea("west", East, [Xinlong])).ThenRefused(Refusals.VillageTwice);
        Given(First).When(new AddArea("west", East, [Xinlong, Xinlong])).ThenRefused(Refusals.VillageTwice);
        Given(First, EastAdded, new AreaAdded("west", East, [Shangxi]))
            .When(new ChangeArea("west", East, [Shangxi, Xinlong])).ThenRefused(Refusals.VillageTwice);
    }

    [Fact]
    public void An_area_changes_and_says_who_left() =>
        Given(First, EastAdded).When(new ChangeArea("east", new("新东片区"), [Shangxi]))
            .Then(new AreaChanged("east", new("新东片区"), [Shangxi], [Xinlong]));

    [Fact]
    public void An_area_changes_its_name_or_its_villages_alone()
    {
        Given(First, EastAdded).When(new ChangeArea("east", new("新东片区"), [Xinlong]))
            .Then(new AreaChanged("east", new("新东片区"), [Xinlong], []));
        Given(First, EastAdded).When(new ChangeArea("east", East, [Shangxi]))
            .Then(new AreaChanged("east", East, [Shangxi], [Xinlong]));
    }

    [Fact]
    public void Areas_are_bounded() =>
        Given([First, .. Enumerable.Range(0, AreasMax).Select(n => new AreaAdded($"a{n}", East, []))])
            .When(new AddArea("more", East, [])).ThenRefused(Refusals.TooManyAreas);

    [Fact]
    public void Only_an_area_that_exists_is_changed_or_represented()
    {
        Given(First).When(new ChangeArea("east", East, [])).ThenRefused(Refusals.NoSuchArea);
        Given(First).When(new AppointRepresentative("east", "p1")).ThenRefused(Refusals.NoSuchArea);
    }

    [Fact]
    public void A_representative_is_appointed_and_the_seat_can_fall_vacant()
    {
        var appointed = new RepresentativeAppointed("east", "p1");
        Given(First, EastAdded).When(new AppointRepresentative("east", "p1")).Then(appointed);
        Given(First, EastAdded, appointed).When(new AppointRepresentative("east", null))
            .Then(appointed with { PersonId = null });
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void However_areas_are_changed_no_village_is_ever_in_two(int seed)
    {
        var (random, decider) = (new Random(seed), Decider("jiujiang"));
        var state = decider.Fold(decider.Initial, [First]);
        var rows = new RowFold(AllianceRows.Projection);
        for (var turn = 0; turn < 2_000; turn++)
        {
            var count = random.Next(4);
            Items<string> villages = [.. Enumerable.Range(0, count).Select(_ => $"{Town}{201 + random.Next(6)}")];
            var area = $"a{random.Next(4)}";
            AllianceCommand command = random.Next(2) == 0
                ? new AddArea(area, East, villages) : new ChangeArea(area, East, villages);
            var decision = decider.Decide(state, command, Askers.Coordinator);
            state = decider.Fold(state, decision.Events);
            rows.On("alliance/jiujiang", Askers.Today, [.. decision.Events]);
        }

        var inAreas = state.Areas
            .SelectMany(a => a.Value.VillageCodes.Select(v => (Village: v, Area: a.Key))).Order().ToArray();
        var inRows = rows.Rows(AllianceRows.AreaVillages).Select(r => (r["village"]!, r["area"]!));
        Assert.Equal(inAreas.Select(v => v.Village).Distinct(), inAreas.Select(v => v.Village));
        Assert.Equal(inAreas, inRows.Order());
    }
}
