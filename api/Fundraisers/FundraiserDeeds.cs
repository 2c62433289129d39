using Federation.Api.JointActions;
using Federation.Domain.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <summary>What a coordinator does with a campaign, for the API and for pages alike.</summary>
internal static class FundraiserDeeds
{
    public static Task<Done> Create(Post post, CreateFundraiserBody body)
    {
        var id = post.Id(body.Id);
        var window = new CampaignWindow(
            DayOrMonth.First(body.OpensOn, "opensOn"),
            body.ClosesOn is { } closes ? DayOrMonth.Last(closes, "closesOn") : null,
            DayOrMonth.IsMonth(body.OpensOn), body.ClosesOn is { } month && DayOrMonth.IsMonth(month),
            body.LastsMonths);
        var region = post.Rows.RequireAlliance(body.AllianceId, "allianceId");
        var action = body.JointActionId is { } named ? FindAction(post, named) : null;
        return post.Run(
            Fundraiser.Boundary.Stream(id),
            () => new FundraiserCommand.Create(
                body.AllianceId, body.JointActionId, action?.AllianceId, body.Title, body.Platform, body.Purpose,
                window, body.TargetFen, body.RegistrationNumber, body.Url),
            post.Caller.Coordinates(body.AllianceId, region), id);
    }

    private static ActionOf FindAction(Post post, string id) =>
        post.Rows.FindAction(Post.Reference(id, "jointActionId")) ?? throw Problem.Absent(
            "joint-action-not-found", "jointActionId", "没有这项联合行动。", "There is no such joint action.");

    public static Task<Done> StateRelays(Post post, string campaign, RelaysBody body) =>
        Run(post, campaign, campaign, _ => new FundraiserCommand.StateRelays(body.Count));

    public static Task<Done> PublishTotal(Post post, string campaign, PublishedTotalBody body) =>
        Run(post, campaign, campaign, of =>
            new FundraiserCommand.PublishTotal(body.AmountFen, body.Source, post.AllGifts(of.Id)));

    public static Task<Done> Reconcile(Post post, string campaign, ReconciliationBody body)
    {
        var id = post.Id(body.Id);
        return Run(post, campaign, id, of => new FundraiserCommand.Reconcile(
            id, body.StatementFen, body.AsOf, body.Explanation, post.GiftsUpTo(of.Id, body.AsOf)));
    }

    public static Task<Done> Close(Post post, string campaign, FundraiserClosingBody body) =>
        Run(post, campaign, campaign, of => new FundraiserCommand.Close(body.Remainder, post.AllGifts(of.Id)));

    public static Task<Done> Run(Post post, string campaign, string id, Func<FundraiserOf, object> command)
    {
        var of = post.Rows.RequireFundraiser(campaign);
        return post.Run(
            Fundraiser.Boundary.Stream(of.Id), () => command(of), post.Caller.Coordinates(of), id);
    }
}

/// <summary>Spendings: entered by one person, decided by another.</summary>
internal static class SpendingDeeds
{
    public static async Task<Done> Enter(Post post, string campaign, SpendingBody body)
    {
        var id = post.Id(body.Id);
        var file = FileOf(post, body.Voucher);
        var done = await FundraiserDeeds.Run(post, campaign, id, of => new FundraiserCommand.EnterSpending(
            id,
            new(body.AmountFen, post.On, body.Purpose, body.Voucher, file, body.WithinPurpose, body.PurposeNote),
            post.AllGifts(of.Id)));
        await Keep(post, done, file);
        return done;
    }

    /// <summary>A voucher that is the id of a file must be a file that is there.</summary>
    public static string? FileOf(Post post, string voucher) =>
        voucher.Length != 64 || !voucher.All(char.IsAsciiHexDigitLower) ? null : post.Rows.One(
            "select id from files where id = @id", r => r.GetString(0), ("id", voucher)) ?? throw Problem.Absent(
            "attachment-not-found", "voucher", "没有找到该凭证文件，请重新上传。", "There is no such file; send it again.");

    /// <summary>Files that a spending refers to are not swept.</summary>
    public static async Task Keep(Post post, Done done, string? file)
    {
        if (done.Accepted && file is not null)
            await post.Log.Write("update files set referred = 1 where id = @id", ("id", file));
    }

    public static Task<Done> Approve(Post post, string campaign, string spending) => FundraiserDeeds.Run(
        post, campaign, Post.Reference(spending, "spendingId"), of => new FundraiserCommand.ApproveSpending(
            spending, post.Caller.Oversees(of), post.AllGifts(of.Id)));

    public static Task<Done> Refuse(Post post, string campaign, string spending, SpendingRefusalBody body) =>
        FundraiserDeeds.Run(
            post, campaign, Post.Reference(spending, "spendingId"), of => new FundraiserCommand.RefuseSpending(
                spending, post.Caller.Oversees(of), post.Text(body.Reason, "reason", of.Id)));
}
