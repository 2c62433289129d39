using Federation.Domain;
using Federation.Domain.Help;
using static Federation.Domain.Help.LibraryCommand;
using static Federation.Domain.Help.LibraryEvent;
using static Federation.Domain.Help.LibraryItem;

namespace Federation.Tests.Help;

public class LibraryItemTests
{
    private static readonly Package Snacks = new(
        new("趣味零食小实验"), "用小实验认识零食", ["食品安全"], "6–12 岁儿童", 90, "主持 1 人,志愿者 3 人", 20_000, ["试纸"],
        "注意过敏", "一、导入……", [new("file-1", "教案.pdf", "application/pdf", 1_000)]);

    private static readonly Package Better = Snacks with { DurationMinutes = 60 };
    private static readonly PackageAdded Added = new("north", Snacks, Illustrative: false);
    private static readonly PackageRun Run =
        new("r1", "north", "south", new(2026, 3, 1), 90, 30, 5, Illustrative: false);

    private static Spec<LibraryState, LibraryCommand, LibraryEvent> Given(params LibraryEvent[] events) =>
        new(Decider("snacks"), events, Askers.Staff("north"));

    private static void Refused(Package package, Refusal refusal)
    {
        Given().When(new AddPackage("north", package, false)).ThenRefused(refusal);
        Given(Added).When(new AddVersion(package)).ThenRefused(refusal);
    }

    [Fact]
    public void An_organisation_adds_what_it_is_good_at() =>
        Given().When(new AddPackage("north", Snacks, false)).Then(Added);

    [Fact]
    public void Not_for_another_organisation()
    {
        Given().When(new AddPackage("south", Snacks, false)).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given(Added).By(Askers.Staff("south")).When(new Publish()).ThenRefused(Asked.Refusals.NotYourOrganisation);
    }

    [Fact]
    public void A_package_is_added_once() =>
        Given(Added).When(new AddPackage("north", Better, false)).ThenRefused(Refusals.AlreadyAdded);

    [Fact]
    public void There_is_nothing_to_publish_before() =>
        Given().When(new Publish()).ThenRefused(Asked.Refusals.NotFound);

    [Fact]
    public void A_title_is_needed() => Refused(Snacks with { Title = new("") }, Package.Refusals.TitleMissing);

    [Fact]
    public void Texts_have_limits()
    {
        Refused(Snacks with { Title = new(new('x', Package.TitleLengthMax + 1)) }, Package.Refusals.TextTooLong);
        var endless = new string('x', Package.TitleLengthMax + 1);
        Refused(Snacks with { Title = new("趣味零食小实验", endless) }, Package.Refusals.TextTooLong);
        Refused(Snacks with { Audience = new('x', Package.LineLengthMax + 1) }, Package.Refusals.TextTooLong);
        Refused(Snacks with { Staffing = new('x', Package.LineLengthMax + 1) }, Package.Refusals.TextTooLong);
        var file = Snacks.Attachments[0] with { FileName = new('x', Package.FileNameLengthMax + 1) };
        Refused(Snacks with { Attachments = [file] }, Package.Refusals.TextTooLong);
        Refused(Snacks with { Summary = new('x', Package.SummaryLengthMax + 1) }, Package.Refusals.TextTooLong);
        Refused(Snacks with { LessonPlan = new('x', Package.LessonPlanLengthMax + 1) }, Package.Refusals.TextTooLong);
        Refused(Snacks with { Cautions = new('x', Package.LineLengthMax + 1) }, Package.Refusals.TextTooLong);
        Refused(Snacks with { Materials = [new('x', Package.LineLengthMax + 1)] }, Package.Refusals.TextTooLong);
    }

    [Fact]
    public void A_topic_is_needed() => Refused(Snacks with { Topics = [] }, Helping.Refusals.TopicMissing);

    [Fact]
    public void A_run_takes_time_but_not_days()
    {
        Refused(Snacks with { DurationMinutes = 0 }, Package.Refusals.DurationOutOfRange);
        Refused(Snacks with { DurationMinutes = 1_441 }, Package.Refusals.DurationOutOfRange);
    }

