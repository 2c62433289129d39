namespace Federation.Domain.Organisations;

public enum OrganisationKind
{
    NeighbourhoodAssociation, VolunteerServiceTeam, CommunitySocialOrganisation, Enterprise, Merchant, PublicBody,
    Other,
}

/// <summary>Not filed, filed with the community (备案), registered as a legal person (注册登记): lower to higher.</summary>
public enum LegalStatus { NotFiled, Filed, Registered }

/// <summary>From this day the organisation has this legal status.</summary>
public sealed record StatusTurn(DateOnly From, LegalStatus Status);

/// <summary>What people of the organisation may keep up to date themselves; no day's count rests on it.</summary>
public sealed record OrganisationProfile(
    Name Name, Items<string> Specialities, string? ContactPersonId = null, string? LeaderPersonId = null);

/// <summary>What counts rest on: kind, village and the day of establishment (null: not known).</summary>
public sealed record OrganisationStanding(OrganisationKind Kind, string VillageCode, DateOnly? EstablishedOn = null)
{
    /// <summary>The day from which it counts: its establishment, or its registration where that is not known.</summary>
    public DateOnly CountsFrom(DateOnly registeredOn) => EstablishedOn ?? registeredOn;
}

/// <summary>What another stream's rules need to know of an organisation; the gateway fills it from rows.</summary>
public sealed record OrganisationFacts(
    OrganisationKind Kind, string VillageCode, bool Illustrative = false, bool Dissolved = false);
