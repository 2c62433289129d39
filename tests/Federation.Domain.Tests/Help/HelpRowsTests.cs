using Federation.Domain;
using Federation.Domain.Help;
using Federation.Log;
using Federation.Log.Help;

namespace Federation.Tests.Help;

public class HelpRowsTests
{
    private static readonly DateTimeOffset Ten = new(2026, 3, 5, 10, 0, 0, Days.Shanghai);
    private static readonly DateOnly Given = new(2026, 2, 27);
    private static readonly DateOnly ConfirmedOn = new(2026, 3, 2);

    private static readonly Wish Wish = new(
        "south", "town", RequestKind.Mentor, "剪纸", Given, Given, null, "snacks", null, null, "440605121201",
        Illustrative: true);

    private static readonly Delivery Delivery = new("north", "town", "grace", null, "snacks", Given, 90, 20);

    private readonly Dictionary<string, Dictionary<string, object?>> _rows = [];

    [Fact]
    public void Confirmed_help_counts_on_the_day_it_was_given()
    {
        Apply("request/r1", new RequestEvent.DeliveryConfirmed(Wish, Delivery, new(5, null)));
        var real = Wish with { Illustrative = false };
        Apply("request/r2", new RequestEvent.DeliveryConfirmed(real, Delivery, new(4, null)));

        var day = $"help_days/town/north/grace//south/440605121201/剪纸/{Given}";
        AssertRow(
            day, ("minutes", 180L), ("deliveries", 2L), ("person_times", 40L), ("rating_sum", 9L),
            ("illustrative", 1L));
        AssertRow("mentors/grace", ("minutes", 180L), ("rating_sum", 9L), ("ratings", 2L));
        AssertRow("mentor_months/grace/2026-02", ("delivered_minutes", 180L));
    }

    [Fact]
    public void A_correction_counts_on_the_day_of_the_help_and_only_the_difference()
    {
        Apply("request/r1", new RequestEvent.DeliveryConfirmed(Wish, Delivery, new(5, null)));
        var right = Delivery with { Minutes = 60, PersonTimes = null };
        Apply("request/r1", new RequestEvent.ConfirmedHelpCorrected(Wish, right, Delivery, "why"));

        AssertRow(
            $"help_days/town/north/grace//south/440605121201/剪纸/{Given}", ("minutes", 60L), ("deliveries", 1L),
            ("person_times", 0L), ("rating_sum", 5L), ("illustrative", 1L));
        AssertRow("mentors/grace", ("minutes", 60L), ("deliveries", 1L), ("ratings", 1L));
        AssertRow("mentor_months/grace/2026-02", ("delivered_minutes", 60L), ("deliveries", 1L));
        AssertRow("requests/r1", ("state", "confirmed"), ("minutes", 60L), ("person_times", null));
        AssertRow(
            "help_corrections/r1/1", ("corrected_on", ConfirmedOn), ("minutes", 60L), ("was_minutes", 90L),
            ("was_person_times", 20L), ("reason_id", "why"));
    }

    [Fact]
    public void A_corrected_run_reaches_the_package_too()
    {
        var right = Delivery with { Minutes = 60 };
        var corrected = new RequestEvent.ConfirmedHelpCorrected(Wish, right, Delivery, "why");
        var happened = new Happened(8, "request/r1", 5, ConfirmedOn, Askers.Now, "coordinator", corrected);
        Assert.Equal("snacks", LibraryRuns.Process.Key(happened));
        var effect = Assert.Single(LibraryRuns.Process.React(happened));
        var command = Assert.IsType<LibraryCommand.CorrectRun>(effect.Command);

        Apply("library/snacks", new LibraryEvent.RunRecorded(
            1, new("r1", "north", "south", Given, 90, 20, 5, Illustrative: true)));
        Apply("library/snacks", new LibraryEvent.RunCorrected(command.RequestId, command.Run, command.Replaced));
        AssertRow("library_runs/snacks/r1", ("minutes", 60L), ("person_times", 20L), ("rating", 5L));
        AssertRow("library_items/snacks", ("runs", 1L), ("minutes", 60L), ("person_times", 20L), ("ratings", 1L));
    }

