using Federation.Grains;

namespace Federation.Api.JointActions;

/// <summary>Taking the first material of a session's report from a stock, in the same form as the report.</summary>
/// <remarks>Two commands: first the report, then the issue under a key derived from the report's. Should only the
/// second be refused, the report stands and the page says so.</remarks>
internal static class StockTaking
{
    private const string Field = "stock", CountField = "copies1";

    private static readonly Refusal NotTaken = new(
        "reported-but-not-taken", "报告已记入，但没有从库存领取。", "The report is recorded; nothing was taken from the stock.");

    public static readonly (string Of, string Field) Beside = (NotTaken.Code, Field);

    /// <summary>The stock that the form names; null: none, or one that is told beside its field.</summary>
    public static StockRow? Chosen(Posted posted, Reading reading, ActionOf action)
    {
        if (posted.Text(Field) is not { } id) return null;
        var stock = StockReading.Named(reading.Rows, id);
        if (stock?.AllianceId == action.AllianceId) return stock;
        posted.State.Wrong(Field, posted.L.T("请从列表中选择", "Choose from the list"));
        return null;
    }

    /// <summary>What is taken is the first material's number, so that it has to be one.</summary>
    public static void Check(Posted posted, StockRow? stock, ReportBody body)
    {
        if (stock is not null && body.Materials is [{ Count: 0 }, ..] && posted.State.ErrorOf(CountField) is null)
            posted.State.Wrong(CountField, posted.L.T("从库存领取的份数至少为 1", "At least 1 is taken from a stock"));
    }

    public static async Task<Done> Run(
        Posted posted, Reading reading, ActionOf action, string session, ReportBody body, StockRow? stock)
    {
        var reported = await SessionEndpoints.Report(posted.Post, action.Id, session, body);
        if (!reported.Accepted || stock is null) return reported;
        var taken = await Stocks.Issue(posted.Post.For("stock"), stock.Id, new(
            body.Materials[0].Count, SessionReading.Find(reading, action, session)?.OrganisationId, action.Id,
            session));
        if (taken.Problem is not { } why) return taken;
        posted.State.Renew(); // What is sent next is another wish than the report that stands.
        return taken with
        {
            Outcome = taken.Outcome with
            {
                Kind = OutcomeKind.Refused,
                Refusal = NotTaken with { Zh = NotTaken.Zh + why.Zh, En = $"{NotTaken.En} {why.En}" },
            },
        };
    }
}
