using System.Globalization;
using Federation.Api.Files;
using Federation.Domain.Help;

namespace Federation.Api.Help;

/// <summary>A package as people type it: its cost in yuan, one material a line, and files that come along.</summary>
public sealed class PackageForm(Posted form) : IFromForm<PackageForm>, IBringsFile
{
    private const decimal YuanMax = Package.CostFenMax / 100m;

    /// <summary>Asked for a new package, whose address has no id yet.</summary>
    public string OrganisationId { get; } =
        form.Http.Request.RouteValues.ContainsKey("id") ? "" : form.Required("organisationId");

    public PackageBody Content { get; private set; } = new(
        form.Name("title"), form.Required("summary"), Topics(form), form.Required("audience"),
        form.Required("durationMinutes").Length > 0 ? form.Number("durationMinutes") ?? 0 : 0,
        form.Required("staffing"), Fen(form), Lines(form, "materials"), form.Required("lessonPlan"),
        form.Text("cautions") ?? "");

    public static PackageForm Of(Posted form) => new(form);

    /// <summary>The files stay with the form, so that nobody has to choose them again.</summary>
    public async Task Keep()
    {
        var kept = form.Many("attachments").ToList();
        foreach (var file in form.Form.Files.Where(f => f.Length > 0))
        {
            await using var content = file.OpenReadStream();
            var (id, problem) = await FileRules.Keep(
                form.Http, form.Post.Id(null, "file"), new(file.FileName, file.ContentType, content));
            if (problem is not null)
                form.State.Wrong("files", $"{file.FileName}：{form.L.T(problem.Zh, problem.En)}");
            else if (!kept.Contains(id!)) kept.Add(id!);
        }

        if (kept.Count > Package.AttachmentsMax)
            form.State.Wrong("files", form.L.Of(Package.Refusals.TooManyAttachments));
        form.State.With("attachments", [.. kept]);
        Content = Content with { Attachments = [.. kept] };
    }

    private static Items<string> Topics(Posted form)
    {
        form.Required("topics");
        return [.. form.Words("topics")];
    }

    private static Items<string> Lines(Posted form, string field) => [.. (form.Text(field) ?? "").Split(
        '\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Yuan with at most two decimals.</summary>
    private static long Fen(Posted form)
    {
        var text = form.Required("costFen");
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan)
            && yuan <= YuanMax && yuan * 100 == Math.Floor(yuan * 100)) return (long)(yuan * 100);
        if (text.Length > 0)
            form.Wrong("costFen", "请填写金额（元），例如 120 或 35.5", "An amount in yuan, such as 120 or 35.5");
        return 0;
    }
}
