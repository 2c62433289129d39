using Federation.Log.Places;

namespace Federation.Api.Accounts;

/// <summary>What the scopes of roles are called, and which scopes one can choose.</summary>
public sealed class ScopeNames
{
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
    public static IReadOnlyList<Choice> Choices(Reading reading, Choose choose, Lang lang)
    {
        var organisations = choose.From(
            "select id, name, name_en from organisations where dissolved_on is null order by village, id");
        if (!reading.Caller.Administrator)
        {
            var managed = reading.Caller.ManagedOrganisations(reading.Rows);
            return [.. organisations.Where(o => managed.Contains(o.Value))];
        }

        return
        [
            new(Account.Everywhere, lang.T("全平台", "Everywhere")),
            .. Called("联盟：", "Alliance: ", choose.From("select id, name, name_en from alliances order by id")),
            .. Called("镇街：", "Town: ", choose.From("select code, name, name_en from towns order by code")),
            .. Called("组织：", "Organisation: ", organisations),
        ];

        IEnumerable<Choice> Called(string zh, string en, IReadOnlyList<Choice> choices) =>
            choices.Select(c => c with { Text = lang.T(zh, en) + c.Text });
    }
}
