namespace Federation.Api.Places;

/// <summary>Villages of adopted towns as choices of forms and filters; placeholders are none.</summary>
public static class VillageChoices
{
    /// <summary>Those that exist today, with the town's name where there are several towns.</summary>
    /// <param name="within">Only below this region; "" for all.</param>
    public static IReadOnlyList<Choice> Of(Reading reading, Lang lang, string within = "")
    {
        var villages = reading.Rows.All(
            "select v.code, v.name, v.name_en, t.name, t.name_en from villages v join towns t on t.code = v.town " +
            "where v.placeholder = 0 and (v.valid_to is null or v.valid_to > @today) " +
            "and v.code like @within order by v.code",
            r => (Code: r.GetString(0), Name: r.Name(1), Town: r.Name(3)),
            ("today", reading.Today), ("within", within + "%"));
        var several = villages.Select(v => v.Town).Distinct().Count() > 1;
        return [.. villages.Select(v => new Choice(
            v.Code, several ? $"{lang.Of(v.Town)} · {lang.Of(v.Name)}" : lang.Of(v.Name)))];
    }
}