    [Fact]
    public void A_teams_corrected_help_is_the_teams()
    {
        var byTeam = Delivery with { MentorId = null, TeamId = "kapok" };
        Apply("request/r1", new RequestEvent.DeliveryConfirmed(Wish, byTeam, new(5, null)));
        Apply("request/r1", new RequestEvent.ConfirmedHelpCorrected(Wish, byTeam with { Minutes = 30 }, byTeam, "why"));
        AssertRow("teams/kapok", ("minutes", 30L), ("deliveries", 1L));
    }

    [Fact]
    public void Help_that_nobody_confirmed_does_not_count()
    {
        Apply("request/r1", new RequestEvent.RequestOpened(Wish));
        Apply("request/r1", new RequestEvent.DeliveryRecorded(Delivery));
        Apply("request/r1", new RequestEvent.DeliveryCorrected(Delivery with { Minutes = 60 }));

        Assert.Equal(["requests/r1"], _rows.Keys);
        AssertRow("requests/r1", ("state", "delivered"), ("minutes", 60L));
    }

    [Fact]
    public void A_teams_help_is_the_teams()
    {
        var byTeam = Delivery with { MentorId = null, TeamId = "kapok", AllianceId = null };
        Apply("request/r1", new RequestEvent.DeliveryConfirmed(Wish, byTeam, new(5, null)));

        Assert.Contains($"help_days//north//kapok/south/440605121201/剪纸/{Given}", _rows.Keys);
        AssertRow("teams/kapok", ("minutes", 90L));
        Assert.DoesNotContain(_rows.Keys, key => key.StartsWith("mentor", StringComparison.Ordinal));
    }

    [Fact]
    public void A_booking_and_its_cancelling_leave_the_workload_as_it_was()
    {
        const string march = "mentor-month/grace/2026-03";
        Apply(march, new MentorMonthEvent.SlotOffered(
            "202603-a", Ten, Ten.AddHours(2), null, "north", "town", Illustrative: false));
        Apply(march, new MentorMonthEvent.SlotBooked(
            "b1", "202603-a", Ten, Ten.AddHours(2), null, "south", null, "剪纸", "440605121201", "north", "town", false));
        AssertRow("mentor_slots/grace/202603-a", ("state", "booked"), ("booking", "b1"));
        AssertRow("bookings/grace/b1", ("request", "b1"), ("state", "booked"));
        AssertRow("mentor_months/grace/2026-03", ("booked_minutes", 120L));

        Apply(march, new MentorMonthEvent.BookingCancelled("b1", "202603-a", "b1", 120, null));
        AssertRow("mentor_slots/grace/202603-a", ("state", "free"), ("booking", null));
        AssertRow("bookings/grace/b1", ("state", "cancelled"));
        AssertRow("mentor_months/grace/2026-03", ("booked_minutes", 0L), ("offered_minutes", 120L));
    }

    [Fact]
    public void A_taken_slot_shows_on_the_board_as_the_reason()
    {
        var offer = new Offer("o1", "north", "town", "grace", new("202603-a", Ten, Ten.AddHours(2)), null, null);
        Apply("request/r1", new RequestEvent.RequestOpened(Wish));
        Apply("request/r1", new RequestEvent.OfferMade(offer));
        AssertRow("requests/r1", ("state", "matched"));
        Apply("request/r1", new RequestEvent.OfferAccepted(offer, Wish, new("b1", "grace", "202603-a")));
        AssertRow("requests/r1", ("state", "booking"), ("booking", "b1"), ("provider", "north"));
        Apply("request/r1", new RequestEvent.SlotRefusedV1("o1", "b1", "slot-taken"));
        AssertRow("requests/r1", ("state", "open"), ("reason", "slot-taken"), ("booking", null), ("provider", null));
        Apply("request/r1", new RequestEvent.SlotRefused("o1", "b1", "slot-not-offered", RequestStage.Matched));
        AssertRow("requests/r1", ("state", "matched"), ("reason", "slot-not-offered"));
        Apply("request/r1", new RequestEvent.SlotRefused("o1", "b1", "slot-taken", RequestStage.Open));
        AssertRow("requests/r1", ("state", "open"), ("reason", "slot-taken"), ("booking", null), ("provider", null));
        AssertRow("offers/r1/o1", ("state", "lapsed"));
    }

