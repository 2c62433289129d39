using Federation.Tests.Pages;
using Federation.Tests.Rig;

namespace Federation.Tests.Help;

/// <summary>Confirmed minutes are official: setting them right changes every figure that rests on them.</summary>
public class CorrectionTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task A_correction_changes_ledger_figures_and_the_mentors_month_and_both_sides_see_why(string kind)
    {
        var town = await HelpTown.Alone(kind);
        var request = await Confirmed(town);
        var before = await Figures(town);

        var (path, body, key) = (
            $"/requests/{request}/correction", new { minutes = 90, personTimes = 25, reason = "双方核对签到表" },
            Guid.NewGuid());
        var staff = await town.ProviderStaff.Post(path, body);
        Assert.Equal((403, "not-allowed"), (staff.Status, staff.Code));
        var bare = await town.Coordinator.Post(path, new { minutes = 90, reason = " " });
        Assert.Equal((409, "reason-missing"), (bare.Status, bare.Code));
        var done = await town.Coordinator.Post(path, body, key);
        Assert.Equal(200, done.Status);
        Assert.Equal(done.Text, (await town.Coordinator.Post(path, body, key)).Text);

        var after = await Figures(town);
        Assert.Equal((before.Ledger + 30, before.Region + 30, before.Month + 30, before.Deliveries), after);
        foreach (var side in new[] { town.ProviderStaff, town.ReceiverStaff })
        {
            var read = await side.Read($"/requests/{request}");
            var correction = Assert.Single(read["corrections"]!.AsArray())!;
            Assert.Equal((90L, 25L), ((long)read["delivery"]!["minutes"]!, (long)read["delivery"]!["personTimes"]!));
            Assert.Equal((60L, 20L), ((long)correction["wasMinutes"]!, (long)correction["wasPersonTimes"]!));
            Assert.Equal(("双方核对签到表", $"{HelpTown.Today:yyyy-MM-dd}"),
                ((string)correction["reason"]!, (string)correction["on"]!));
        }
    }

    [Fact]
    public async Task A_coordinator_corrects_on_the_page_and_the_receiver_reads_it_there()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var page = $"/requests/{await Confirmed(town)}";
        var admin = await PageClient.Of(town.Registry.Product, "admin");

        var form = (await admin.Read(page)).Form(page + "/correction");
        var told = await admin.Done(form.Fill("minutes", "45").Fill("reason", "少记了休息时间"));

        Assert.Contains("已更正，双方都能看到", told.Text);
        Assert.Contains("少记了休息时间", told.Text);
        Assert.Contains("45分钟", told.Text);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Minutes_of_a_period_are_marked_only_for_illustrations_within_it(string kind)
    {
        var town = await HelpTown.Alone(kind);
        await Confirmed(town);
        var on = HelpTown.Today.AddDays(-40);
        var wish = new Dictionary<string, object?>(town.Wish())
        {
            ["from"] = on, ["to"] = on, ["illustrative"] = true, ["on"] = on,
        };
        var shown = await town.Coordinator.Made("/requests", wish);
        await town.Coordinator.Done(
            $"/requests/{shown}/delivery", new { minutes = 45, on, organisationId = town.Provider });
        await town.Coordinator.Done($"/requests/{shown}/confirmation", new { rating = 4 });

        async Task<(long, bool)> Minutes(DateOnly from)
        {
            var read = await town.Coordinator.Read($"/coverage/{town.Registry.Town}?from={from:yyyy-MM-dd}");
            var figure = read["figures"]!.AsArray().Single(f => (string)f!["key"]! == "supportMinutes")!;
            return ((long)figure["value"]!, (bool?)figure["illustrative"] ?? false);
        }

        Assert.Equal((105, true), await Minutes(on));
        Assert.Equal((60, false), await Minutes(HelpTown.Today));
    }

    private static async Task<string> Confirmed(HelpTown town)
    {
        var request = await town.Delivered();
        await town.ReceiverStaff.Done($"/requests/{request}/confirmation", new { rating = 5, comment = "谢谢" });
        return request;
    }

    private static async Task<(long Ledger, long Region, long Month, long Deliveries)> Figures(HelpTown town)
    {
        var totals = (await town.Help())["totals"]!;
        var figures = (await town.Coordinator.Read($"/coverage/{town.Registry.Town}"))["figures"]!.AsArray();
        var mentor = await town.Coordinator.Read($"/mentors/{town.Mentor}");
        return (
            (long)totals["minutes"]!,
            (long)figures.Single(f => (string)f!["key"]! == "supportMinutes")!["value"]!,
            (long)mentor["months"]![0]!["deliveredMinutes"]!, (long)totals["deliveries"]!);
    }
}
