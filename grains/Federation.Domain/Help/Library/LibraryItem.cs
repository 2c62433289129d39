using System.Diagnostics;

namespace Federation.Domain.Help;

// One activity package of the supply library (活动供给库): an activity that an organisation is good at, in versions.
//
// One stream per package: its versions are numbered without gaps, only a version that exists is published, and each
// confirmed run is written back once. Who orders it is the requests' record.

public abstract record LibraryCommand
{
    [Name("help.add-package")]
    public sealed record AddPackage(string OrganisationId, Package Package, bool Illustrative) : LibraryCommand;

    /// <summary>Adds an improved version; what is published stays so until the new one is.</summary>
    [Name("help.add-package-version")]
    public sealed record AddVersion(Package Package) : LibraryCommand;

    /// <summary>Publishes the latest version.</summary>
    [Name("help.publish-package")]
    public sealed record Publish : LibraryCommand;

    [Name("help.withdraw-package")]
    public sealed record Withdraw : LibraryCommand;

    /// <summary>Writes a confirmed run back; asked by the Process of library runs.</summary>
    [Name("help.record-run")]
    public sealed record RecordRun(PackageRun Run) : LibraryCommand;

    /// <summary>The help behind a run was corrected; asked by the Process of library runs.</summary>
    [Name("help.correct-run")]
    public sealed record CorrectRun(string RequestId, RunFigures Run, RunFigures Replaced) : LibraryCommand;

    private LibraryCommand() { }
}

/// <summary>What may be corrected of a run.</summary>
public sealed record RunFigures(long Minutes, long? PersonTimes);

/// <summary>One confirmed run of a package.</summary>
/// <param name="Day">Of the delivery.</param>
/// <param name="Minutes">Confirmed.</param>
/// <param name="PersonTimes">Served; null: not reported.</param>
/// <param name="Rating">1 to 5, by the receiver.</param>
public sealed record PackageRun(
    string RequestId, string ProviderId, string ReceiverId, DateOnly Day, long Minutes, long? PersonTimes, int Rating,
    bool Illustrative);

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record LibraryEvent
{
    [Name("help.package-added.v1", "新增课程包", "Added a package")]
    public sealed record PackageAdded(string OrganisationId, Package Package, bool Illustrative) : LibraryEvent;

    [Name("help.package-version-added.v1", "更新课程包", "Added a package version")]
    public sealed record PackageVersionAdded(long Version, Package Package) : LibraryEvent;

    [Name("help.package-published.v1", "发布课程包", "Published a package")]
    public sealed record PackagePublished(long Version) : LibraryEvent;

    [Name("help.package-withdrawn.v1", "撤回课程包", "Withdrew a package")]
    public sealed record PackageWithdrawn : LibraryEvent;

    /// <param name="Version">The version published when the run was written back, else the latest.</param>
    [Name("help.package-run-recorded.v1", "登记课程使用", "Recorded a package's use")]
    public sealed record RunRecorded(long Version, PackageRun Run) : LibraryEvent;

    [Name("help.package-run-corrected.v1", "更正课程使用", "Corrected a package's use")]
    public sealed record RunCorrected(string RequestId, RunFigures Run, RunFigures Replaced) : LibraryEvent;

    private LibraryEvent() { }
}

/// <param name="Added">How it was added; null before.</param>
/// <param name="Latest">The newest version's content; null before the first.</param>
/// <param name="Versions">How many there are: the latest one's number.</param>
/// <param name="Published">The version on offer; null while none is.</param>
/// <param name="Runs">Requests whose run has been written back.</param>
/// <param name="Corrected">The latest correction of each run that has one.</param>
public sealed record LibraryState(
    string Id, LibraryEvent.PackageAdded? Added, Package? Latest, long Versions, long? Published, Items<string> Runs,
    Items<LibraryEvent.RunCorrected> Corrected);

public static class LibraryItem
{
    public const int VersionsMax = 100;

    public static class Refusals
    {
        public static readonly Refusal AlreadyAdded =
            new("package-already-added", "该活动包已入库；如有改进，请新增版本。",
                "This package is in the library already; add a version instead.");

