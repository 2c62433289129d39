using Federation.Api.JointActions;
using Federation.Domain.JointActions;
using Federation.Domain.Merchants;

namespace Federation.Api.Merchants;

/// <summary>One version of an action's pledge text, as it was published.</summary>
public sealed record PledgeTextShown(
    long Version, DateOnly PublishedOn, Name Title, IReadOnlyList<Name> Promises, Name? Text, long? ValidMonths,
    bool Illustrative, string? Source);

internal static class PledgeTextReading
{
    /// <summary>All versions, the newest first.</summary>
    public static IReadOnlyList<PledgeTextShown> Of(Rows rows, string action) => rows.All(
        "select version, published_on, title_zh, title_en, promises, text_zh, text_en, valid_months, illustrative, " +
        "source from pledge_texts where action = @action order by version desc",
        r => new PledgeTextShown(
            r.GetInt64(0), r.Day(1)!.Value, r.Name(2), RowText.Names(r.Text(4)),
            r.Text(5) is { } text ? new(text, r.Text(6)) : null, r.Number(7), r.Flag(8), r.Text(9)),
        ("action", action));

    /// <summary>What signing needs of a version, the text's stream in the basis; null: not stated, or there is
    /// none.</summary>
    /// <param name="version">Null: the newest on the day. 0: not stated.</param>
    public static TextFacts? TextFacts(this Post post, string action, int? version, DateOnly day)
    {
        if (version == 0) return null;
        post.RestOn(PledgeText.Boundary.Stream(action));
        var found = post.Rows.One(
            "select version, published_on, valid_months from pledge_texts where action = @action and " +
            (version is null ? "published_on <= @day" : "version = @version") + " order by version desc limit 1",
            r => new TextFacts((int)r.GetInt64(0), r.Day(1)!.Value, (int?)r.Number(2)),
            ("action", action), ("day", day), ("version", version));
        return found is null && version is not null
            ? throw Problem.Absent("pledge-version-unknown", "version", "没有这一版承诺书。",
                "There is no such version of the text.")
            : found;
    }
}

/// <summary>What the public may see of merchants: those with a pledge in force, and those in the merchants'
/// alliance.</summary>
internal static class MerchantReading
{
    private const string Stands =
        "((p.signed = 'yes' and (p.valid_until is null or p.valid_until >= @today)) or p.member = 1)";

    /// <summary>By village and name, one row more than asked for; filters <c>village</c>, <c>action</c> and
    /// <c>q</c>.</summary>
    public static IReadOnlyList<PledgeEndpoints.PledgeRow> Found(Reading reading)
    {
        var where = new List<string> { Stands };
        var values = new List<(string, object?)> { ("today", reading.Today), ("max", reading.Limit + 1) };
        if (reading.Id("village") is { } village) (where, values) = ([.. where, "p.village = @village"],
            [.. values, ("village", village)]);
        if (reading.Id("action") is { } action) (where, values) = ([.. where, "p.action = @action"],
            [.. values, ("action", action)]);
        if (reading.Words() is { } words) (where, values) = (
            [.. where, "(lower(p.merchant_zh) like @q escape '!' or lower(p.merchant_en) like @q escape '!')"],
            [.. values, ("q", words)]);
        if (reading.Cursor.Split('|') is [var v, var shop, var a, var id])
        {
            where.Add("(p.village > @v or (p.village = @v and (p.shop > @shop or (p.shop = @shop and " +
                "(p.action > @a or (p.action = @a and p.pledge > @id))))))");
            values.AddRange([("v", v), ("shop", shop), ("a", a), ("id", id)]);
        }

        return reading.Rows.All(
            $"select {PledgeEndpoints.Columns} from pledges p where {string.Join(" and ", where)} " +
            "order by p.village, p.shop, p.action, p.pledge limit @max",
            r => PledgeEndpoints.Read(r, reading.Today), [.. values]);
    }

    public static string CursorOf(PledgeEndpoints.PledgeRow row) =>
        $"{row.VillageCode}|{Shop.Key(row.Merchant.Zh)}|{row.ActionId}|{row.Id}";

    /// <summary>Actions and villages that have such a shop, to choose from.</summary>
    public static IReadOnlyList<string> With(Reading reading, string column) => reading.Rows.All(
        $"select distinct p.{column} from pledges p where {Stands} order by p.{column} limit 500",
        r => r.GetString(0), ("today", reading.Today));
}
