namespace Federation.Api.JointActions;

/// <summary>Who went to a shop, as numbers by kind; a form has a field for each.</summary>
public sealed record VisitorsBody(int Alone = 0, int Pairs = 0) : IFromField<VisitorsBody>
{
    public static VisitorsBody Of(Posted form, string field) => FormBody<VisitorsBody>.Of(form);
}

/// <param name="Signed">Null: not stated.</param>
/// <param name="Version">Of the text that was signed: see <see cref="SigningBody"/>.</param>
public sealed record PledgeBody(
    Name Merchant, string VillageCode, DateOnly VisitedOn, bool? Signed = null, bool JoinsAlliance = false,
    Items<string> Promises = default, string? OrganisationId = null, bool Illustrative = false, string? Source = null,
    string? Id = null, DateOnly? On = null, int? Version = null) : IDated, IFromForm<PledgeBody>
{
    private enum Stated { Yes, No, NotStated }

    public static PledgeBody Of(Posted form)
    {
        var (organisation, village) = VisitEntry.Chosen(form);
        form.Required("visitedOn");
        return new(
            form.Name("merchant"), village, form.Day("visitedOn") ?? default,
            form.Choice<Stated>("signed") switch { Stated.Yes => true, Stated.No => false, _ => null },
            form.Ticked("joinsAlliance"), [.. form.ManyWords("promises")], organisation,
            Version: FormBody<SigningBody>.Of(form).Version);
    }
}

public sealed record PlanFirstVisitBody(
    Name Merchant, string VillageCode, DateOnly PlannedFor, VisitorsBody? Visitors = null,
    string? OrganisationId = null, bool Illustrative = false, string? Id = null, DateOnly? On = null)
    : IDated, IFromForm<PlanFirstVisitBody>
{
    public static PlanFirstVisitBody Of(Posted form)
    {
        var (organisation, village) = VisitEntry.Chosen(form);
        form.Required("plannedFor");
        return new(
            form.Name("merchant"), village, form.Day("plannedFor") ?? default, FormBody<VisitorsBody>.Of(form),
            organisation);
    }
}

public sealed record PlanVisitBody(
    DateOnly PlannedFor, VisitorsBody? Visitors = null, string? OrganisationId = null, DateOnly? On = null) : IDated;

/// <param name="Kept">What a check found; of a check only.</param>
/// <param name="Note">Sealed.</param>
/// <param name="NextOn">When one comes again.</param>
/// <param name="Version">Of the text that was signed: see <see cref="SigningBody"/>.</param>
public sealed record VisitBody(
    VisitResult Result, VisitorsBody? Visitors = null, int Leaflets = 0, Kept? Kept = null, string? Note = null,
    DateOnly? NextOn = null, Items<string> Promises = default, bool JoinsAlliance = false, int? Version = null,
    string? OrganisationId = null, DateOnly? On = null) : IDated;

/// <param name="Version">Of the text that was signed. Not given: the one in force on the day, if any; 0: not
/// stated.</param>
public sealed record SigningBody(int? Version = null, DateOnly? On = null) : IDated;

/// <summary>A step of a shop's record as its page sends it.</summary>
/// <param name="Step">As the API's addresses call it: signing, renewal, withdrawal …</param>
public sealed record PledgeStepForm(string Step, int? Version, string? Reason);
