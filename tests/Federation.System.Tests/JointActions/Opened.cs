using System.Text.Json.Nodes;

namespace Federation.Tests.JointActions;

/// <summary>What a number opens to, and what its records come to: by the figure's key.</summary>
internal static class Opened
{
    /// <summary>All pages of the records behind a page's address.</summary>
    public static async Task<List<JsonNode>> All(Client client, string href)
    {
        var (all, next) = (new List<JsonNode>(), "");
        do
        {
            var answer = await client.Read(href + (next.Length > 0 ? $"&cursor={Uri.EscapeDataString(next)}" : ""));
            all.AddRange(answer["items"]!.AsArray().Select(item => item!));
            next = (string?)answer["next"] ?? "";
        }
        while (next.Length > 0);

        return all;
    }

    /// <summary>How records add up to the figure; a key that is not here has to be put in.</summary>
    public static long Sum(string key, IReadOnlyList<JsonNode> records) => key switch
    {
        "sessions" or "villagesReached" or "deliveringOrganisations" or "series" or "allianceMerchants" or "mentors"
            or "teams" or "organisationsServed" => records.Count,
        "personTimes" => records.Sum(r => (long)r["personTimes"]!["value"]!),
        "volunteerTimes" => records.Sum(r => (long)r["volunteers"]!),
        "materials" => records.Sum(r => (long)r["copies"]!),
        "pledges" => records.Count(r => (string)r["signed"]! == "yes"),
        "raisedFen" => records.Sum(r => (long)r["amountFen"]!),
        "spentFen" => records.Sum(r => (long)r["fen"]!),
        // A statement tells of all relays up to its day: the last of each campaign counts.
        "relays" => records.GroupBy(r => (string)r["campaignId"]!).Sum(of => (long)of.Last()["relays"]!),
        "supportMinutes" => records.Sum(r => (long)r["minutes"]!),
        _ => throw new ArgumentException($"How do the records of {key} add up?"),
    };
}
