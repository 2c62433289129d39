using Federation.Domain;
using Federation.Domain.Places;
using Federation.Log.Places;
using static Federation.Domain.Places.Town;
using static Federation.Domain.Places.TownCommand;
using static Federation.Domain.Places.TownEvent;

namespace Federation.Tests.Places;

public class TownTests
{
    private const string Here = "440605121";
    private const string Xinlong = Here + "201";
    private const string Park = Here + "401";
    private static readonly Name Jiujiang = new("九江镇", "Jiujiang Town");
    private static readonly Name Village = new("新龙村委会");
    private static readonly Name Renamed = new("新龙社区居委会");
    private static readonly DateOnly CodesOf = new(2023, 6, 30);
    private static readonly DateOnly May = new(2024, 5, 1);
    private static readonly DateOnly June = new(2024, 6, 1);
    private static readonly TownAdopted Adopted =
        new(Jiujiang, CodesOf, [new(Xinlong, Village), new(Park, new("物流产业园九江片一区社区"))]);

    private static Spec<TownState, TownCommand, TownEvent> Given(params TownEvent[] events) =>
        new(Decider(Here), events, Askers.Coordinator);

    private static ChangeVillages Import(params VillageLine[] lines) => new([.. lines]);

    private static AdoptTown Adopt(params VillageFacts[] villages) =>
        new(Jiujiang, CodesOf, [.. villages]);

    [Fact]
    public void A_town_is_adopted_with_its_villages_and_the_date_of_their_codes() =>
        Given().When(new AdoptTown(Jiujiang, CodesOf, Adopted.Villages)).Then(Adopted);

    [Fact]
    public void A_town_is_adopted_once() => Given(Adopted).When(Adopt()).ThenRefused(Refusals.AlreadyAdopted);

    [Fact]
    public void Only_a_place_at_town_level_is_adopted() =>
        new Spec<TownState, TownCommand, TownEvent>(Decider("440605"), [], Askers.Coordinator)
            .When(Adopt()).ThenRefused(Refusals.NotATown);

    [Fact]
    public void A_village_of_another_town_or_of_half_a_code_is_not_adopted()
    {
        Given().When(Adopt(new VillageFacts("440605122001", Village))).ThenRefused(Refusals.VillageElsewhere);
        Given().When(Adopt(new VillageFacts(Here + "1", Village))).ThenRefused(Refusals.VillageElsewhere);
    }

    [Fact]
    public void A_village_without_name_is_not_adopted() =>
        Given().When(Adopt(new VillageFacts(Xinlong, new(" ")))).ThenRefused(Refusals.NameUnfit);

    [Fact]
    public void A_town_has_a_bounded_number_of_villages() =>
        Given().When(Adopt([.. Enumerable.Repeat(new VillageFacts(Xinlong, Village), VillagesMax + 1)]))
            .ThenRefused(Refusals.TooManyVillages);

    [Fact]
    public void Imports_add_up_to_no_more_villages_than_the_bound() =>
        Given([
                .. Enumerable.Range(0, VillagesMax - 1).Select(n => new VillageAdded($"{Here}{n:000}", Village, May)),
                Adopted with { Villages = [new("extra", Village)] },
            ])
            .When(Import(new VillageLine($"{Here}999", Village, May))).ThenRefused(Refusals.TooManyVillages);

    [Fact]
    public void An_import_has_a_bounded_number_of_lines() =>
        Given(Adopted).When(Import([.. Enumerable.Repeat(new VillageLine(Xinlong, Village, May), LinesMax + 1)]))
            .ThenRefused(Refusals.TooManyVillages);

    [Fact]
    public void Only_a_coordinator_adopts_a_town() =>
        Given().By(Askers.Nobody).When(Adopt()).ThenRefused(Asked.Refusals.NotCoordinator);

    [Fact]
    public void Nobody_adopts_a_town_tomorrow() =>
        Given().By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(Adopt())
            .ThenRefused(Asked.Refusals.DayInFuture);

