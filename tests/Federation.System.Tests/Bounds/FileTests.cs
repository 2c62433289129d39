using System.Security.Cryptography;
using Federation.Api.Files;
using Federation.Api.Hosting;
using Federation.Api.Http;
using Federation.Log;
using Federation.Tests.Rig;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Bounds;

/// <summary>A file is had through what refers to it; its id alone opens nothing.</summary>
public class FileTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task Its_sender_has_a_file_for_a_day_and_nobody_else(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var sender = await registry.Staff(await registry.Member());
        var others = new[]
        {
            await registry.Stranger(), await registry.Passer(), registry.Coordinator,
        };
        var file = await sender.Uploaded("a plan of ours", "王阿姨的申请.pdf");

        var own = await sender.Get($"/attachments/{file}");
        Assert.Equal((200, "%PDF a plan of ours", "王阿姨的申请.pdf"), (own.Status, own.Text, own.NameOf()));
        foreach (var other in others)
        {
            Assert.Equal(404, (await other.Get($"/attachments/{file}")).Status);
            // Sending the same bytes shows nothing of the first sender, and is a file of its own.
            var same = await other.Uploaded("a plan of ours", "plan.pdf");
            Assert.NotEqual(file, same);
            Assert.Equal("plan.pdf", (await other.Get($"/attachments/{same}")).NameOf());
        }

        await registry.Log.Write(
            "update files set at = @at where id = @id", ("at", DateTimeOffset.UtcNow.AddHours(-25)), ("id", file));
        Assert.Equal(404, (await sender.Get($"/attachments/{file}")).Status);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_documents_file_follows_the_document(string kind)
    {
        var action = await JointActions.Action.Launched(kind);
        var member = await action.Registry.Staff(action.Members[0]);
        var outsider = await action.Registry.Passer();
        var file = await action.Coordinator.Uploaded("for members", "secret.pdf");
        var foreign = await outsider.Post(
            $"{action.Path}/documents", new { kind = "other", title = "借用", file });
        Assert.NotEqual(201, foreign.Status);
        await action.Post("documents", new { id = "inside", kind = "other", title = "内部", file, membersOnly = true });
        var route = $"{action.Path}/documents/inside/versions/1/file";

        foreach (var at in new[] { route, $"/attachments/{file}" })
        {
            Assert.Equal((200, "%PDF for members"), await Read(member, at));
            Assert.Equal(404, (await outsider.Get(at)).Status);
        }

        var reads = await action.Registry.Admin.Get("/audit?of=readings&limit=500");
        Assert.Contains(file, reads.Text); // What is not for everybody leaves a row.
        await action.Post("documents/inside/withdrawal");
        await action.Registry.Log.Write("update files set at = 1 where id = @id", ("id", file));
        foreach (var at in new[] { route, $"/attachments/{file}" })
        foreach (var reader in new[] { member, outsider, action.Coordinator })
            Assert.Equal(404, (await reader.Get(at)).Status);

        Assert.Equal(404, (await outsider.Post($"/attachments/{file}/erasure")).Status);
        Assert.Equal(200, (await action.Coordinator.Post($"/attachments/{file}/erasure")).Status);
        Assert.Null(action.Registry.Log.FileOf(file));
    }

    [Fact]
    public async Task A_package_opens_its_files_once_published_and_never_a_strangers()
    {
        var registry = await Registry.Registry.On(BothDatabases.Sqlite);
        var owner = await registry.Member();
        var staff = await registry.Staff(owner);
        var stranger = await registry.Product.As("resident", "*");
        var thief = await registry.Staff(await registry.Member(1));
        var file = await staff.Uploaded("lesson");
        object Body(string organisationId) => new
        {
            organisationId, title = "活动包", summary = "亲子种植", topics = new[] { "种植" }, audience = "亲子家庭",
            durationMinutes = 60, staffing = "讲师 1 人", costFen = 0, materials = Array.Empty<string>(),
            lessonPlan = "一", attachments = new[] { file },
        };

        var stolen = await thief.Post("/library", Body(await Own(thief)));
        Assert.Equal((409, "attachment-not-found"), (stolen.Status, stolen.Code));
        var item = await staff.Made("/library", Body(owner));
        Assert.Equal(404, (await stranger.Get($"/attachments/{file}")).Status);
        await staff.Done($"/library/{item}/publication");
        Assert.Equal((200, "%PDF lesson"), await Read(stranger, $"/attachments/{file}"));
        await staff.Done($"/library/{item}/withdrawal");
        Assert.Equal(404, (await stranger.Get($"/attachments/{file}")).Status);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Nothing_of_a_file_lies_in_clear_and_an_erased_one_is_gone(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var sender = await registry.Staff(await registry.Member());
        var content = SentFiles.Pdf(new string('字', 300_000)); // Of several pieces.
        var file = (string)(await sender.Upload(content, "李四.pdf")).Json!["id"]!;
        var kept = registry.Log.FileOf(file)!;
        Assert.Equal(content, await sender.Http.GetByteArrayAsync($"/api/v1/attachments/{file}"));
        var clear = registry.Log.Rows.One(
            "select count(*) from files where id = @id and (content is not null or name is not null)",
            r => r.GetInt64(0), ("id", file));
        var pieces = registry.Log.Rows.All(
            "select cipher from file_parts where file = @file order by part", r => (byte[])r[0], ("file", kept.Stored));
        Assert.Equal(0, clear);
        Assert.Equal(4, pieces.Count);
        Assert.All(pieces, piece => Assert.Equal(-1, piece.AsSpan().IndexOf("字字"u8)));

        Assert.Equal(200, (await sender.Post($"/attachments/{file}/erasure")).Status);
        Assert.Equal(404, (await sender.Get($"/attachments/{file}")).Status);
        Assert.Empty(registry.Log.Rows.All(
            "select part from file_parts where file = @file", r => r.GetInt64(0), ("file", kept.Stored)));
        Assert.Null(registry.Log.Open(kept.Stored!));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_a_former_version_kept_in_clear_is_read_and_then_sealed(string kind)
    {
        var action = await JointActions.Action.Launched(kind);
        var log = action.Registry.Log;
        var content = SentFiles.Pdf($"of old {action.Id}");
        var file = Convert.ToHexStringLower(SHA256.HashData(content));
        await log.Write(
            "insert into files (id, name, type, content, at, referred) " +
            "values (@id, '张三.pdf', 'application/pdf', @content, @at, 0)",
            ("id", file), ("content", content), ("at", DateTimeOffset.UtcNow));
        await action.Post("documents", new { id = "old", kind = "other", title = "旧文件", file });
        var route = $"{action.Path}/documents/old/versions/1/file";
        var said = System.Text.Encoding.UTF8.GetString(content);
        Assert.Equal((200, said), await Read(action.Coordinator, route));

        await action.Registry.Product.Services.GetRequiredService<Retention>().Sweep(DateTimeOffset.UtcNow);

        Assert.NotNull(log.FileOf(file)!.Stored);
        Assert.Equal(0, log.Rows.One(
            "select count(*) from files where content is not null or name is not null", r => r.GetInt64(0)));
        Assert.Equal((200, said), await Read(action.Coordinator, route));
    }

    private static async Task<(int, string)> Read(Client client, string path)
    {
        var answer = await client.Get(path);
        return (answer.Status, answer.Text);
    }

    private static async Task<string> Own(Client staff) =>
        (string)(await staff.Read("/me"))["roles"]!.AsArray()
            .First(role => (string)role!["role"]! == "organisation-staff")!["scope"]!;
}

/// <summary>How many files, and as long as there is room for them.</summary>
public class FileRoomTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task An_account_sends_so_many_bytes_in_a_day_and_another_account_its_own(string kind)
    {
        // A product of its own: what other tests seal and sweep meanwhile is counted, too.
        var registry = await Registry.Registry.In(Product.Start(kind));
        await using var product = registry.Product;
        var sender = await registry.Staff(await registry.Member());
        var other = await registry.Staff(await registry.Member(1));
        var first = await sender.Uploaded("one");
        var sealedNow = Pieces(registry.Log);
        await registry.Log.Write(
            "update files set bytes = @bytes where id = @id", ("bytes", FileRules.BytesPerDay - 20), ("id", first));

        var refused = await sender.Upload(SentFiles.Pdf("more than what is left"));

        Assert.Equal((429, "files-per-day"), (refused.Status, refused.Code));
        Assert.NotNull(refused.Message.Headers.RetryAfter);
        Assert.Equal(sealedNow, Pieces(registry.Log)); // Nothing is left of it.
        await other.Uploaded("another's");
        await registry.Log.Write(
            "update files set at = @at where id = @id", ("at", DateTimeOffset.UtcNow.AddHours(-25)), ("id", first));
        await sender.Uploaded("the next day");

        static long Pieces(EventLog log) => log.Rows.One(
            "select (select count(*) from file_parts) + (select count(*) from sealed where kind = 'file')",
            r => r.GetInt64(0));
    }

    [Fact]
    public async Task So_many_files_are_sealed_at_once_and_the_next_waits_for_its_turn()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        var http = new DefaultHttpContext { RequestServices = product.Services };
        http.Features.Set(new Caller("acc-many-files", "many.files", []));
        var held = Enumerable.Range(0, FileRules.AtOnceMax + 1).Select(_ => new HeldFile()).ToArray();

        var stored = held.Select((content, i) => FileRules.Store(
            http, $"key-{i}", new("plan.pdf", "application/pdf", content))).ToArray();

        Assert.False(held[^1].IsRead); // Each that has its turn is read at once.
        foreach (var content in held) content.Release();
        Assert.All(await Task.WhenAll(stored), one => Assert.NotNull(one.Id));
    }

    [Fact]
    public async Task On_a_disk_that_is_nearly_full_no_file_is_taken_and_all_else_goes_on()
    {
        await using var product = await Product.Start(
            BothDatabases.Sqlite, ("Federation:FreeDiskMiB", $"{long.MaxValue / 2 / 1024 / 1024}"));
        var admin = await product.SignedIn();

        var refused = await admin.Upload(SentFiles.Pdf("no room"));

        Assert.Equal((503, "disk-nearly-full"), (refused.Status, refused.Code));
        Assert.NotNull(refused.Message.Headers.RetryAfter);
        await admin.Made("/accounts", new { userName = "still.served", roles = Array.Empty<object>() });
    }

    /// <summary>A file whose bytes do not come before they are let go.</summary>
    private sealed class HeldFile() : MemoryStream(SentFiles.Pdf("held"))
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsRead { get; private set; }

        public void Release() => _released.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel = default)
        {
            IsRead = true;
            await _released.Task.WaitAsync(cancel);
            return await base.ReadAsync(buffer, cancel);
        }
    }
}
