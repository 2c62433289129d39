using System.Runtime.InteropServices;

namespace Federation.Log;

/// <summary>One process writes a SQLite file: held by a lock beside it, under its name, and on Linux by one on the file
/// itself, which no other name of it (a symbolic or hard link) gets round.</summary>
internal sealed class FileLock : IDisposable
{
    private const int Tries = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>What Linux says of a file system that is only read or full: nobody else is in the way then.</summary>
    private static readonly int[] NotHeld = [28, 30];

    private readonly FileStream _name;
    private readonly FileStream _file;

    /// <summary>Waits a little for a predecessor that is still closing, then says what is in the way.</summary>
    public FileLock(string file)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
            _name = Take(file, () => Open(file + ".lock", FileShare.None));
            try
            {
                _file = Take(file, () => Own(file));
            }
            catch
            {
                _name.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(
                $"数据库所在的文件夹或文件不能写：{file}（{e.Message}）。请检查权限和磁盘。",
                $"The database's file or folder cannot be written: {file}. Look at its permissions and its disk.", e);
        }

        foreach (var end in new[] { "", "-wal", "-shm", ".lock", ".reserve" }) KeepToOwner(file + end);
    }

    public void Dispose()
    {
        _file.Dispose();
        _name.Dispose();
    }

    private static FileStream Take(string file, Func<FileStream> open)
    {
        using var pause = new ManualResetEventSlim();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return open();
            }
            catch (IOException held) when (!NotHeld.Contains(held.HResult) && File.Exists(file + ".lock"))
            {
                if (tries == Tries)
                    throw new StartRefusedException(
                        $"另一个进程正在使用 {file}，请先结束它。",
                        $"Another process is writing {file}; end it first, or use PostgreSQL.", held);
                pause.Wait(Pause);
            }
        }
    }

    /// <summary>Made for its owner alone; SQLite gives its journals the mode of the file.</summary>
    private static FileStream Open(string file, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(file, options);
    }

    private static FileStream Own(string file)
    {
        var stream = Open(file, FileShare.ReadWrite | FileShare.Delete);
        if (!OperatingSystem.IsLinux()) return stream;
        var range = new Range { Type = WriteLock, Whence = 0, Start = Place, Length = 1, Process = 0 };
        var handle = stream.SafeFileHandle.DangerousGetHandle().ToInt32();
        if (Control(handle, SetOfThisOpening, ref range) == 0 || Marshal.GetLastPInvokeError() != TryAgain)
            return stream; // Or a file system that knows no such locks: the one by name is all there is.
        stream.Dispose();
        throw new IOException($"{file} is locked.");
    }

    /// <summary>A file of a version that left it to others, too.</summary>
    private static void KeepToOwner(string file)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (OperatingSystem.IsWindows() || !File.Exists(file)) return;
        try
        {
            if ((File.GetUnixFileMode(file) & ~owner) != 0) File.SetUnixFileMode(file, owner);
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's file, lent to this one: its modes are that user's business.
        }
    }

    // A lock that belongs to this opening of the file (fcntl, F_OFD_SETLK): SQLite's own locks of the process end
    // whenever anything in it closes the file, and flock would keep others from reading. Far behind SQLite's bytes.
    private const int SetOfThisOpening = 37, TryAgain = 11;
    private const short WriteLock = 1;
    private const long Place = 1L << 61;

    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        public short Type, Whence;
        public long Start, Length;
        public int Process;
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Control(int file, int command, ref Range range);
}