        public static readonly Refusal TooManyVersions =
            new("too-many-versions", $"每个活动包最多 {VersionsMax} 个版本，请新建活动包。",
                $"A package has at most {VersionsMax} versions; add a new package.");
    }

    public static readonly Boundary<LibraryState, LibraryCommand, LibraryEvent> Boundary =
        new("library", Decider, new("课程包", "Package"));

    public static Decider<LibraryState, LibraryCommand, LibraryEvent> Decider(string id) =>
        new(new(id, null, null, 0, null, [], []), Decide, Evolve);

    private static Decision<LibraryEvent> Decide(LibraryState state, LibraryCommand command, Asked asked) =>
        command switch
        {
            LibraryCommand.AddPackage add => Add(state, add, asked),
            _ when state.Added is null => Asked.Refusals.NotFound,
            LibraryCommand.RecordRun record => Record(state, record.Run, asked),
            LibraryCommand.CorrectRun correct => Correct(state, correct, asked),
            _ when !asked.SpeaksFor(state.Added.OrganisationId) => Asked.Refusals.NotYourOrganisation,
            LibraryCommand.AddVersion version => AddVersion(state, version.Package.Tidied()),
            LibraryCommand.Publish => state.Published == state.Versions
                ? Decision<LibraryEvent>.Nothing
                : new LibraryEvent.PackagePublished(state.Versions),
            LibraryCommand.Withdraw => state.Published is null
                ? Decision<LibraryEvent>.Nothing
                : new LibraryEvent.PackageWithdrawn(),
            _ => throw new UnreachableException(command.GetType().Name),
        };

    private static Decision<LibraryEvent> Add(LibraryState state, LibraryCommand.AddPackage add, Asked asked)
    {
        if (!asked.SpeaksFor(add.OrganisationId)) return Asked.Refusals.NotYourOrganisation;
        var added = new LibraryEvent.PackageAdded(add.OrganisationId, add.Package.Tidied(), add.Illustrative);
        if (state.Added is not null)
            return added == state.Added ? Decision<LibraryEvent>.Nothing : Refusals.AlreadyAdded;
        if (added.Package.Refused() is { } refused) return refused;

        return added;
    }

    private static Decision<LibraryEvent> AddVersion(LibraryState state, Package package)
    {
        if (package == state.Latest) return Decision<LibraryEvent>.Nothing;
        if (package.Refused() is { } refused) return refused;
        if (state.Versions >= VersionsMax) return Refusals.TooManyVersions;

        return new LibraryEvent.PackageVersionAdded(state.Versions + 1, package);
    }

    private static Decision<LibraryEvent> Record(LibraryState state, PackageRun run, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.Runs.Contains(run.RequestId)) return Decision<LibraryEvent>.Nothing;

        return new LibraryEvent.RunRecorded(state.Published ?? state.Versions, run);
    }

    private static Decision<LibraryEvent> Correct(LibraryState state, LibraryCommand.CorrectRun correct, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (!state.Runs.Contains(correct.RequestId)) return Asked.Refusals.NotFound;
        var corrected = new LibraryEvent.RunCorrected(correct.RequestId, correct.Run, correct.Replaced);
        if (state.Corrected.Contains(corrected)) return Decision<LibraryEvent>.Nothing;

        return corrected;
    }

    private static LibraryState Evolve(LibraryState state, LibraryEvent recorded) => recorded switch
    {
        LibraryEvent.PackageAdded e => state with { Added = e, Latest = e.Package, Versions = 1 },
        LibraryEvent.PackageVersionAdded e => state with { Latest = e.Package, Versions = e.Version },
        LibraryEvent.PackagePublished e => state with { Published = e.Version },
        LibraryEvent.PackageWithdrawn => state with { Published = null },
        LibraryEvent.RunRecorded e => state with { Runs = state.Runs.Add(e.Run.RequestId) },
        LibraryEvent.RunCorrected e => state with
        {
            Corrected = state.Corrected.Where(other => other.RequestId != e.RequestId).Add(e),
        },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
