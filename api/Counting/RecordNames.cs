namespace Federation.Api.Counting;

/// <summary>Names behind ids on one page; each is looked up once.</summary>
public sealed class RecordNames(Rows rows)
{
    private readonly Dictionary<(string Table, string Id), Name> _known = [];

    /// <summary>Those of the page that is being answered.</summary>
    public static RecordNames Of(Reading reading) => reading.Http.RequestServices.GetRequiredService<RecordNames>();

    public Name Village(string code) => Of("name, name_en from villages where code", code);

    public Name Town(string code) => Of("name, name_en from towns where code", code);

    public Name Account(string id) => Of("user_name, null from accounts where id", id);

    public Name Organisation(string id) => Of("name, name_en from organisations where id", id);

    public Name Alliance(string id) => Of("name, name_en from alliances where id", id);

    public Name Action(string id) => Of("title_zh, title_en from actions where action", id);

    public Name Deliberation(string id) => Of("question_zh, question_en from deliberations where deliberation", id);

    public Name Campaign(string id) => Of("title_zh, title_en from fundraisers where campaign", id);

    public Name Package(string id) => Of("title_zh, title_en from library_items where item", id);

    public Name Team(string id) => Of("name_zh, name_en from teams where team", id);

    public Name Series(string action, string series) =>
        Of("title_zh, title_en from action_series where action = @action and series", series, action);

    public Name Part(string action, string scope) =>
        Of("name_zh, name_en from action_scope_names where action = @action and scope", scope, action);

    private Name Of(string from, string id, string? action = null)
    {
        if (_known.TryGetValue((from + action, id), out var known)) return known;
        return _known[(from + action, id)] = rows.One(
            $"select {from} = @id", r => r.Name(0), ("id", id), ("action", action)) ?? new(id);
    }
}
