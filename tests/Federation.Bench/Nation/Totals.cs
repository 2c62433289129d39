using System.Text.Json;
using Federation.Domain;

namespace Federation.Bench.Nation;

/// <summary>What was held in a region, in a period, under a theme.</summary>
internal sealed class Held
{
    public long Sessions, PersonTimes, Inexact, VolunteerTimes, Minutes, Copies, VillagesReached, Delivering;

    public void Add(Held other)
    {
        Sessions += other.Sessions;
        PersonTimes += other.PersonTimes;
        Inexact += other.Inexact;
        VolunteerTimes += other.VolunteerTimes;
        Minutes += other.Minutes;
        Copies += other.Copies;
        VillagesReached += other.VillagesReached;
        Delivering += other.Delivering;
    }
}

/// <summary>What stands in a region at the end of each period, and the minutes of help within it.</summary>
internal enum Stock { Villages, Covered, Members, Mentors, Teams, Served, SupportMinutes }

/// <summary>The generator's own count of one region, by plain adding: it shares no code with the product's.</summary>
internal sealed class RegionTotal(string code)
{
    /// <summary>The whole year, then its months.</summary>
    public const int Periods = 13;

    private readonly Held?[,] _held = new Held?[Periods, Themes.All.Length + 1];
    private readonly long[,] _stocks = new long[Periods, Enum.GetValues<Stock>().Length];

    public string Code { get; } = code;

    /// <param name="theme">0: whatever the theme.</param>
    public Held this[int period, int theme] => _held[period, theme] ??= new();

    /// <summary>It stands from a day on, and before another no more (null: it stays).</summary>
    public void Stands(Stock what, DateOnly from, DateOnly? until = null, long count = 1)
    {
        for (var period = 0; period < Periods; period++)
        {
            var last = Year.LastOf(period);
            if (from <= last && !(until <= last)) _stocks[period, (int)what] += count;
        }
    }

    /// <summary>Minutes of a day.</summary>
    public void Helped(DateOnly day, long minutes)
    {
        if (day.Year != Year.Number) return;
        _stocks[0, (int)Stock.SupportMinutes] += minutes;
        _stocks[day.Month, (int)Stock.SupportMinutes] += minutes;
    }

    /// <summary>What each organisation of a village held there.</summary>
    public void AddHeld(IEnumerable<Held?[,]> ofOrganisations)
    {
        foreach (var held in ofOrganisations)
            for (var period = 0; period < Periods; period++)
            for (var theme = 0; theme <= Themes.All.Length; theme++)
                if (held[period, theme] is { } one)
                {
                    this[period, theme].Add(one);
                    this[period, theme].VillagesReached = 1;
                }
    }

    public void Add(RegionTotal other)
    {
        for (var period = 0; period < Periods; period++)
        {
            for (var theme = 0; theme <= Themes.All.Length; theme++)
                if (other._held[period, theme] is { } held) this[period, theme].Add(held);
            for (var what = 0; what < _stocks.GetLength(1); what++)
                _stocks[period, what] += other._stocks[period, what];
        }
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("code", Code);
        json.WriteStartArray("periods");
        for (var period = 0; period < Periods; period++)
        {
            json.WriteStartObject();
            json.WriteString("from", Days.Text(Year.FirstOf(period)));
            json.WriteString("to", Days.Text(Year.LastOf(period)));
            foreach (var what in Enum.GetValues<Stock>())
                json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName($"{what}"), _stocks[period, (int)what]);
            json.WriteStartArray("themes");
            for (var theme = 0; theme <= Themes.All.Length; theme++) Write(json, theme, _held[period, theme] ?? new());
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, int theme, Held held)
    {
        json.WriteStartObject();
        if (theme > 0) json.WriteString("theme", Themes.All[theme - 1].Name);
        else json.WriteNull("theme");
        json.WriteNumber("sessions", held.Sessions);
        json.WriteNumber("personTimes", held.PersonTimes);
        json.WriteNumber("inexact", held.Inexact);
        json.WriteNumber("volunteerTimes", held.VolunteerTimes);
        json.WriteNumber("minutes", held.Minutes);
        json.WriteNumber("materials", held.Copies);
        json.WriteNumber("villagesReached", held.VillagesReached);
        json.WriteNumber("deliveringOrganisations", held.Delivering);
        json.WriteEndObject();
    }
}

/// <summary>The year that is told of.</summary>
internal static class Year
{
    public const int Number = 2025;

    public static DateOnly First { get; } = new(Number, 1, 1);

    public static DateOnly Last { get; } = new(Number, 12, 31);

    /// <param name="period">0: the year; else the month.</param>
    public static DateOnly FirstOf(int period) => period == 0 ? First : new(Number, period, 1);

    public static DateOnly LastOf(int period) => period == 0 ? Last : FirstOf(period).AddMonths(1).AddDays(-1);
}

/// <summary>What joint actions are about, and their series.</summary>
internal static class Themes
{
    public static readonly (string Name, string[] Series)[] All =
    [
        ("助老", ["探访独居老人", "长者饭堂", "银龄课堂"]), ("儿童友好", ["四点半课堂", "亲子阅读"]),
        ("环境", ["清洁家园", "垃圾分类", "河涌巡护"]), ("健康", ["健康义诊", "八段锦"]),
        ("平安", ["反诈宣传", "消防演练", "邻里调解"]), ("文化", ["传统节庆", "社区合唱"]),
    ];
}
