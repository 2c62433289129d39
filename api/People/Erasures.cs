namespace Federation.Api.People;

/// <summary>What follows the recorded fact of an erasure: the keys of all that was sealed of the person are destroyed.
/// </summary>
public static class Erasures
{
    private const string Readable =
        "select s.id from sealed s join sealed_keys k on k.id = s.id where k.wrapped is not null and ";

    /// <summary>Details and words of one person. Done again, it finds nothing left.</summary>
    public static async Task EraseAll(this EventLog log, string person, string actor)
    {
        var readable = log.Rows.All(
            Readable + "(s.id = @id or s.owner = @id)", r => r.GetString(0), ("id", person));
        foreach (var one in readable) await log.Erase(one, actor);
    }

    /// <summary>At every start: what a node left undone that stopped between the fact and its consequence.</summary>
    public static async Task FinishErasures(this EventLog log)
    {
        var left = log.Rows.All(
            $"select p.id from persons p where p.erased = 1 and exists ({Readable} (s.id = p.id or s.owner = p.id)) " +
            $"union select c.complaint from complaints c where c.erased = 1 and exists ({Readable} " +
            "s.owner = c.complaint)",
            r => r.GetString(0));
        foreach (var person in left) await log.EraseAll(person, "system");
    }
}
