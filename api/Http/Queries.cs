namespace Federation.Api.Http;

/// <summary>What a list's query string asks for, checked: closed choices, ids, and words to look for.</summary>
public static class Queries
{
    /// <summary>Characters of a search that are looked at.</summary>
    private const int WordsMax = 100;

    /// <summary>Refuses a query with a character that no text has before anything is read or drawn: a page that has
    /// begun to be drawn cannot be refused any more.</summary>
    public static void UseSoundQueries(this WebApplication app) => app.Use((http, next) =>
    {
        foreach (var (name, values) in http.Request.Query)
            if (values.Any(value => value?.Contains('\0') == true)) throw Reading.Wrong(
                name, $"“{name}”含有无效字符。", $"'{name}' holds a character that no text has.");
        return next(http);
    });

    /// <summary>The condition that goes with <see cref="Words"/> over a name's two columns; portable.</summary>
    public static string NameHas(string table) =>
        $"(lower({table}.name) like @q escape '!' or lower(coalesce({table}.name_en, '')) like @q escape '!')";

    /// <summary>The pattern of <c>q</c>: contains these words in any case; null: nothing is looked for.</summary>
    public static string? Words(this Reading reading)
    {
        if (reading.Text("q")?.Trim() is not { Length: > 0 } words) return null;
        var looked = words[..Math.Min(words.Length, WordsMax)].ToLowerInvariant();
        return $"%{looked.Replace("!", "!!").Replace("%", "!%").Replace("_", "!_")}%";
    }

    /// <summary>One value of an enumeration as it stands in rows, or null when it is not asked for.</summary>
    public static string? Choice<T>(this Reading reading, string name) where T : struct, Enum
    {
        if (reading.Text(name) is not { } text) return null;
        var known = Enum.GetValues<T>().Select(value => RowText.Of(value)).ToArray();
        return known.Contains(text) ? text : throw Reading.Wrong(
            name, $"“{name}”须为 {string.Join("、", known)} 之一。", $"'{name}' is one of {string.Join(", ", known)}.");
    }

    /// <summary>The condition that a column holds the id asked for; null when none is.</summary>
    public static Condition? Same(this Reading reading, string name, string column) =>
        reading.Id(name) is { } id ? new($"{column} = @{name}", (name, id)) : null;

    /// <summary>The condition that a column holds the choice asked for; null when none is.</summary>
    public static Condition? Same<T>(this Reading reading, string name, string column) where T : struct, Enum =>
        reading.Choice<T>(name) is { } choice ? new($"{column} = @{name}", (name, choice)) : null;

    /// <summary>The condition that something was recorded on the Shanghai days <c>from</c> to <c>to</c>.</summary>
    public static Condition Between(this Reading reading, string column) => Condition.All(
        reading.Day("from") is { } from ? new($"{column} >= @from", ("from", MidnightOf(from))) : null,
        reading.Day("to") is { } to
            ? new($"{column} < @until", ("until", MidnightOf(to) + TimeSpan.FromDays(1))) : null);

    /// <summary>An id to filter by, or null when none is asked for.</summary>
    public static string? Id(this Reading reading, string name) =>
        reading.Text(name) is { } id ? Post.Reference(id, name) : null;

    /// <summary>What a form that narrows the page was sent with, so that its fields keep it.</summary>
    public static FormState Typed(this Reading reading, params string[] fields)
    {
        var typed = new FormState();
        foreach (var field in fields) if (reading.Text(field) is { } value) typed.With(field, value);
        return typed;
    }

    private static DateTimeOffset MidnightOf(DateOnly day) => new(day, TimeOnly.MinValue, Days.Shanghai);

    /// <summary>A word of the route's address that is no id.</summary>
    public static string Route(this Reading reading, string name) => (string)reading.Http.Request.RouteValues[name]!;

    /// <summary>A name from its two columns.</summary>
    public static Name Name(this System.Data.Common.DbDataReader row, int column) =>
        new(row.GetString(column), row.Text(column + 1));
}
