using Federation.Domain.Help;
using static Federation.Log.Column;

namespace Federation.Log.Help;

/// <summary>The activity supply library: packages, their versions and their confirmed runs.</summary>
internal static class LibraryRows
{
    /// <summary><c>version</c>: the latest; <c>published</c>: the version on offer, null while none is.</summary>
    public static readonly Table Items = new(
        "library_items", [Text("item")],
        [
            Text("organisation"), Text("state"), Number("version"), Number("published"), Text("title_zh"),
            Text("title_en"), Number("illustrative"), Text("added_on"), Number("runs"), Number("minutes"),
            Number("person_times"), Number("rating_sum"), Number("ratings"),
        ],
        "organisation", "state");

    /// <summary>Topics, materials and attachments are JSON lists.</summary>
    public static readonly Table Versions = new(
        "library_versions", [Text("item"), Number("version")],
        [
            Text("title_zh"), Text("title_en"), Text("summary"), Text("topics"), Text("audience"),
            Number("duration_minutes"), Text("staffing"), Number("cost_fen"), Text("materials"), Text("cautions"),
            Text("lesson_plan"), Text("attachments"), Text("added_on"),
        ]);

    public static readonly Table Runs = new(
        "library_runs", [Text("item"), Text("request")],
        [
            Number("version"), Text("provider"), Text("receiver"), Text("day"), Number("minutes"),
            Number("person_times"), Number("rating"), Number("illustrative"),
        ],
        "item, day");

    public static readonly Projection Projection = Projection.Of<LibraryEvent>("library", [Items, Versions, Runs], Of);

    private static IEnumerable<Change> Of(StoredEvent stored, LibraryEvent body)
    {
        var item = stored.Id();
        return body switch
        {
            LibraryEvent.PackageAdded e =>
            [
                Items.Put(
                    [item], ("organisation", e.OrganisationId), ("state", "draft"), ("version", 1L),
                    ("title_zh", e.Package.Title.Zh), ("title_en", e.Package.Title.En),
                    ("illustrative", e.Illustrative), ("added_on", stored.Day)),
                Version(stored, 1, e.Package),
            ],
            LibraryEvent.PackageVersionAdded e =>
            [
                Items.Put(
                    [item], ("version", e.Version), ("title_zh", e.Package.Title.Zh), ("title_en", e.Package.Title.En)),
                Version(stored, e.Version, e.Package),
            ],
            LibraryEvent.PackagePublished e => [Items.Put([item], ("state", "published"), ("published", e.Version))],
            LibraryEvent.PackageWithdrawn => [Items.Put([item], ("state", "withdrawn"), ("published", null))],
            LibraryEvent.RunRecorded e => Run(item, e),
            LibraryEvent.RunCorrected e =>
            [
                Runs.Put([item, e.RequestId], ("minutes", e.Run.Minutes), ("person_times", e.Run.PersonTimes)),
                Items.Add(
                    [item], ("minutes", e.Run.Minutes - e.Replaced.Minutes),
                    ("person_times", (e.Run.PersonTimes ?? 0) - (e.Replaced.PersonTimes ?? 0))),
            ],
            _ => [],
        };
    }

    private static Change Version(StoredEvent stored, long version, Package package) => Versions.Put(
        [stored.Id(), version], ("title_zh", package.Title.Zh), ("title_en", package.Title.En),
        ("summary", package.Summary), ("topics", Cell.List(package.Topics)), ("audience", package.Audience),
        ("duration_minutes", package.DurationMinutes), ("staffing", package.Staffing), ("cost_fen", package.CostFen),
        ("materials", Cell.List(package.Materials)), ("cautions", package.Cautions),
        ("lesson_plan", package.LessonPlan), ("attachments", Cell.List(package.Attachments)),
        ("added_on", stored.Day));

    private static IEnumerable<Change> Run(string item, LibraryEvent.RunRecorded e) =>
    [
        Runs.Put(
            [item, e.Run.RequestId], ("version", e.Version), ("provider", e.Run.ProviderId),
            ("receiver", e.Run.ReceiverId), ("day", e.Run.Day), ("minutes", e.Run.Minutes),
            ("person_times", e.Run.PersonTimes), ("rating", (long)e.Run.Rating), ("illustrative", e.Run.Illustrative)),
        Items.Add(
            [item], ("runs", 1L), ("minutes", e.Run.Minutes), ("person_times", e.Run.PersonTimes ?? 0),
            ("rating_sum", (long)e.Run.Rating), ("ratings", 1L)),
    ];
}
