using Federation.Api.JointActions;
using Federation.Api.Spine;
using Federation.Domain.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <summary>What a coordinator does with a campaign, for the API and for pages alike.</summary>
internal static class FundraiserDeeds
{
    public static Task<Done> Create(Asking asking, CreateFundraiserBody body)
    {
        var id = asking.Id(body.Id);
        var window = new CampaignWindow(
            DayOrMonth.First(body.OpensOn, "opensOn"),
            body.ClosesOn is { } closes ? DayOrMonth.Last(closes, "closesOn") : null,
            DayOrMonth.IsMonth(body.OpensOn), body.ClosesOn is { } month && DayOrMonth.IsMonth(month),
            body.LastsMonths);
        var region = asking.Rows.RequireAlliance(body.AllianceId, "allianceId");
        var action = body.JointActionId is { } named ? FindAction(asking, named) : null;
        return asking.Run(
            Fundraiser.Boundary.Stream(id),
            () => new FundraiserCommand.Create(
                body.AllianceId, body.JointActionId, action?.AllianceId, body.Title, body.Platform, body.Purpose,
                window, body.TargetFen, body.RegistrationNumber, body.Url),
            asking.Caller.Coordinates(body.AllianceId, region), id);
    }

    private static ActionOf FindAction(Asking asking, string id) =>
        asking.Rows.FindAction(Asking.Reference(id, "jointActionId")) ?? throw Filters.Absent(
            "joint-action-not-found", "jointActionId", "没有这项联合行动。", "There is no such joint action.");

    public static Task<Done> StateRelays(Asking asking, string campaign, RelaysBody body) =>
        Run(asking, campaign, campaign, _ => new FundraiserCommand.StateRelays(body.Count));

    public static Task<Done> PublishTotal(Asking asking, string campaign, PublishedTotalBody body) =>
        Run(asking, campaign, campaign, of =>
            new FundraiserCommand.PublishTotal(body.AmountFen, body.Source, asking.AllGifts(of.Id)));

    public static Task<Done> Reconcile(Asking asking, string campaign, ReconciliationBody body)
    {
        var id = asking.Id(body.Id);
        return Run(asking, campaign, id, of => new FundraiserCommand.Reconcile(
            id, body.StatementFen, body.AsOf, body.Explanation, asking.GiftsUpTo(of.Id, body.AsOf)));
    }

    public static Task<Done> Close(Asking asking, string campaign, FundraiserClosingBody body) =>
        Run(asking, campaign, campaign, of => new FundraiserCommand.Close(body.Remainder, asking.AllGifts(of.Id)));

    public static Task<Done> Run(Asking asking, string campaign, string id, Func<FundraiserOf, object> command)
    {
        var of = asking.Rows.RequireFundraiser(campaign);
        return asking.Run(
            Fundraiser.Boundary.Stream(of.Id), () => command(of), asking.Caller.Coordinates(of), id);
    }
}

/// <summary>Spendings: entered by one person, decided by another.</summary>
internal static class SpendingDeeds
{
    public static async Task<Done> Enter(Asking asking, string campaign, SpendingBody body)
    {
        var id = asking.Id(body.Id);
        var file = FileOf(asking, body.Voucher);
        var done = await FundraiserDeeds.Run(asking, campaign, id, of => new FundraiserCommand.EnterSpending(
            id,
            new(body.AmountFen, asking.On, body.Purpose, body.Voucher, file, body.WithinPurpose, body.PurposeNote),
            asking.AllGifts(of.Id)));
        await Keep(asking, done, file);
        return done;
    }

    /// <summary>A voucher that is the id of a file must be a file that is there.</summary>
    public static string? FileOf(Asking asking, string voucher) =>
        voucher.Length != 64 || !voucher.All(char.IsAsciiHexDigitLower) ? null : asking.Rows.One(
            "select id from files where id = @id", r => r.GetString(0), ("id", voucher)) ?? throw Filters.Absent(
            "attachment-not-found", "voucher", "没有找到该凭证文件，请重新上传。", "There is no such file; send it again.");

    /// <summary>Files that a spending refers to are not swept.</summary>
    public static async Task Keep(Asking asking, Done done, string? file)
    {
        if (done.Accepted && file is not null)
            await asking.Log.Write("update files set referred = 1 where id = @id", ("id", file));
    }

    public static Task<Done> Approve(Asking asking, string campaign, string spending) => FundraiserDeeds.Run(
        asking, campaign, Asking.Reference(spending, "spendingId"), of => new FundraiserCommand.ApproveSpending(
            spending, asking.Caller.Oversees(of), asking.AllGifts(of.Id)));

    public static Task<Done> Refuse(Asking asking, string campaign, string spending, SpendingRefusalBody body) =>
        FundraiserDeeds.Run(
            asking, campaign, Asking.Reference(spending, "spendingId"), of => new FundraiserCommand.RefuseSpending(
                spending, asking.Caller.Oversees(of), asking.Text(body.Reason, "reason", of.Id)));
}
