using Federation.Api.Files;
using Federation.Domain.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <summary>Spendings: entered by one person, decided by another.</summary>
internal static class Spendings
{
    /// <summary>A voucher that is sent along goes before a number that was typed.</summary>
    public static async Task<Done> Enter(Post<SpendingForm> post)
    {
        var form = post.Body;
        var voucher = form.File is { } file ? await Kept(post, file) : form.Voucher ?? throw new ProblemException(
            Problem.Malformed("voucher", "请填写凭证编号，或上传凭证", "Give the voucher's number, or send the voucher"));
        return await Enter(post, new(
            form.AmountFen, new(form.Purpose), voucher, !form.Outside,
            form.PurposeNote is { } note ? new(note) : null));
    }

    private static async Task<string> Kept(Post post, Upload file)
    {
        await using var content = file.File.OpenReadStream();
        var (id, problem) = await FileRules.Keep(
            post.Http, post.Id(null, "voucher"), new(file.File.FileName, file.File.ContentType, content));
        return id ?? throw new ProblemException(problem! with { Field = "file" });
    }

    public static Task<Done> Enter(Post post, SpendingBody body)
    {
        var (id, file) = (post.Id(body.Id), FileOf(post, body.Voucher));
        return Enter(post, id, _ => new(
            body.AmountFen, post.On, body.Purpose, body.Voucher, file, body.WithinPurpose, body.PurposeNote));
    }

    private static async Task<Done> Enter(Post post, string id, Func<FundraiserOf, Spending> spending)
    {
        string? file = null;
        var done = await Campaigns.Run(post, of =>
        {
            var stated = spending(of);
            file = stated.FileId;
            return new FundraiserCommand.EnterSpending(id, stated, post.AllGifts(of.Id));
        }, id);
        if (done.Accepted && file is not null) // What a spending refers to is not swept.
            await post.Log.Refer(file);
        return done;
    }

    /// <summary>A correction is a spending of its own, which waits for a second person as the first did.</summary>
    public static Task<Done> Correct(Post post, MoneyCorrectionBody body, Func<FundraiserOf, string?> reason)
    {
        var (id, of) = (post.Id(body.Id), post.Rows.RequireFundraiser(post["id"]));
        var known = post.Rows.One(
            "select purpose_zh, purpose_en, voucher, file from fundraiser_spendings " +
            "where campaign = @campaign and spending = @spending",
            r => new Spending(body.Value, post.On, r.Name(0), r.GetString(2), r.Text(3), Corrects: body.Of),
            ("campaign", of.Id), ("spending", body.Of))
            ?? throw new ProblemException(Problem.Of(Fundraising.Refusals.NothingToCorrect));
        if (body.Voucher is { } voucher) known = known with { Voucher = voucher, FileId = FileOf(post, voucher) };
        return Enter(post, id, campaign => known with { ReasonId = reason(campaign) });
    }

    /// <summary>A voucher that is the id of a file must be a file that is there.</summary>
    private static string? FileOf(Post post, string voucher) =>
        voucher.Length != 64 || !voucher.All(char.IsAsciiHexDigitLower) ? null
            : FileReferences.Named(post, voucher, "voucher").Id;

    public static Task<Done> Approve(Post<Nothing> post) => Campaigns.Run(
        post, of => new FundraiserCommand.ApproveSpending(
            post["spendingId"], post.Caller.IsOfficialOf(of.RegionCode), post.AllGifts(of.Id)),
        post["spendingId"]);

    public static Task<Done> Refuse(Post<SpendingRefusalBody> post) => Campaigns.Run(
        post, of => new FundraiserCommand.RefuseSpending(
            post["spendingId"], post.Caller.IsOfficialOf(of.RegionCode), post.Text(post.Body.Reason, "reason", of.Id)),
        post["spendingId"]);
}

/// <summary>Corrections: always a new entry with its reason, never an edit.</summary>
internal static class MoneyCorrections
{
    public static Task<Done> Correct(Post<MoneyCorrectionBody> post)
    {
        var body = post.Body;
        if (!post.Caller.Coordinates(post.Rows.RequireFundraiser(post["id"]))) // Before anything is looked up.
            throw new ProblemException(Problem.Of(Asked.Refusals.NotCoordinator));
        if (string.IsNullOrWhiteSpace(body.Reason)) throw new ProblemException(Problem.Malformed(
            "reason", "请说明更正的原因。", "Say why it is corrected."));
        return body.Kind switch
        {
            CorrectionKind.Gift => Gift(post),
            CorrectionKind.Spending => Spendings.Correct(post, body, of => Reason(post, of)),
            CorrectionKind.PublishedTotal => Campaigns.Run(post, of => new FundraiserCommand.CorrectTotal(
                Day(body), body.Value, Reason(post, of), post.AllGifts(of.Id)), body.Of),
            _ => Campaigns.Run(post, of => new FundraiserCommand.CorrectRelays(
                Day(body), body.Value, Reason(post, of)), body.Of),
        };
    }

    private static string? Reason(Post<MoneyCorrectionBody> post, FundraiserOf of) =>
        post.Text(post.Body.Reason, "reason", of.Id);

    private static DateOnly Day(MoneyCorrectionBody body) => JointActions.DayOrMonth.First(body.Of, "of");

    private static Task<Done> Gift(Post<MoneyCorrectionBody> post)
    {
        var (of, body) = (post.Rows.RequireFundraiser(post["id"]), post.Body);
        var sheet = post.Rows.One(
            "select sheet from fundraiser_gifts where campaign = @campaign and external = @external",
            r => r.GetString(0), ("campaign", of.Id), ("external", body.Of))
            ?? throw new ProblemException(Problem.Of(Fundraising.Refusals.NothingToCorrect));
        return post.Run(
            GiftSheet.Boundary.Stream(of.Id, sheet),
            () => new GiftSheetCommand.CorrectGift(
                post.CampaignFacts(of.Id), body.Of, body.Value, Reason(post, of), post.AllGifts(of.Id)),
            post.Caller.Coordinates(of), body.Of);
    }
}
