namespace Federation.Api.Http;

/// <summary>Choices of select fields, as far as the reader may choose them.</summary>
public sealed class Choose(Reading reading, Lang lang)
{
    private const int Max = 500;

    /// <summary>What a statement of id, name and English name finds.</summary>
    public IReadOnlyList<Choice> From(string sql, params (string Name, object? Value)[] values) =>
    [
        .. reading.Rows.All(
            sql + " limit @max", r => new Choice(r.GetString(0), lang.Of(r.Name(1))), [.. values, ("max", Max)]),
    ];

    /// <summary>Alliances that the reader coordinates.</summary>
    public IReadOnlyList<Choice> Alliances()
    {
        var own = reading.Coordinated();
        return
        [
            .. reading.Rows.All(
                "select id, name, name_en from alliances order by id",
                r => new Choice(r.GetString(0), lang.Of(r.Name(1)))).Where(a => own.Contains(a.Value)),
        ];
    }

    /// <summary>Alliances that the reader coordinates as <c>alliance|</c>, organisations that they are staff of as
    /// <c>alliance|organisation</c>.</summary>
    /// <param name="around">Also organisations of no alliance, under the one around their village.</param>
    public IReadOnlyList<Choice> Holders(bool around = false)
    {
        Func<Rows, string, string?> alliance = around ? Parties.AllianceOf : Parties.MembershipOf;
        return
        [
            .. Alliances().Select(a => a with { Value = $"{a.Value}|" }),
            .. reading.OwnParties().Select(o => (Own: o, In: alliance(reading.Rows, o.Id)))
                .Where(o => o.In is not null)
                .Select(o => new Choice($"{o.In}|{o.Own.Id}", lang.Of(o.Own.Name))),
        ];
    }

    /// <summary>Members of an alliance, suspended ones too.</summary>
    public IReadOnlyList<Choice> Members(string alliance) => From(
        "select o.id, o.name, o.name_en from memberships m join organisations o on o.id = m.organisation " +
        "where m.alliance = @alliance and m.state in ('member', 'suspended') order by o.id", ("alliance", alliance));

    /// <summary>Series of a joint action, in their order.</summary>
    public IReadOnlyList<Choice> Series(string action) =>
    [
        .. JointActions.ActionFactsReading.SeriesOf(reading.Rows, action)
            .Select(series => new Choice(series.Id, $"{series.Order}. {lang.Of(series.Title)}")),
    ];

    /// <summary>Joint actions of an alliance, the latest first.</summary>
    public IReadOnlyList<Choice> Actions(string alliance) => From(
        "select action, title_zh, title_en from actions where alliance = @alliance order by from_day desc, action",
        ("alliance", alliance));
}