    [Fact]
    public void A_cost_is_not_negative_and_not_absurd()
    {
        Refused(Snacks with { CostFen = -1 }, Package.Refusals.CostOutOfRange);
        Refused(Snacks with { CostFen = Package.CostFenMax + 1 }, Package.Refusals.CostOutOfRange);
    }

    [Fact]
    public void Materials_have_a_limit() => Refused(
        Snacks with { Materials = [.. Enumerable.Repeat("x", Package.MaterialsMax + 1)] },
        Package.Refusals.TooManyMaterials);

    [Fact]
    public void Attachments_have_limits_of_number_size_and_type()
    {
        var file = Snacks.Attachments[0];
        Refused(
            Snacks with { Attachments = [.. Enumerable.Repeat(file, Package.AttachmentsMax + 1)] },
            Package.Refusals.TooManyAttachments);
        Refused(
            Snacks with { Attachments = [file with { Bytes = Package.AttachmentBytesMax + 1 }] },
            Package.Refusals.AttachmentTooLarge);
        Refused(Snacks with { Attachments = [file with { Bytes = 0 }] }, Package.Refusals.AttachmentTooLarge);
        Refused(
            Snacks with { Attachments = [file with { ContentType = "text/html" }] },
            Package.Refusals.AttachmentTypeNotAllowed);
    }

    [Fact]
    public void Improvements_are_numbered_versions() =>
        Given(Added).When(new AddVersion(Better)).Then(new PackageVersionAdded(2, Better));

    [Fact]
    public void Versions_have_a_limit()
    {
        LibraryEvent[] many = [Added, .. Enumerable.Range(2, VersionsMax - 1)
            .Select(version => new PackageVersionAdded(version, Snacks with { CostFen = version }))];
        Given(many).When(new AddVersion(Better)).ThenRefused(Refusals.TooManyVersions);
    }

    [Fact]
    public void The_latest_version_is_published()
    {
        Given(Added).When(new Publish()).Then(new PackagePublished(1));
        Given(Added, new PackagePublished(1), new PackageVersionAdded(2, Better)).When(new Publish())
            .Then(new PackagePublished(2));
    }

    [Fact]
    public void A_package_is_withdrawn() =>
        Given(Added, new PackagePublished(1)).When(new Withdraw()).Then(new PackageWithdrawn());

    [Fact]
    public void A_run_is_written_back_once() =>
        Given(Added, new PackagePublished(1), new PackageVersionAdded(2, Better)).By(Askers.Coordinator)
            .When(new RecordRun(Run)).Then(new RunRecorded(1, Run));

    [Fact]
    public void Also_to_a_package_withdrawn_meanwhile() =>
        Given(Added, new PackagePublished(1), new PackageWithdrawn()).By(Askers.Coordinator).When(new RecordRun(Run))
            .Then(new RunRecorded(1, Run));

    [Fact]
    public void People_do_not_write_runs() =>
        Given(Added).When(new RecordRun(Run)).ThenRefused(Asked.Refusals.NotCoordinator);

    [Fact]
    public void A_run_is_corrected_as_often_as_its_help_is()
    {
        var first = new RunCorrected("r1", new(60, 30), new(90, 30));
        var back = new RunCorrected("r1", new(90, 30), new(60, 30));
        LibraryEvent[] ran = [Added, new RunRecorded(1, Run)];
        Given(ran).By(Askers.Coordinator).When(Correct(first)).Then(first);
        Given([.. ran, first]).By(Askers.Coordinator).When(Correct(back)).Then(back);
        Given([.. ran, first, back]).By(Askers.Coordinator).When(Correct(first)).Then(first);
    }

    [Fact]
    public void Only_a_run_that_was_written_back_is_corrected_and_not_by_people()
    {
        var correction = new CorrectRun("r1", new(60, 30), new(90, 30));
        Given(Added).By(Askers.Coordinator).When(correction).ThenRefused(Asked.Refusals.NotFound);
        Given(Added, new RunRecorded(1, Run)).When(correction).ThenRefused(Asked.Refusals.NotCoordinator);
    }

    private static CorrectRun Correct(RunCorrected e) => new(e.RequestId, e.Run, e.Replaced);
}
