namespace Federation.Api.JointActions;

/// <param name="Volunteers">Person-times of volunteers.</param>
public sealed record ReportBody(
    [Says("服务人次", "Person-times served", "来参加的居民；来两次算两人次", "Residents who came; somebody who came twice counts twice",
        Unit = "person-times")]
    Counted PersonTimes,
    [Says("志愿者人次", "Volunteers", Unit = "person-times")] long Volunteers,
    [Says("时长", "Length")] long Minutes,
    Items<Material> Materials = default,
    [Says("备注", "Note", "只有联盟和参与组织看得到。请不要写姓名和电话。",
        "Seen by the alliance only. Please leave out names and phone numbers.", Max = Post.TextMax, Lines = 3)]
    string? Note = null, DateOnly? On = null) : IDated;

/// <summary>The form of a session's report: a row for each material, the first of which may be taken from a stock.
/// </summary>
/// <remarks>Taking it makes two commands of one form: first the report, then the issue under a key derived from the
/// report's. Should only the second be refused, the report stands and the page says so.</remarks>
/// <param name="Sent">The form itself, which gets a new key once its report stands.</param>
public sealed record ReportForm(ReportBody Report, StockRow? Stock, FormState Sent) : IFromForm<ReportForm>
{
    private static readonly Refusal NotTaken = new(
        "reported-but-not-taken", "报告已记入，但没有从库存领取。", "The report is recorded; nothing was taken from the stock.",
        Field: "stock");

    public static ReportForm Of(Posted form)
    {
        var stock = Chosen(form);
        var served = Whole(form, "personTimes", SessionReport.PersonTimesMax);
        var precision = form.Choice<Precision>("precision") ?? Precision.Exact;
        var volunteers = Whole(form, "volunteers", SessionReport.VolunteersMax);
        var minutes = Whole(form, "minutes", SessionReport.MinutesMax);
        Items<Material> materials = [.. MaterialsOf(form, stock)];
        if (stock is not null && materials is [{ Count: 0 }, ..] && form.State.ErrorOf("copies1") is null)
            form.Wrong("copies1", "从库存领取的份数至少为 1", "At least 1 is taken from a stock");
        return new(new(new(served, precision), volunteers, minutes, materials, form.Text("note")), stock, form.State);
    }

    public static async Task<Done> Send(Post<ReportForm> post)
    {
        var (report, stock, sent) = post.Body;
        var reported = await Sessions.Report(post, report);
        if (!reported.Accepted || stock is null) return reported;
        var (action, session) = (post["id"], post["sessionId"]);
        var taken = await Stocks.Issue(post.For("stock"), stock.Id, new(
            report.Materials[0].Count, Sessions.HolderOf(post, action, session), action, session));
        if (taken.Problem is not { } why) return taken;
        sent.Renew(); // What is sent next is another wish than the report that stands.
        var no = NotTaken with { Zh = NotTaken.Zh + why.Zh, En = $"{NotTaken.En} {why.En}" };
        return taken with { Outcome = taken.Outcome with { Kind = OutcomeKind.Refused, Refusal = no } };
    }

    /// <summary>The stock that the form names; null: none, or one that is told beside its field.</summary>
    private static StockRow? Chosen(Posted form)
    {
        if (form.Text("stock") is not { } id) return null;
        var stock = Stocks.Named(form.Post.Rows, id);
        if (stock?.AllianceId == form.Post.Rows.RequireAction(form.Post["id"]).AllianceId) return stock;
        form.Wrong("stock", "请从列表中选择", "Choose from the list");
        return null;
    }

    /// <summary>Rows of the form with a name or a count; either without the other is an error beside it. What is
    /// taken from a stock has its name from there, where none was typed.</summary>
    private static IEnumerable<Material> MaterialsOf(Posted form, StockRow? stock)
    {
        for (var row = 1; row <= SessionReport.MaterialsMax && form.Form.ContainsKey($"materials{row}"); row++)
        {
            var (name, count) = (form.Text($"materials{row}"), form.Text($"copies{row}"));
            if (row == 1) name ??= stock?.Material.Zh;
            if (name is null && count is null) continue;
            if (name is null) form.Required($"materials{row}");
            var copies = Whole(form, $"copies{row}", SessionReport.CopiesMax);
            yield return new(name ?? "", copies, form.Ticked($"about{row}") ? Precision.About : Precision.Exact);
        }
    }

    /// <summary>A whole number that must be given, from 0 to a bound; the error stands beside the field.</summary>
    private static long Whole(Posted form, string field, long max)
    {
        if (form.Required(field).Length == 0 || form.Number(field) is not { } number) return 0;
        if (number < 0 || number > max) form.Wrong(
            field, $"请填写 0 至 {max} 的整数", $"A whole number from 0 to {max}");
        return number;
    }
}