    [Fact]
    public void A_confirmed_run_reaches_the_package_and_its_rating()
    {
        var confirmed = new RequestEvent.DeliveryConfirmed(Wish, Delivery, new(5, null));
        var happened = new Happened(7, "request/r1", 4, ConfirmedOn, Askers.Now, "south", confirmed);
        Assert.Equal("snacks", LibraryRuns.Process.Key(happened));
        var effect = Assert.Single(LibraryRuns.Process.React(happened));
        Assert.Equal("library/snacks", effect.Stream);
        var run = Assert.IsType<LibraryCommand.RecordRun>(effect.Command).Run;

        Apply("library/snacks", new LibraryEvent.RunRecorded(1, run));
        AssertRow("library_runs/snacks/r1", ("day", Given), ("receiver", "south"), ("minutes", 90L));
        AssertRow("library_items/snacks", ("runs", 1L), ("rating_sum", 5L), ("ratings", 1L));
    }

    [Fact]
    public void Help_without_a_package_is_no_run()
    {
        var confirmed = new RequestEvent.DeliveryConfirmed(Wish, Delivery with { LibraryItemId = null }, new(5, null));
        var happened = new Happened(7, "request/r1", 4, ConfirmedOn, Askers.Now, "south", confirmed);
        Assert.Null(LibraryRuns.Process.Key(happened));
        Assert.Empty(LibraryRuns.Process.React(happened));
    }

    [Fact]
    public void Lists_and_enumerations_stand_as_on_the_wire()
    {
        Apply("mentor/grace", new MentorEvent.MentorNominated(
            "p1", "north", "town", ["剪纸"], [MentorMode.OnSiteGuidance], Illustrative: false));
        AssertRow("mentors/grace", ("topics", """["剪纸"]"""), ("modes", """["on-site-guidance"]"""));
    }

    private void AssertRow(string key, params (string Column, object? Value)[] expected) =>
        Assert.All(expected, cell => Assert.Equal(cell.Value, _rows[key][cell.Column]));

    // Folds changes as the log does, and holds every change to the table's own columns.
    private void Apply(string stream, object body)
    {
        var stored = new StoredEvent(1, stream, 1, "", ConfirmedOn, Askers.Now, "somebody", "key", body);
        foreach (var change in Catalogue.Product.Projections.SelectMany(projection => projection.Apply(stored)))
        {
            Assert.Contains(change.Table, Catalogue.Product.Tables);
            Assert.Equal(change.Table.Key.Length, change.Key.Length);
            var key = $"{change.Table.Name}/{string.Join('/', change.Key)}";
            var row = _rows.TryGetValue(key, out var known) ? known : _rows[key] = [];
            foreach (var (column, value) in change.Values)
            {
                var declared = Assert.Single(change.Table.Columns, candidate => candidate.Name == column);
                Assert.False(declared.Type == ColumnType.Text && value is long or int or bool or DateTimeOffset);
                Assert.False(declared.Type == ColumnType.Number && value is string or DateOnly);
                row[column] = change.Kind == ChangeKind.Add
                    ? (row.GetValueOrDefault(column) as long? ?? 0) + (long)value!
                    : value;
            }
        }
    }
}
