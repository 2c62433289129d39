namespace Federation.Tests.Faults;

/// <summary>Commands about people, organisations, members, areas and accounts.</summary>
internal static class RegistryWishes
{
    /// <summary>So few user names and credit codes that clients clash over them.</summary>
    private const int Names = 400, Codes = 4;

    private static readonly string[] Statuses = ["not-filed", "filed", "registered"];
    private static readonly string[] Roles = ["volunteer", "staff", "area-representative"];

    public static IEnumerable<Wish> All => [.. Registry, .. Alliance, .. Accounts];

    private static IEnumerable<Wish> Registry =>
    [
        new("person", 8, (world, random) => world.Pick("organisation", random) is { } id ? ("/people", new
        {
            organisationId = id, name = $"王{random.Next(1_000)}", phone = "13812345678", roles = new[] { "volunteer" },
        }) : null, Makes: "person"),
        new("person-roles", 4, (world, random) => world.Pick("person", random) is { } id
            ? ($"/people/{id}/roles", new { roles = new[] { Roles[random.Next(3)] } }) : null),
        new("erasure", 2, (world, random) => world.Pick("person", random) is { } id
            ? ($"/people/{id}/erasure", new { }) : null),
        new("organisation", 3, (world, random) => (
            "/organisations", Organisation($"街坊会 {random.Next(1_000)}", world.Village(random))), Makes: "organisation"),
        new("profile", 4, (world, random) => world.Pick("organisation", random) is { } id
            ? ($"/organisations/{id}/profile", new { name = $"新名 {random.Next(50)}", specialities = new[] { "助老" } })
            : null),
        new("legal-status", 3, (world, random) => world.Pick("organisation", random) is { } id
            ? ($"/organisations/{id}/legal-status", new { legalStatus = Statuses[random.Next(3)] }) : null),
        new("credit-code", 4, (world, random) => world.Pick("organisation", random) is { } id
            ? ($"/organisations/{id}/credit-code", new { creditCode = Code(random.Next(Codes + 1)) }) : null),
    ];

    private static IEnumerable<Wish> Alliance =>
    [
        Step("application", 4, (id, _) => ("applications", new { organisationId = id, statement = "愿意互助" })),
        Step("admission", 5, (id, _) => ($"applications/{id}/admission", new { })),
        Step("suspension", 3, (id, _) => ($"members/{id}/suspension", new { reason = "未参加活动" })),
        Step("reinstatement", 3, (id, _) => ($"members/{id}/reinstatement", new { })),
        Step("departure", 3, (id, _) => ($"members/{id}/departure", new { reason = "另有安排" })),
        new("area", 2, (world, random) => (
            $"/alliances/{World.Alliance}/areas", new { name = "片区", villageCodes = new[] { world.Village(random) } }),
            Makes: "area"),
        new("area-change", 3, (world, random) => world.Pick("area", random) is { } id
            ? ($"/alliances/{World.Alliance}/areas/{id}", new
            {
                name = $"片区 {random.Next(9)}",
                villageCodes = random.Next(3) == 0 ? [] : new[] { world.Village(random) },
            }) : null),
        new("representative", 3, (world, random) =>
            world.Pick("area", random) is { } id && world.Pick("person", random) is { } person
                ? ($"/alliances/{World.Alliance}/areas/{id}/representative", new { personId = person }) : null),
    ];

    private static IEnumerable<Wish> Accounts =>
    [
        new("account", 2, (_, random) => (
            "/accounts", new { userName = $"user-{random.Next(Names)}", roles = Array.Empty<object>() }),
            Makes: "account", ByAdministrator: true),
        new("account-roles", 2, (world, random) => world.Pick("account", random) is { } id
            ? ($"/accounts/{id}/roles", new
            {
                roles = new[]
                {
                    new { role = "coordinator", scope = World.Town }, new { role = "auditor", scope = "*" },
                }.Take(random.Next(3)),
            }) : null, ByAdministrator: true),
    ];

    public static object Organisation(string name, string village) => new
    {
        name, kind = "neighbourhood-association", villageCode = village, legalStatus = "not-filed",
        specialities = new[] { "助老" }, contact = new { name = "李小红", phone = "13912345678" },
    };

    private static Wish Step(string kind, int weight, Func<string, Random, (string Path, object Body)> make) => new(
        kind, weight, (world, random) =>
        {
            if (world.Pick("organisation", random) is not { } id) return null;
            var (path, body) = make(id, random);
            return ($"/alliances/{World.Alliance}/{path}", body);
        });

    /// <summary>One of few codes, or none: giving one up lets another organisation have it.</summary>
    private static string? Code(int number) => number == Codes ? null : $"5144060500000000{number:00}";
}
