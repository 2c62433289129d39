using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Federation.Tests.Access;

/// <summary>What an organisation has of its own: its people, its help, its accounts.</summary>
public sealed partial class Estate
{
    private async Task KeepOwn()
    {
        (Ids["organisations"], Ids["organisationId"]) = (Organisation, Organisation);
        (Ids["alliances"], Ids["allianceId"]) = (Alliance, Alliance);
        (Ids["villageCode"], Ids["regions"], Ids["coverage"], Ids["places"]) = (Villages[0], Town, Town, Town);
        Ids["applications"] = Ids["members"] = Organisation;
        Ids["people"] = Ids["personId"] = $"{Name}-person";
        await Make("/people", new
        {
            id = Ids["people"], organisationId = Organisation, name = Secret("person"), phone = Phone("person-phone"),
            roles = new[] { "volunteer" },
        });
        await KeepAccount();
        if (WasMember) await KeepMentor(); // Only members put one forward.
        await KeepPackage();
        await KeepRequest();
        Ids["demands"] = $"{Name}-demand";
        await Make("/demands", new
        {
            id = Ids["demands"], kind = "need", topic = "剪纸培训", text = Secret("demand"), organisationId = Organisation,
            allianceId = Alliance,
        });
        Ids["stocks"] = $"{Name}-stock";
        await Keeper.Post("/stocks", new
        {
            id = Ids["stocks"], allianceId = Alliance, organisationId = Organisation, material = "宣传册",
        });
        if ((await Keeper.Post($"/stocks/{Ids["stocks"]}/receipts", new { count = 10 })).Status >= 400)
            Ids.Remove("stocks"); // Only members keep one.
        else
            await Make(
                $"/stocks/{Ids["stocks"]}/stock-takes", new { found = 9, reason = Secret("stock-reason") });
    }

    /// <summary>Whose sign-in asks; nobody asks about this account, so that no answer ends it.</summary>
    public string Staff => $"qx{Name}staff";

    private async Task KeepAccount()
    {
        (Ids["accounts"], Secrets["user-name"]) = ($"{Name}-account", $"qx{Name}clerk");
        await Make("/accounts", new
        {
            id = Ids["accounts"], userName = Secrets["user-name"],
            password = Product.Password,
            roles = new[] { new { role = "organisation-staff", scope = Organisation } },
        });
        await Make("/accounts", new
        {
            userName = Staff, password = Product.Password, personId = Ids["people"],
            roles = new[] { new { role = "organisation-staff", scope = Organisation } },
        });
    }

    private async Task KeepMentor()
    {
        Ids["mentors"] = Ids["mentorId"] = $"{Name}-mentor";
        await Make("/mentors", new
        {
            id = Ids["mentors"], name = Secret("mentor-name"), phone = Phone("mentor-phone"),
            organisationId = Organisation, topics = new[] { "社区花园" }, modes = new[] { "on-site-guidance" },
            allianceId = Alliance,
        });
        await Make($"/mentors/{Ids["mentors"]}/acceptance");
        Mentors.Add(Ids["mentors"]);
        var month = Today.AddDays(20).ToString("yyyyMM", System.Globalization.CultureInfo.InvariantCulture);
        var booked = $"{month}-{Name}-booked";
        Ids["slots"] = Ids["slotId"] = $"{month}-{Name}-free"; // A slot's id begins with its month.
        foreach (var (id, hour) in new[] { (Ids["slots"], 9), (booked, 14) })
            await Make($"/mentors/{Ids["mentors"]}/slots", new
            {
                id, from = At(20, hour), to = At(20, hour + 2), place = "居民议事厅",
            });
        Ids["bookings"] = $"{Name}-booking";
        await Make($"/mentors/{Ids["mentors"]}/bookings", new
        {
            id = Ids["bookings"], slotId = booked, organisationId = Helper,
        });
    }

    private async Task KeepPackage()
    {
        (Ids["teams"], Ids["library"]) = ($"{Name}-team", $"{Name}-package");
        (Ids["teamId"], Ids["libraryItemId"]) = (Ids["teams"], Ids["library"]);
        await Make("/teams", new { id = Ids["teams"], organisationId = Organisation, name = $"{Name}小组" });
        Ids["attachments"] = await Upload($"%PDF-1.4 {Secret("file")}");
        Ids["file"] = await Upload($"%PDF-1.4 {Name}"); // Nothing refers to it.
        await Make("/library", new
        {
            id = Ids["library"], organisationId = Organisation, title = "灭火器实操课", summary = "每人都试一次",
            topics = new[] { "消防安全" }, audience = "居民", durationMinutes = 120, staffing = "两名教员", costFen = 30000,
            materials = new[] { "灭火器" }, lessonPlan = Secret("lesson-plan"), attachments = new[] { Ids["attachments"] },
        });
    }

    /// <summary>Asked for by the organisation, offered by the other one, agreed, to be given at somebody's home.
    /// </summary>
    private async Task KeepRequest()
    {
        (Ids["requests"], Ids["offers"]) = ($"{Name}-request", $"{Name}-offer");
        Ids["offerId"] = Ids["offers"];
        var at = $"/requests/{Ids["requests"]}";
        await Make("/requests", new
        {
            id = Ids["requests"], organisationId = Organisation, kind = "manpower", topic = "消防安全", from = Day(0),
            to = Day(30), people = 40, note = Secret("request-note"),
        });
        await Make($"{at}/offers", new { id = Ids["offers"], organisationId = Helper });
        await Make($"{at}/acceptance", new { offerId = Ids["offers"] });
        await Make($"{at}/schedule", new { start = At(1), end = At(1, 11), place = Secret("request-place") });
    }

    private async Task<string> Upload(string content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/attachments");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        request.Content.Headers.ContentType = new("application/pdf");
        request.Content.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = "plan.pdf",
        };
        var answer = await Answer.Of(await Keeper.Http.SendAsync(request));
        Assert.True(answer.Status is 200 or 201, answer.Text);
        return (string)((JsonObject)answer.Json!)["id"]!;
    }
}
