namespace Federation.Api.Access;

/// <summary>Who is of an alliance, and so sees its mentors by name and what its members ask for.</summary>
public static class Belonging
{
    /// <summary>Whether the reader is of an alliance: staff of a member, a mentor it has accepted, or its
    /// coordinator.</summary>
    public static Func<string?, bool> BelongsTo(this Reading reading)
    {
        var own = reading.Caller.Organisations.SelectMany(o => reading.Rows.All(
            "select alliance from memberships where organisation = @o and state in ('member', 'suspended')",
            r => r.GetString(0), ("o", o))).ToHashSet();
        if (reading.Caller.Mentor is { } mentor && reading.Rows.One(
            "select alliance from mentors where mentor = @mentor and state = 'accepted'", r => r.GetString(0),
            ("mentor", mentor)) is { } alliance) own.Add(alliance);
        var coordinated = new Dictionary<string, bool>();
        return asked =>
        {
            if (asked is null) return reading.Caller.Administrator;
            if (own.Contains(asked)) return true;
            if (!coordinated.TryGetValue(asked, out var known))
                coordinated[asked] = known = reading.Caller.CoordinatesAlliance(reading.Rows, asked);
            return known;
        };
    }
}
