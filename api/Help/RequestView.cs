using Federation.Api.Organisations;

namespace Federation.Api.Help;

/// <param name="With">Mentor, team or package it names, as words.</param>
public sealed record OfferLine(OfferShown Offer, string? With, bool Own);

/// <param name="MayOffer">The reader may offer this one's help.</param>
public sealed record MatchLine(MatchShown Match, bool MayOffer);

/// <summary>One request as its page shows it to one reader: what it is, and what they may do about it.</summary>
/// <param name="Receives">May act for the receiving side.</param>
/// <param name="Provides">May act for the side whose offer was accepted.</param>
public sealed record RequestView(
    RequestRow Row, IReadOnlyDictionary<string, string> Words, IReadOnlyList<OfferLine> Offers,
    IReadOnlyList<MatchLine> Matches, bool Receives, bool Provides, bool Coordinates, bool OwnReceiver,
    string? AskedMentor, string? AskedPackage, string? Helper, IReadOnlyList<Choice> Parties,
    IReadOnlyList<Helper> Helpers, IReadOnlyList<CorrectionRow> Corrections, DateOnly Today, DateTimeOffset Now)
{
    public bool TakesOffers => Row.State is "open" or "matched";

    public bool Over => Row.State is "confirmed" or "cancelled";

    public string? Text(string? id) => id is null ? null : Words.GetValueOrDefault(id);

    public static RequestView Of(Reading reading, Lang lang, RequestRow row)
    {
        var caller = reading.Caller;
        var coordinates = caller.CoordinatesAlliance(reading.Rows, row.AllianceId);
        var own = caller.Organisations.Contains(row.OrganisationId);
        var provides = row.ProviderId is not null && (coordinates || caller.Organisations.Contains(row.ProviderId)
            || (caller.Mentor is { } mentor && mentor == row.AgreedMentorId));
        var takes = row.State is "open" or "matched";
        IReadOnlyList<PartyShown> parties = takes || (coordinates && row.ProviderId is null)
            ? [.. reading.OwnParties().Where(p => p.Id != row.OrganisationId)] : [];
        var mine = parties.Select(p => p.Id).ToHashSet();
        bool Mine(string organisation, string? mentorId) =>
            mine.Contains(organisation) || caller.Organisations.Contains(organisation)
            || (mentorId is not null && caller.Mentor == mentorId);
        var named = new Named(reading, lang);
        var member = (RoleTable.RolesOf(caller) & Who.Members) != 0;
        return new(
            row, RequestReading.WordsOf(reading, row),
            [.. RequestReading.Offers(reading.Rows, row.Id).Select(o => new OfferLine(
                o, named.Of(o.MentorId, o.TeamId, o.LibraryItemId), Mine(o.Organisation!.Id, o.MentorId)))],
            takes && member ? [.. MatchReading.For(reading, row).Select(m => new MatchLine(
                m, Mine(m.Candidate.Organisation.Id, m.Candidate.MentorId)))] : [],
            own || coordinates, provides, coordinates, own, named.Of(row.MentorId, null, null),
            named.Of(null, null, row.LibraryItemId),
            named.Of(
                row.Delivery is { } given ? given.MentorId : row.Agreed?.MentorId,
                row.Delivery is { } done ? done.TeamId : row.Agreed?.TeamId, null),
            HelpChoices.Of(lang, parties),
            parties.Count > 0 || caller.Mentor is not null
                ? HelpChoices.Helpers(reading, lang, mine, packages: takes)
                : [],
            CorrectionEndpoints.Of(reading.Rows, row.Id), reading.Today, reading.Log.Clock.GetUtcNow());
    }

    /// <summary>Names of those whom offers name, as far as the reader may see them.</summary>
    private sealed class Named(Reading reading, Lang lang)
    {
        public string? Of(string? mentor, string? team, string? item)
        {
            var words = HelpWords.Line(
                mentor is null ? null : Mentor(mentor),
                team is null ? null : Title("select name_zh, name_en from teams where team = @id", team),
                item is null ? null : Title(
                    "select title_zh, title_en from library_versions where item = @id " +
                    "order by version desc limit 1", item));
            return words.Length == 0 ? null : words;
        }

        private string Mentor(string id) => MentorReading.Find(reading.Rows, id) is { } row
            && MentorReading.Names(reading, [row]).GetValueOrDefault(row.PersonId)?.Name is { } name
                ? lang.T($"导师{name}", $"mentor {name}") : lang.T("导师", "a mentor");

        private string? Title(string sql, string id) =>
            reading.Rows.One(sql, r => lang.Of(r.Name(0)), ("id", id));
    }
}
