using Federation.Api.Fundraisers;
using Federation.Api.Help;
using Federation.Api.JointActions;
using Federation.Domain.Help;

namespace Federation.Api.Files;

/// <summary>One record that refers to a file.</summary>
/// <param name="Name">The file's name as this record gives it.</param>
/// <param name="What">In a word, for the record of who read what.</param>
/// <param name="Seen">The reader may see the record, and so the file.</param>
/// <param name="Keeps">The reader keeps the record, and may have the file erased.</param>
/// <param name="Private">The record is not for everybody.</param>
public sealed record FileReference(string Name, string What, bool Seen, bool Keeps, bool Private);

/// <summary>A file as one reader may have it.</summary>
public sealed record FileSeen(string Name, string What, bool Private);

/// <summary>Who may have a file: whoever may see a record that refers to it, and for a day who sent it. Its id alone
/// opens nothing.</summary>
internal static class FileReferences
{
    /// <summary>Every kind of record that refers to files, with its own rule of who may see it.</summary>
    private static readonly Func<Reading, string, IReadOnlyList<FileReference>>[] Kinds =
        [LibraryReading.Referring, DocumentReading.Referring, FundraiserReading.Referring];

    /// <summary>How the reader may have it; null where not.</summary>
    public static FileSeen? Seen(Reading reading, KeptFile file) =>
        Of(reading, file).FirstOrDefault(r => r.Seen) is { } through ? new(through.Name, through.What, through.Private)
        : IsSender(reading, file) && IsFresh(reading, file) && FileRules.IsTaken(file.Type)
            ? new(file.Name, "an own file", Private: false)
        : null;

    /// <summary>By who sent it while nothing refers to it; else by who keeps every record that does.</summary>
    public static bool MayErase(Reading reading, KeptFile file)
    {
        var all = Of(reading, file);
        return reading.Caller.Administrator
            || (all.Count == 0 ? IsSender(reading, file) : all.All(reference => reference.Keeps));
    }

    /// <summary>A file that a command names, which its sender must have sent or may see: naming a stranger's file must
    /// not open it.</summary>
    public static PackageFile Named(Post post, string id, string field)
    {
        var reading = new Reading(post.Http);
        var file = post.Log.FileOf(Post.Reference(id, field));
        var name = file is null || !FileRules.IsTaken(file.Type) ? null
            : IsSender(reading, file) || IsOfFormerVersion(file) ? file.Name
            : Of(reading, file).FirstOrDefault(reference => reference.Seen)?.Name;
        return name is null ? throw Problem.Absent(
            "attachment-not-found", field, "没有找到该附件，请重新上传。", "There is no such file; send it again.")
            : new(file!.Id, name, file.Type, file.Bytes);
    }

    /// <summary>What the reader knows a file as.</summary>
    public static string? NameOf(Reading reading, string id) => reading.Log.FileOf(id) is not { } file ? null
        : IsSender(reading, file) ? file.Name : Seen(reading, file)?.Name;

    private static IReadOnlyList<FileReference> Of(Reading reading, KeptFile file) =>
        [.. Kinds.SelectMany(kind => kind(reading, file.Id))];

    private static bool IsSender(Reading reading, KeptFile file) =>
        file.Account is { } sender && sender == reading.Caller.Account;

    /// <summary>It was sent just before an upgrade; by whom, nobody wrote down.</summary>
    private static bool IsOfFormerVersion(KeptFile file) => file is { Account: null, Referred: false };

    private static bool IsFresh(Reading reading, KeptFile file) =>
        reading.Now - file.At < Hosting.Retention.FilesKept;
}
