namespace Federation.Log;

/// <summary>Room on the disk kept by a file beside the database: let go when the disk is full, so that people can sign
/// in and the operator can clean up; set aside again when there is room.</summary>
public sealed class Reserve(string database)
{
    /// <summary>Some thousands of sign-ins, and the journal that they go through.</summary>
    public const long Bytes = 8 * 1024 * 1024;

    /// <summary>What Linux says of a file system that is only read, and of a disk that fails.</summary>
    private const int ReadOnlyFileSystem = 30, DiskFails = 5;

    private readonly string _file = database + ".reserve";

    /// <exception cref="StorageException">There is no room for it, or nothing can be written.</exception>
    public void SetAside()
    {
        try
        {
            if (File.Exists(_file) && new FileInfo(_file).Length == Bytes) return;
            File.Delete(_file);
            Make();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(FaultOf(e), e);
        }
    }

    public void LetGo() => File.Delete(_file);

    private void Make()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = Bytes,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var file = new FileStream(_file, options);
            file.SetLength(Bytes); // The blocks are there already: only the length is missing.
        }
        catch (IOException)
        {
            File.Delete(_file);
            throw;
        }
    }

    private static StorageFault FaultOf(Exception e) =>
        e is UnauthorizedAccessException || e.HResult == ReadOnlyFileSystem ? StorageFault.ReadOnly
        : e.HResult == DiskFails ? StorageFault.Io
        : StorageFault.Full;
}
