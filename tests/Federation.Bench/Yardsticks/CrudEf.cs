using Federation.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Federation.Bench.Yardsticks;

/// <summary>A session with its report, as one row.</summary>
[Index(nameof(Town), nameof(Village), nameof(Day))]
internal sealed class SessionRow
{
    public long Id { get; set; }

    public required string Town { get; set; }

    public required string Village { get; set; }

    public required string Organisation { get; set; }

    public DateOnly Day { get; set; }

    public int PersonTimes { get; set; }

    public required string Precision { get; set; }

    public int Volunteers { get; set; }

    public int Minutes { get; set; }

    public int Copies { get; set; }

    public DateTime ReportedAt { get; set; }
}

internal sealed class BenchContext(DbContextOptions<BenchContext> options) : DbContext(options)
{
    public DbSet<SessionRow> Sessions => Set<SessionRow>();
}

internal sealed record VillageLine(
    string Village, int Sessions, int PersonTimes, int Volunteers, int Minutes, int Copies, int Organisations);

/// <summary>CRUD-EF: what a team would write instead, as well as it goes: pooled contexts, compiled queries, prepared
/// statements; one row and one transaction per write, one aggregate query per dashboard.</summary>
internal static class CrudEf
{
    public const int HotRows = 64;
    private const int SeedChunk = 1_000, PoolMax = 40;

    private static readonly Func<BenchContext, string, DateOnly, IAsyncEnumerable<VillageLine>> Dashboard =
        EF.CompileAsyncQuery((BenchContext db, string town, DateOnly from) =>
            db.Sessions.Where(s => s.Town == town && s.Day >= from).GroupBy(s => s.Village).Select(g => new VillageLine(
                g.Key, g.Count(), g.Sum(s => s.PersonTimes), g.Sum(s => s.Volunteers), g.Sum(s => s.Minutes),
                g.Sum(s => s.Copies), g.Select(s => s.Organisation).Distinct().Count())));

    // SQLite has one writer: queueing for it here is much faster than its own waiting by sleeping.
    private static readonly SemaphoreSlim OneWriter = new(1);
    private static bool _oneWriter;

    public static async Task Serve(int port, string kind, string connection)
    {
        _oneWriter = kind == BothDatabases.Sqlite;
        var builder = CeilingR.Bare(port);
        builder.Services.AddDbContextPool<BenchContext>(options => _ = _oneWriter
            ? options.UseSqlite(connection)
            : options.UseNpgsql(
                $"{connection};Maximum Pool Size={PoolMax};Max Auto Prepare=100;Auto Prepare Min Usages=3;" +
                "No Reset On Close=true"));
        var app = builder.Build();
        await Make(app.Services);
        app.MapGet("/health/ready", () => "ready");
        app.MapPost("/seed", Seed);
        app.MapPost("/reports", (ReportIn report, BenchContext db) => Write(async () =>
        {
            db.Sessions.Add(Of(report));
            await db.SaveChangesAsync();
        }));
        app.MapPost("/rows/{id:long}/report", (long id, ReportIn report, BenchContext db) => Write(() =>
            db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(set => set
                .SetProperty(s => s.PersonTimes, report.PersonTimes.Value)
                .SetProperty(s => s.Volunteers, report.Volunteers).SetProperty(s => s.Minutes, report.Minutes)
                .SetProperty(s => s.ReportedAt, DateTime.UtcNow))));
        app.MapGet("/dashboard", (string town, DateOnly from, BenchContext db) => Dashboard(db, town, from));
        await app.RunAsync();
    }

    private static async Task<IResult> Write(Func<Task> write)
    {
        if (_oneWriter) await OneWriter.WaitAsync();
        try
        {
            await write();
        }
        finally
        {
            if (_oneWriter) OneWriter.Release();
        }

        return Results.Ok();
    }

    private static SessionRow Of(ReportIn report) => new()
    {
        Town = Town.Code, Village = Town.Code + "001", Organisation = "org-1",
        Day = DateOnly.FromDateTime(DateTime.UtcNow), PersonTimes = report.PersonTimes.Value,
        Precision = report.PersonTimes.Precision, Volunteers = report.Volunteers,
        Minutes = report.Minutes, Copies = report.Materials.Sum(m => m.Count), ReportedAt = DateTime.UtcNow,
    };

    private static async Task Make(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchContext>();
        await db.Database.EnsureCreatedAsync();
        if (!_oneWriter) return;
        await db.Database.ExecuteSqlRawAsync("pragma journal_mode=wal");
        var synchronous = (await db.Database.SqlQueryRaw<long>("select synchronous as Value from pragma_synchronous")
            .ToListAsync())[0];
        if (synchronous != 2) throw new InvalidOperationException("The yardstick must be as durable as the product.");
    }

    /// <summary>As many sessions as the product holds, spread over the same villages and days.</summary>
    private static async Task Seed(string town, int from, int to, BenchContext db)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        foreach (var chunk in Enumerable.Range(from, to - from).Chunk(SeedChunk))
        {
            db.Sessions.AddRange(chunk.Select(n => new SessionRow
            {
                Town = town, Village = $"{town}{n % Town.Organisations:000}", Organisation = $"org-{n % 8}",
                Day = today.AddDays(-1 - n % Town.DaysBack), PersonTimes = 37, Precision = "about", Volunteers = 6,
                Minutes = 90, ReportedAt = DateTime.UtcNow,
            }));
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }
    }
}
