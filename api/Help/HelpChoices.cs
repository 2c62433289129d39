namespace Federation.Api.Help;

/// <summary>One who can be named as helper in a form: a mentor, a team or a package, and whose it is.</summary>
/// <param name="Value"><c>mentor:ID</c>, <c>team:ID</c> or <c>package:ID</c>.</param>
public sealed record Helper(string Value, string Organisation, string Text);

/// <summary>What the forms of mutual help offer to choose from.</summary>
public static class HelpChoices
{
    private const int TopicsMax = 40, HelpersMax = 500;

    /// <summary>Organisations the reader may act for: staff their own, coordinators those of their alliances.</summary>
    public static IReadOnlyList<PartyShown> OwnParties(this Reading reading)
    {
        var mine = reading.Caller.Organisations.ToHashSet();
        if (reading.Caller.Administrator || reading.Caller.Has(Role.Coordinator))
            mine.UnionWith(reading.Caller.ManagedOrganisations(reading.Rows));
        return [.. All(reading.Rows).Where(o => mine.Contains(o.Id))];
    }

    /// <summary>Who may receive help in a coordinator's books: also those of their region who are in no
    /// alliance.</summary>
    public static IReadOnlyList<PartyShown> ReceivingParties(this Reading reading) => reading.Caller.Administrator
        ? All(reading.Rows)
        : [.. All(reading.Rows).Where(o => reading.Caller.SpeaksFor(reading.Rows, o.Id))];

    /// <summary>Organisations that have asked for help, for the board's filter.</summary>
    public static IReadOnlyList<PartyShown> Askers(Rows rows) => All(
        rows, "and id in (select organisation from requests)");

    /// <summary>Organisations that have given or received confirmed help, for the ledger's filter.</summary>
    public static IReadOnlyList<PartyShown> OfLedger(Rows rows) => All(
        rows, "and id in (select provider from help_days union select receiver from help_days)");

    public static Choice[] Of(Lang lang, IEnumerable<PartyShown> parties) =>
        [.. parties.Select(p => new Choice(p.Id, lang.Of(p.Name)))];

    /// <summary>Topics that are known already, most telling first: of mentors and packages, then of requests.</summary>
    public static IReadOnlyList<string> Topics(Rows rows) =>
    [
        .. rows.All("select topics from mentors where state = 'accepted' limit 500", r => RowText.Words(r.Text(0)))
            .Concat(rows.All("select topics from library_versions limit 500", r => RowText.Words(r.Text(0))))
            .SelectMany(topics => topics)
            .Concat(rows.All("select distinct topic from requests limit 200", r => r.GetString(0)))
            .Distinct().Take(TopicsMax),
    ];

    /// <summary>Published packages one can ask for.</summary>
    public static Choice[] Packages(Rows rows, Lang lang) => [.. rows.All(
        "select i.item, v.title_zh, v.title_en from library_items i " +
        "join library_versions v on v.item = i.item and v.version = i.published where i.state = 'published' " +
        "order by v.title_zh limit @max",
        r => new Choice(r.GetString(0), lang.Of(r.Name(1))), ("max", HelpersMax))];

    /// <summary>Accepted mentors one can ask for by name.</summary>
    public static Choice[] Mentors(Reading reading, Lang lang) =>
        [.. MentorHelpers(reading, lang).Select(h => new Choice(h.Value["mentor:".Length..], h.Text))];

    /// <summary>Mentors, teams and (on wish) packages of these organisations.</summary>
    public static IReadOnlyList<Helper> Helpers(
        Reading reading, Lang lang, IReadOnlyCollection<string> organisations, bool packages)
    {
        var teams = reading.Rows.All(
            "select team, organisation, name_zh, name_en from teams where state = 'active' order by team limit @max",
            r => new Helper($"team:{r.GetString(0)}", r.GetString(1), $"{lang.T("团队：", "Team: ")}{lang.Of(r.Name(2))}"),
            ("max", HelpersMax));
        var items = !packages ? [] : reading.Rows.All(
            "select i.item, i.organisation, v.title_zh, v.title_en from library_items i join library_versions v " +
            "on v.item = i.item and v.version = i.published where i.state = 'published' order by i.item limit @max",
            r => new Helper(
                $"package:{r.GetString(0)}", r.GetString(1), $"{lang.T("活动包：", "Package: ")}{lang.Of(r.Name(2))}"),
            ("max", HelpersMax));
        var mentors = MentorHelpers(reading, lang)
            .Select(h => h with { Text = $"{lang.T("导师：", "Mentor: ")}{h.Text}" });
        var own = $"mentor:{reading.Caller.Mentor}";
        return
        [
            .. mentors.Concat(teams).Concat(items)
                .Where(h => organisations.Contains(h.Organisation) || h.Value == own),
        ];
    }

    /// <summary>The organisation of a helper as a form names it; null for one that is not there.</summary>
    public static string? OrganisationOf(Rows rows, string helper) => helper.Split(':') switch
    {
        ["mentor", var id] => rows.One(
            "select organisation from mentors where mentor = @id", r => r.GetString(0), ("id", id)),
        ["team", var id] => rows.One(
            "select organisation from teams where team = @id", r => r.GetString(0), ("id", id)),
        ["package", var id] => LibraryReading.OwnerOf(rows, id),
        _ => null,
    };

    /// <summary>The id of a helper of this kind, or null when the form names another kind.</summary>
    public static string? Named(string? helper, string kind) =>
        helper?.StartsWith(kind + ":", StringComparison.Ordinal) == true ? helper[(kind.Length + 1)..] : null;

    private static IReadOnlyList<PartyShown> All(Rows rows, string among = "") => rows.All<PartyShown>(
        $"select id, name, name_en from organisations where dissolved_on is null {among} order by village, id");

    private static IEnumerable<Helper> MentorHelpers(Reading reading, Lang lang)
    {
        var pool = MentorReading.Pool(reading.Rows, null, HelpersMax);
        var names = MentorReading.Names(reading, pool);
        return pool.Select(m => new Helper(
            $"mentor:{m.Id}", m.OrganisationId, HelpWords.Line(
                names.GetValueOrDefault(m.PersonId)?.Name ?? lang.T("导师", "Mentor"), lang.Of(m.Party.Name))));
    }
}
