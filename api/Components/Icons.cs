namespace Federation.Api.Components;

/// <summary>Our own drawings on a 24 × 24 sheet, as stroke paths. They only ever accompany a word.</summary>
public static class Icons
{
    private static readonly Dictionary<string, string> Paths = new()
    {
        ["home"] = "M4 11.5 12 4.5l8 7M6.5 10v9.5h11V10M10 19.5v-5h4v5",
        ["people"] = "M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11ZM3 19.5c0-3.4 2.7-5.6 6-5.6s6 2.2 6 5.6"
            + "M15.5 5.2a3 3 0 0 1 0 5.6M17.5 14.4c2.2.7 3.5 2.6 3.5 5.1",
        ["help"] = "M12 19.5c-5-3.4-8-6.3-8-9.8A4.2 4.2 0 0 1 12 7.4a4.2 4.2 0 0 1 8 2.3c0 3.5-3 6.4-8 9.8Z",
        ["flag"] = "M6 20.5v-16M6 5c4-2 7 2 12 0v8.5c-5 2-8-2-12 0",
        ["grid"] = "M4.5 4.5h15v15h-15ZM4.5 9.5h15M4.5 14.5h15M9.5 4.5v15M14.5 4.5v15",
        ["person"] = "M12 11.5a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2ZM4.8 20c.4-3.9 3.3-6 7.2-6s6.8 2.1 7.2 6",
        ["topic"] = "M5 4.5h14v15l-7-4-7 4Z",
        ["free"] = "M5 6.5h14v13H5ZM5 10.5h14M8.5 4v4M15.5 4v4M9.5 15l2 2 3.5-3.5",
        ["distance"] = "M12 21c4-4.5 6.5-7.7 6.5-11a6.5 6.5 0 0 0-13 0c0 3.3 2.5 6.5 6.5 11ZM12 12.2"
            + "a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z",
        ["last"] = "M12 20a8 8 0 1 0-8-8M4 6.5V12h5.5M12 7.5V12l3 2",
        ["rating"] = "m12 4 2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.7L7 19l1.1-5.5L4 9.7 9.6 9Z",
        ["info"] = "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 11v5.5M12 7.6v.2",
        ["ok"] = "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM8 12.3l2.8 2.8 5.2-5.6",
        ["warn"] = "M12 4 2.8 19.5h18.4ZM12 10v4.5M12 17v.2",
        ["error"] = "M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7ZM9 9l6 6M15 9l-6 6",
        ["next"] = "m9.5 5.5 6.5 6.5-6.5 6.5",
        ["back"] = "m14.5 5.5-6.5 6.5 6.5 6.5",
        ["dot"] = "M12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
    };

    public static string Path(string name) => Paths.GetValueOrDefault(name, Paths["dot"]);
}
