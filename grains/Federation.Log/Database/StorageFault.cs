using System.Data.Common;

namespace Federation.Log;

/// <summary>Why the database cannot be written or read now: a closed list, each with what to tell and when to come
/// back.</summary>
/// <param name="Code">Stable: a problem answer's code.</param>
/// <param name="RetrySeconds">When the same request may be sent again.</param>
public sealed record StorageFault(string Code, string Zh, string En, int RetrySeconds)
{
    public static readonly StorageFault Full = new(
        "storage-full", "存储空间已满，暂时不能保存；已保存的内容没有丢失。请稍后用同一个 Idempotency-Key 重试。",
        "The disk is full; nothing can be saved now, what was saved is safe. Try again later with the same "
        + "Idempotency-Key.", 30)
    {
        PlainMax = Storage.SmallMax,
    };

    public static readonly StorageFault ReadOnly = new(
        "storage-read-only", "存储目前只读，暂时不能保存；已保存的内容没有丢失。请稍后重试。",
        "The database can only be read now; nothing can be saved, what was saved is safe. Try again later.", 30);

    public static readonly StorageFault Io = new(
        "storage-io", "读写磁盘出错，暂时不能保存；已保存的内容没有丢失。请稍后重试。",
        "The disk reports errors; nothing can be saved now, what was saved is safe. Try again later.", 30);

    public static readonly StorageFault CannotOpen = new(
        "storage-cannot-open", "数据库文件打不开，请稍后重试。",
        "The database's file cannot be opened now. Try again later.", 30);

    public static readonly StorageFault Locked = new(
        "storage-locked", "数据库正被其他程序占用，请稍后用同一个 Idempotency-Key 重试。",
        "Another program holds the database; try again shortly with the same Idempotency-Key.", 5);

    /// <summary>Writing on could destroy more: only a new start, after the file was mended, goes on.</summary>
    public static readonly StorageFault Malformed = new(
        "storage-malformed", "数据库文件已损坏，已停止保存，请联系管理员恢复备份。",
        "The database's file is damaged; saving has stopped until the operator restores it.", 300)
    {
        Lasts = true,
    };

    /// <summary>The server is away: each batch tries by itself.</summary>
    public static readonly StorageFault Away = new(
        "database-away", "数据库暂时没有响应，请稍后用同一个 Idempotency-Key 重试。",
        "The database does not answer now; try again shortly with the same Idempotency-Key.", 1)
    {
        Refuses = false,
    };

    /// <summary>Recording now would turn the order of things round.</summary>
    public static readonly StorageFault ClockBehind = new(
        "clock-behind", "本机时间比最近的记录还早，暂时不能保存：请校准时钟。",
        "This machine's clock stands behind what was recorded last; nothing can be saved until it is set right.", 60)
    {
        PlainMax = long.MaxValue,
    };

    /// <summary>Told, not refused: the clock may be right, and what is recorded stays in order.</summary>
    public static readonly StorageFault ClockAhead = new(
        "clock-ahead", "本机时间可能超前：请核对时钟；如果时间是对的，请重启一次。",
        "This machine's clock seems to be ahead: look at it; if it is right, restart once.", 60)
    {
        Refuses = false, Probed = false,
    };

    /// <summary>Nobody lived here for long: the machine was off, or its clock is ahead.</summary>
    public static readonly StorageFault ClockGap = new(
        "clock-gap", "距离上次运行已超过两周：请核对时钟；如果时间是对的，请重启一次。",
        "This town last ran more than two weeks ago: look at the clock; if it is right, restart once.", 60)
    {
        Refuses = false, Probed = false,
    };

    /// <summary>It does not go away by itself.</summary>
    public bool Lasts { get; init; }

    /// <summary>How large a plain write (a sign-in) may be that is tried all the same.</summary>
    public long PlainMax { get; init; } = -1;

    /// <summary>Whether writing something tells that it has gone.</summary>
    public bool Probed { get; init; } = true;

    /// <summary>While it stands nothing is tried but by the probe: whoever asks is told at once.</summary>
    public bool Refuses { get; init; } = true;
}

/// <summary>The storage failed, not the statement: nothing of it was committed, or its key will tell.</summary>
public sealed class StorageException(StorageFault fault, Exception? cause = null) : DbException(
    $"{fault.Zh} {fault.En}{(cause is null ? "" : $" ({cause.Message})")}", cause)
{
    public StorageFault Fault { get; } = fault;
}
