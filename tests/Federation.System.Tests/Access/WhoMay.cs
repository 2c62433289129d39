using Federation.Domain.Accounts;

namespace Federation.Tests.Access;

/// <summary>The words in which <c>who-may.txt</c> says whose things a route touches and who may. Each is told by role
/// and scope of the asker and by whose the thing is, never by asking the product.</summary>
public static class WhoMay
{
    private static readonly Dictionary<string, Func<Party, Estate, bool>> Words = new()
    {
        ["everyone"] = (_, _) => true,
        ["signed-in"] = (party, _) => party.Role is not null,
        // By the role alone, whatever is asked for.
        ["a-resident"] = (party, _) => party.Role is Role.Resident,
        ["a-mentor"] = (party, _) => party.Role is Role.Mentor,
        ["a-staff"] = (party, _) => party.Role is Role.OrganisationStaff,
        ["a-coordinator"] = (party, _) => party.Role is Role.Coordinator or Role.PlatformAdministrator,
        ["an-official"] = (party, _) => party.Role is Role.TownOfficial,
        ["an-auditor"] = (party, _) => party.Role is Role.Auditor,
        ["administrator"] = (party, _) => party.Role is Role.PlatformAdministrator,
        // Of the organisation whose thing it is.
        ["staff"] = (party, of) => party.Role is Role.OrganisationStaff && party.Scope == of.Organisation,
        ["helper"] = (party, of) => party.Role is Role.OrganisationStaff && party.Scope == of.Helper,
        ["mentor"] = (party, of) => party.Role is Role.Mentor && party.Scope == of.Known("mentors"),
        ["speaker"] = Speaks,
        ["its-coordinator"] = (party, of) =>
            of.WasMember ? party.Coordinates(of.Alliance, of.AllianceTown) : party.Coordinates("", of.Town),
        ["its-official"] = (party, of) => party.Role is Role.TownOfficial && party.Holds(of.Town),
        ["its-auditor"] = (party, of) => party.Role is Role.Auditor && party.Holds(of.Town),
        // Of the alliance whose thing it is, or that is named; of its region.
        ["member"] = (party, of) => party.Role is Role.OrganisationStaff && of.Members.Contains(party.Scope),
        ["its-mentor"] = (party, of) => party.Role is Role.Mentor && of.Mentors.Contains(party.Scope),
        ["coordinator"] = (party, of) => party.Coordinates(of.Alliance, of.AllianceTown),
        ["official"] = (party, of) => party.Role is Role.TownOfficial && party.Holds(of.AllianceTown),
        ["auditor"] = (party, of) => party.Role is Role.Auditor && party.Holds(of.AllianceTown),
        // Of the region that is named.
        ["regional"] = (party, of) =>
            party.Role is Role.PlatformAdministrator || (party.Role is Role.Coordinator && party.Holds(of.Town)),
    };

    public static bool Is(string words, Party party, Estate of) =>
        words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(word => Words[word](party, of));

    /// <summary>Words that the table uses and nobody defined.</summary>
    public static IEnumerable<string> Unknown(string words) =>
        words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !Words.ContainsKey(word));

    /// <summary>Speaks for the organisation as a coordinator: of the alliance that admitted it, or of its own region;
    /// an application, a refusal, a departure give nothing.</summary>
    private static bool Speaks(Party party, Estate of) => party.Role switch
    {
        Role.PlatformAdministrator => true,
        Role.Coordinator => party.Holds(of.Villages[0])
            || (of.IsMember && party.Coordinates(of.Alliance, of.AllianceTown)),
        _ => false,
    };
}
