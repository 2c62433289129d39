using Federation.Domain.Fundraisers;
using Federation.Log.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <summary>Campaigns on licensed platforms, mirrored: no money passes through here.</summary>
public static class Campaigns
{
    /// <summary>Auditors look at the account and approve nothing.</summary>
    private const Who Approvers = Who.Official | Who.Coordinators;

    private static readonly Told Taken = new("已办好", "Done");

    public static readonly Feature Feature = new("/fundraisers", [typeof(Fundraising.Refusals)], campaigns =>
    {
        campaigns.Get<Listed<FundraiserRow>, FundraisersPage>(
            "", Who.Everyone, FundraiserReading.Found, "alliance action state");
        campaigns.Json("/{id}", Who.Everyone, FundraiserReading.One, "asOf:date");
        campaigns.Json("/{id}/account", Who.Everyone, FundraiserReading.Account);
        campaigns.Json("/{id}/gifts", Who.Everyone, GiftReading.OfCampaign);
        campaigns.Json("/{id}/spendings", Who.Everyone, FundraiserReading.EverySpending);
        campaigns.File("/template", Who.Everyone, _ => Task.FromResult(Results.File(
            [.. System.Text.Encoding.UTF8.Preamble, .. System.Text.Encoding.UTF8.GetBytes(GiftFile.Template)],
            CsvFile.Type, "gifts.csv")));
        var form = campaigns.Form<NewFundraiserPage>("/new", Who.Coordinators);
        campaigns.Page<FundraiserView, FundraiserPage>("/{id}", Who.Everyone, FundraiserView.Of);
        var desk = campaigns.Page<FundraiserView, FundraiserManagePage>(
            "/{id}/manage", Who.Officials, FundraiserView.ForItsKeepers);
        campaigns.Add<CreateFundraiserBody>(
            "", Who.Coordinators, Create, form, desk, Taken with { Key = "created" });
        MoneyIn(campaigns, desk);
        MoneyOut(campaigns, desk);
        campaigns.Add<MoneyCorrectionBody>("/{id}/corrections", Who.Coordinators, MoneyCorrections.Correct, desk,
            told: Taken, made: (post, _) => $"/api/v1/fundraisers/{post["id"]}/account");
        campaigns.Do<FundraiserClosingBody>("/{id}/closing", Who.Coordinators, post => Run(post, of =>
            new FundraiserCommand.Close(post.Body.Remainder, post.AllGifts(of.Id))), desk, told: Taken);
    });

    private static void MoneyIn(FeatureRoutes campaigns, PageRoute desk)
    {
        campaigns.Add<GiftBody>("/{id}/gifts", Who.Coordinators, GiftImport.Add, desk, told: Taken,
            made: (post, done) =>
                done.Says(GiftImport.AlreadyThere) ? null : $"/api/v1/fundraisers/{post["id"]}/gifts");
        campaigns.Add<PublishedTotalBody>("/{id}/published-totals", Who.Coordinators, post => Run(post, of =>
            new FundraiserCommand.PublishTotal(post.Body.AmountFen, post.Body.Source, post.AllGifts(of.Id))),
            desk, told: Taken);
        campaigns.Add<RelaysBody>("/{id}/relays", Who.Coordinators, post => Run(post, _ =>
            new FundraiserCommand.StateRelays(post.Body.Count)), desk, told: Taken);
        campaigns.Other("POST", "/{id}/import", Who.Coordinators, GiftFiles.ImportAsync)
            .WithMetadata(GiftFiles.Bound);
        campaigns.Other("POST", "/{id}/import/preview", Who.Coordinators, GiftFiles.PreviewAsync)
            .WithMetadata(GiftFiles.Bound);
        var import = campaigns.Page<GiftImportView, GiftImportPage>(
            "/{id}/import", Who.Coordinators, GiftImportView.Of);
        campaigns.Look<GiftFileForm>("/{id}/import/preview", Who.Coordinators, GiftFiles.Look, import);
        campaigns.Send<SheetForm>("/{id}/import", Who.Coordinators, GiftFiles.ImportSeen, import, desk,
            Taken with { Key = "imported" }, more: done => $"&added={done["added"]}");
    }

    private static void MoneyOut(FeatureRoutes campaigns, PageRoute desk)
    {
        campaigns.Add<SpendingBody>("/{id}/spendings", Who.Coordinators, post => Spendings.Enter(post, post.Body),
            made: (post, _) => $"/api/v1/fundraisers/{post["id"]}/spendings");
        campaigns.Send<SpendingForm>("/{id}/spendings", Who.Coordinators, Spendings.Enter, desk, told: Taken);
        campaigns.Do<Nothing>("/{id}/spendings/{spendingId}/approval", Approvers, Spendings.Approve, desk,
            told: Taken);
        campaigns.Do<SpendingRefusalBody>("/{id}/spendings/{spendingId}/refusal", Approvers, Spendings.Refuse, desk,
            told: Taken);
        campaigns.Add<ReconciliationBody>("/{id}/reconciliations", Who.Coordinators, Reconcile, desk, told: Taken);
    }

    private static Task<Done> Create(Post<CreateFundraiserBody> post)
    {
        var (id, body) = (post.Id(post.Body.Id), post.Body);
        var window = FundraiserFacts.WindowOf(body.OpensOn, body.ClosesOn, body.LastsMonths);
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

    private static Task<Done> Reconcile(Post<ReconciliationBody> post)
    {
        var (id, body) = (post.Id(post.Body.Id), post.Body);
        return Run(post, of => new FundraiserCommand.Reconcile(
            id, body.StatementFen, body.AsOf, body.Explanation, post.GiftsUpTo(of.Id, body.AsOf)), id);
    }

    /// <param name="id">Of what is made or changed, where it is not the campaign.</param>
    internal static Task<Done> Run(Post post, Func<FundraiserOf, object> command, string? id = null)
    {
        var of = post.Rows.RequireFundraiser(post["id"]);
        return post.Run(
            Fundraiser.Boundary.Stream(of.Id), () => command(of), post.Caller.Coordinates(of), id ?? of.Id);
    }
}
