using Federation.Api.Organisations;
using Federation.Domain.Accounts;
using Federation.Log.Places;

namespace Federation.Api.Accounts;

/// <summary>What the scopes of roles are called, and which scopes one can choose.</summary>
public sealed class ScopeNames
{
    /// <summary>A longer list than this is no help on a phone; the rest is typed by id or code.</summary>
    private const int ChoicesMax = 500;

    private const int AtOnce = 200;
    private static readonly Name Everywhere = new("全平台", "everywhere");
    private readonly Dictionary<(string Kind, string Id), Name> _names = [];
    private readonly Country _country;

    private ScopeNames(Country country) => _country = country;

    /// <summary>Names of all scopes of these roles, read at once.</summary>
    public static ScopeNames Of(Reading reading, IEnumerable<RoleGrant> roles)
    {
        var names = new ScopeNames(reading.Http.RequestServices.GetRequiredService<Country>());
        foreach (var chunk in roles.Select(r => r.Scope).Distinct().Where(s => s != Account.Everywhere).Chunk(AtOnce))
        {
            var among = string.Join(", ", chunk.Select((_, i) => $"@s{i}"));
            reading.Rows.Each(
                $"select 'alliance', id, name, name_en from alliances where id in ({among}) union all " +
                $"select 'organisation', id, name, name_en from organisations where id in ({among}) union all " +
                $"select 'region', code, name, name_en from towns where code in ({among})",
                row => names._names[(row.GetString(0), row.GetString(1))] = new(row.GetString(2), row.Text(3)),
                [.. chunk.Select((scope, i) => ($"s{i}", (object?)scope))]);
        }

        return names;
    }

    /// <summary>The scope's name; its id or code where nothing has it.</summary>
    public Name Of(RoleGrant grant)
    {
        if (grant.Scope == Account.Everywhere) return Everywhere;
        var kind = grant.Role switch
        {
            Role.OrganisationStaff => "organisation",
            Role.Coordinator or Role.Auditor when !grant.Scope.All(char.IsAsciiDigit) => "alliance",
            _ => "region",
        };
        return _names.TryGetValue((kind, grant.Scope), out var name) ? name
            : kind == "region" && _country.Find(grant.Scope) is { } region ? new(region.Name)
            : new(grant.Scope);
    }

    /// <summary>Scopes to choose from: a coordinator's are the organisations whose staff they manage.</summary>
    public static IReadOnlyList<Choice> Choices(Reading reading, Lang lang)
    {
        var organisations = reading.Rows.All(
            "select id, name, name_en from organisations where dissolved_on is null order by village, id limit @max",
            r => (Id: r.GetString(0), Name: new Name(r.GetString(1), r.Text(2))), ("max", ChoicesMax));
        if (!reading.Caller.Administrator)
        {
            var coordinated = reading.Caller.ManagedOrganisations(reading.Rows);
            return [.. organisations.Where(o => coordinated.Contains(o.Id))
                .Select(o => new Choice(o.Id, lang.Of(o.Name)))];
        }

        var wider = reading.Rows.All(
            "select 1, id, name, name_en from alliances " +
            "union all select 2, code, name, name_en from towns order by 1, 2",
            r => (Town: r.GetInt64(0) == 2, Id: r.GetString(1), Name: new Name(r.GetString(2), r.Text(3))));
        return
        [
            new(Account.Everywhere, lang.T("全平台", "Everywhere")),
            .. wider.Select(w => new Choice(w.Id, Kind(w.Town, lang) + lang.Of(w.Name))),
            .. organisations.Select(o => new Choice(o.Id, lang.T("组织：", "Organisation: ") + lang.Of(o.Name))),
        ];
    }

    private static string Kind(bool town, Lang lang) =>
        town ? lang.T("镇街：", "Town: ") : lang.T("联盟：", "Alliance: ");
}
