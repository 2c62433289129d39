using System.Data.Common;
using Federation.Log;

namespace Federation.Silo;

/// <summary>The verb <c>status</c>: how the database stands, read beside the gateway that runs on it; with an
/// address, whether a gateway or silo is ready.</summary>
public static class Status
{
    /// <summary>Something due this long ago that nobody carried out: the Processes do not run.</summary>
    private const long OverdueMax = 600;

    /// <summary>Events that the slowest Process may be behind before somebody should look.</summary>
    private const long BehindMax = 10_000;

    /// <summary>A gateway or silo that does not answer by then is not ready.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Whether a health address answers that it is ready: for images and machines without a tool that
    /// asks.</summary>
    public static async Task<int> Ask(string address)
    {
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(address);
            Console.WriteLine(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            Console.Error.WriteLine($"没有回答 No answer: {fault.Message}");
            return 1;
        }
    }

    /// <summary>0 when all is well, 1 when somebody should look.</summary>
    public static int Run(string database)
    {
        try
        {
            var now = Vitals.Beside(database, DateTimeOffset.UtcNow);
            Console.WriteLine(
                $"位置 position {now.Position} · 搁置 parked {now.Parked} · " +
                $"逾期 overdue {now.Overdue} s · 落后 behind {now.Behind}");
            return now is { Parked: 0, Overdue: < OverdueMax, Behind: < BehindMax } ? 0 : 1;
        }
        catch (DbException fault)
        {
            Console.Error.WriteLine($"读不到数据库 The database cannot be read: {fault.Message}");
            return 1;
        }
    }
}
