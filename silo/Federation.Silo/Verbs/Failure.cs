using System.Data.Common;
using System.Security.Cryptography;
using Federation.Log;

namespace Federation.Silo.Verbs;

/// <summary>What can go wrong with a disk, a database or a file: told in one line, exit code 1. Anything else is a bug
/// and shows its trace.</summary>
internal static class Failure
{
    public static bool IsExpected(Exception e) => e
        is CopyRefusedException or StartRefusedException or SchemaException or DbException or IOException
        or UnauthorizedAccessException or CryptographicException
        or FormatException or InvalidDataException or InvalidOperationException or TimeoutException
        or ArgumentException;
}
