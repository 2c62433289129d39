using System.Text.Json.Nodes;
using Federation.Log;
using Federation.Tests.Help;
using Federation.Tests.Pages;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Http;

/// <summary>What a Process parked is shown to administrators, and goes on in order once one of them says so.</summary>
public class ParkedTests
{
    private const string Process = "slot-booking.v1";

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task What_is_parked_goes_on_in_order_when_an_administrator_says_so(string kind)
    {
        var town = await HelpTown.On(kind);
        var admin = await town.Registry.Product.SignedIn();
        var (booking, first) = await Stopped(town);
        var waiting = await Behind(admin, booking);
        var behind = (long)waiting[1]["position"]!;
        Assert.Equal([false, true], waiting.Select(row => (bool)row["waiting"]!));
        Assert.Equal("A fault of the test.", (string)waiting[0]["error"]!);
        Assert.Equal("help.slot-booked.v1", (string)waiting[1]["event"]!);
        Assert.Equal(404, (await town.Coordinator.Get($"/requests/{booking}")).Status);

        var refused = await admin.Post($"/parked/{Process}/{behind}/retry");
        Assert.Equal((409, "parked-behind-another"), (refused.Status, refused.Code));
        var (key, path) = (Guid.NewGuid(), $"/parked/{Process}/{first}/retry");
        var done = await admin.Post(path, key: key);
        await town.UntilState(booking, "accepted");
        var again = await admin.Post(path, key: key);

        Assert.Equal((200, done.Text), (again.Status, again.Text));
        Assert.Empty(Of(await admin.Read("/parked?limit=500"), booking));
        var audit = await admin.Read($"/audit?stream=parked/{Process}/{first}");
        Assert.Equal("processes.retry-asked.v1", (string)audit["items"]![0]!["what"]!);
        Assert.Equal(404, (await admin.Post($"/parked/{Process}/{behind}/retry")).Status);
    }

    [Fact]
    public async Task The_page_shows_it_and_has_it_tried_again()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var (booking, first) = await Stopped(town);
        var admin = await PageClient.Of(town.Registry.Product, "admin");
        await Behind(await town.Registry.Product.SignedIn(), booking);

        var page = await admin.Read("/admin/parked?limit=500&lang=en");
        Assert.Contains("A fault of the test.", page.Text);
        var told = await admin.Done(page.Form($"/admin/parked/{Process}/{first}/retry"));

        Assert.Contains("It is being tried again", told.Text);
        await town.UntilState(booking, "accepted");
        Assert.Contains("Had stopped work tried again", (await admin.Read("/admin/audit")).Text);
    }

    /// <summary>An earlier event of the booking's key did not go well; the booking then waits behind it.</summary>
    private static async Task<(string Booking, long First)> Stopped(HelpTown town)
    {
        var log = town.Registry.Product.Services.GetRequiredService<EventLog>();
        var (slotId, booking) = (await town.Slot(), $"b{Guid.NewGuid():N}");
        var first = log.StoredPosition();
        await log.Write(Rowset.Put(log.Parked, Process, first, booking, "A fault of the test.", 1L));
        await town.ReceiverStaff.Done(
            $"/mentors/{town.Mentor}/bookings", new { id = booking, slotId, organisationId = town.Receiver });
        return (booking, first);
    }

    /// <summary>Parking moves no position, so it is asked for until it is there.</summary>
    private static async Task<JsonNode[]> Behind(Client admin, string booking)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (Of(await admin.Read("/parked?limit=500"), booking) is { Length: 2 } rows) return rows;
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    private static JsonNode[] Of(JsonNode read, string key) =>
        [.. read["items"]!.AsArray().Where(row => (string)row!["key"]! == key).Select(row => row!)];
}
