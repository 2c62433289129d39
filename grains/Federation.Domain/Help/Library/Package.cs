namespace Federation.Domain.Help;

/// <summary>One version of an activity package: what another organisation needs to run the activity itself.</summary>
/// <param name="Audience">For whom the activity is.</param>
/// <param name="DurationMinutes">Of one run.</param>
/// <param name="Staffing">Who and how many are needed to run it.</param>
/// <param name="CostFen">Of one run.</param>
/// <param name="Cautions">What to watch out for.</param>
/// <param name="LessonPlan">教案, as plain text.</param>
public sealed record Package(
    Name Title, string Summary, Items<string> Topics, string Audience, long DurationMinutes, string Staffing,
    long CostFen, Items<string> Materials, string Cautions, string LessonPlan, Items<PackageFile> Attachments)
{
    public const int TitleLengthMax = 120;
    public const int SummaryLengthMax = 1_000;
    public const int LineLengthMax = 500;
    public const int LessonPlanLengthMax = 20_000;
    public const int MaterialsMax = 50;
    public const int AttachmentsMax = 10;
    public const int FileNameLengthMax = 200;
    public const long DurationMinutesMax = 24 * 60;

    /// <summary>A million yuan: beyond it somebody typed fen for yuan.</summary>
    public const long CostFenMax = 100_000_000;

    /// <summary>Of one attachment, in bytes.</summary>
    public const long AttachmentBytesMax = 10 * 1024 * 1024;

    /// <summary>What a lesson is handed on in: documents, slides, tables, pictures. Nothing that runs.</summary>
    public static readonly Items<string> ContentTypes =
    [
        "application/pdf", "text/plain", "text/csv", "image/jpeg", "image/png", "image/webp",
        "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ];

    public static class Refusals
    {
        public static readonly Refusal TitleMissing =
            new("package-title-missing", "请填写活动包名称。", "Give the package a title.", Field: "title");

        public static readonly Refusal TextTooLong =
            new("package-text-too-long",
                $"名称最多 {TitleLengthMax} 字，简介 {SummaryLengthMax} 字，教案 {LessonPlanLengthMax} 字，"
                + $"其余各项 {LineLengthMax} 字，请缩短。",
                $"Title up to {TitleLengthMax}, summary {SummaryLengthMax}, lesson plan {LessonPlanLengthMax}, "
                + $"other texts {LineLengthMax} characters.");

        public static readonly Refusal DurationOutOfRange =
            new("package-duration-out-of-range", $"时长须为 1 至 {DurationMinutesMax} 分钟。",
                $"The duration is 1 to {DurationMinutesMax} minutes.", Field: "durationMinutes");

        public static readonly Refusal CostOutOfRange =
            new("package-cost-out-of-range", "费用须不小于 0，且不超过 100 万元；请核对单位。",
                "The cost is from 0 to one million yuan; check the unit.", Field: "costFen");

        public static readonly Refusal TooManyMaterials =
            new("too-many-materials", $"物料最多 {MaterialsMax} 项。", $"Give at most {MaterialsMax} materials.",
                Field: "materials");

        public static readonly Refusal TooManyAttachments =
            new("too-many-attachments", $"附件最多 {AttachmentsMax} 个。", $"Attach at most {AttachmentsMax} files.");

        public static readonly Refusal AttachmentTooLarge =
            new("attachment-too-large", $"每个附件须非空，且不超过 {AttachmentBytesMax / (1024 * 1024)} MB。",
                $"An attachment is not empty and has at most {AttachmentBytesMax / (1024 * 1024)} MiB.");

        public static readonly Refusal AttachmentTypeNotAllowed =
            new("attachment-type-not-allowed", "附件仅限文档、表格、演示文稿、PDF、纯文本或图片。",
                "Attach documents, tables, slides, PDF, plain text or pictures only.");
    }

    /// <summary>The package as it is recorded: topics trimmed and each once.</summary>
    public Package Tidied() => this with { Topics = Helping.Tidy(Topics) };

    /// <summary>What is wrong with this content, if anything.</summary>
    public Refusal? Refused() =>
        string.IsNullOrWhiteSpace(Title.Zh) ? Refusals.TitleMissing
        : TextTooLong() ? Refusals.TextTooLong
        : Helping.TopicsRefused(Topics) is { } topics ? topics
        : DurationMinutes is < 1 or > DurationMinutesMax ? Refusals.DurationOutOfRange
        : CostFen is < 0 or > CostFenMax ? Refusals.CostOutOfRange
        : Materials.Count > MaterialsMax ? Refusals.TooManyMaterials
        : Attachments.Count > AttachmentsMax ? Refusals.TooManyAttachments
        : Attachments.Any(file => file.Bytes is < 1 or > AttachmentBytesMax) ? Refusals.AttachmentTooLarge
        : Attachments.Any(file => !ContentTypes.Contains(file.ContentType)) ? Refusals.AttachmentTypeNotAllowed
        : null;

    private bool TextTooLong() =>
        Title.Zh.Length > TitleLengthMax || Title.En?.Length > TitleLengthMax
        || Summary.Length > SummaryLengthMax || LessonPlan.Length > LessonPlanLengthMax
        || Audience.Length > LineLengthMax || Staffing.Length > LineLengthMax || Cautions.Length > LineLengthMax
        || Materials.Any(material => material.Length > LineLengthMax)
        || Attachments.Any(file => file.FileName.Length > FileNameLengthMax);
}

/// <summary>A file of a package; its content is stored apart, under its id.</summary>
/// <param name="Bytes">Size.</param>
public sealed record PackageFile(string Id, string FileName, string ContentType, long Bytes);