    [Fact]
    public void A_town_that_is_not_adopted_has_no_villages_to_change() =>
        Given().When(Import(new VillageLine(Xinlong, Village, May))).ThenRefused(Refusals.NotAdopted);

    [Fact]
    public void An_import_adds_renames_and_closes_by_date() =>
        Given(Adopted).When(Import(
                new VillageLine(Here + "299", new("新村"), May), new VillageLine(Xinlong, Renamed, May, June)))
            .Then(
                new VillageAdded(Here + "299", new("新村"), May),
                new VillageRenamed(Xinlong, Renamed, May, Always), new VillageClosed(Xinlong, June, May));

    [Fact]
    public void A_line_that_says_what_is_known_changes_nothing() =>
        Given(Adopted).When(Import(new VillageLine(Xinlong, Village, CodesOf))).Then();

    [Fact]
    public void An_old_line_imported_again_changes_nothing() =>
        Given(Adopted, new VillageRenamed(Xinlong, Renamed, May, Always))
            .When(Import(
                new VillageLine(Xinlong, Village, CodesOf), new VillageLine(Xinlong, Renamed, May)))
            .Then();

    [Fact]
    public void A_closed_village_comes_back_under_its_code() =>
        Given(Adopted, new VillageClosed(Xinlong, May, Always))
            .When(Import(new VillageLine(Xinlong, Renamed, June))).Then(new VillageAdded(Xinlong, Renamed, June));

    [Fact]
    public void A_change_before_a_recorded_one_is_refused() =>
        Given(Adopted, new VillageRenamed(Xinlong, Renamed, June, Always))
            .When(Import(new VillageLine(Xinlong, new("另名"), May))).ThenRefused(Refusals.BeforeLastTurn);

    [Fact]
    public void A_village_is_not_closed_before_its_last_name_began() =>
        Given(Adopted, new VillageRenamed(Xinlong, Renamed, June, Always))
            .When(Import(new VillageLine(Xinlong, Village, May, May.AddDays(1)))).ThenRefused(Refusals.BeforeLastTurn);

    [Fact]
    public void A_line_whose_beginning_is_refused_closes_nothing() =>
        Given(Adopted, new VillageRenamed(Xinlong, Renamed, June, Always))
            .When(Import(new VillageLine(Xinlong, new("另名"), May, June.AddDays(1))))
            .ThenRefused(Refusals.BeforeLastTurn);

    [Fact]
    public void A_village_does_not_end_before_it_begins() =>
        Given(Adopted).When(Import(new VillageLine(Xinlong, Village, June, May)))
            .ThenRefused(Refusals.ClosedBeforeOpened);

    [Fact]
    public void A_line_of_another_town_is_refused() =>
        Given(Adopted).When(Import(new VillageLine("440605122001", Village, May)))
            .ThenRefused(Refusals.VillageElsewhere);

    [Fact]
    public void A_line_without_name_is_refused() =>
        Given(Adopted).When(Import(new VillageLine(Xinlong, new(""), May))).ThenRefused(Refusals.NameUnfit);

    [Fact]
    public void A_change_of_tomorrow_is_refused() =>
        Given(Adopted).When(Import(new VillageLine(Xinlong, Renamed, Askers.Today.AddDays(1))))
            .ThenRefused(Asked.Refusals.DayInFuture);

    [Fact]
    public void The_rows_know_the_villages_of_any_day_and_mark_placeholders()
    {
        var rows = new RowFold(PlaceRows.Projection).On("town/" + Here, Askers.Today, Adopted,
            new VillageRenamed(Xinlong, Renamed, May, Always), new VillageClosed(Xinlong, June, May),
            new VillageAdded(Here + "299", Village, June));

        Assert.All([May.AddYears(-10), May, June], day => Assert.Equal(2, rows.CountOn(PlaceRows.Spells, day)));
        Assert.Equal(["0", "0", "1"], rows.Rows(PlaceRows.Villages).Select(row => row["placeholder"]).Order());
        Assert.Equal("2024-06-01", rows.Rows(PlaceRows.Villages).Single(row => row["code"] == Xinlong)["valid_to"]);
    }
}
