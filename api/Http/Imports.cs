namespace Federation.Api.Http;

/// <summary>Reading a stranger's table is much work for few bytes: one process reads one at a time.</summary>
public sealed class Imports
{
    public const int AtOnceMax = 1;

    /// <summary>How long an import waits for the one before it; then 503.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly Problem Busy = new(
        503, "import-busy", "正在处理另一份导入的表格，请稍后再试。", "Another table is being imported; try again shortly.")
        { RetryAfter = 5 };

    private readonly SemaphoreSlim _turn = new(AtOnceMax);

    /// <summary>The turn, until it is disposed of.</summary>
    public static async Task<IDisposable> Turn(HttpContext http)
    {
        var imports = http.RequestServices.GetRequiredService<Imports>();
        return await imports._turn.WaitAsync(Patience, http.RequestAborted)
            ? new Taken(imports._turn) : throw new ProblemException(Busy);
    }

    private sealed class Taken(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
