using Federation.Api.Counting;
using Federation.Api.JointActions;
using Federation.Api.People;
using Federation.Domain.Complaints;
using Federation.Domain.Counting;

namespace Federation.Api.Complaints;

/// <param name="AboutId">Of the organisation or joint action, or the figure's key.</param>
/// <param name="Contact">How to reach who says it, if they wish.</param>
public sealed record ComplaintBody(
    string AllianceId, SubjectKind About, string Text, string? AboutId = null, string? Contact = null);

/// <summary>What a look-up needs; both come with the answer to filing.</summary>
public sealed record LookUpBody(string Id, string Code);

public sealed record ComplaintWordsBody(string? Text = null);

/// <summary>Complaints and suggestions: filed by anybody, looked up with a secret code, handled by coordinators and
/// officials.</summary>
public static class ComplaintEndpoints
{
    public const int ContactMax = 200;
    private const string At = "/api/v1/complaints";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Everyone),
        new("POST", At + "/status", Who.Everyone),
        new("GET", At, Who.Officials),
        new("GET", At + "/{id}", Who.Officials),
        new("POST", At + "/{id}/taking", Who.Official | Who.Coordinators),
        new("POST", At + "/{id}/answer", Who.Official | Who.Coordinators),
        new("POST", At + "/{id}/declining", Who.Official | Who.Coordinators),
        new("POST", At + "/{id}/passing-on", Who.Official | Who.Coordinators),
        new("POST", At + "/{id}/erasure", Who.Official | Who.Coordinators),
    ];

    public static void MapComplaints(this IEndpointRouteBuilder api)
    {
        var complaints = api.MapGroup("/complaints");
        complaints.MapPost("", async (Post<ComplaintBody> asked) =>
        {
            var (done, code) = await File(asked, asked.Body);
            return done.Created(asked.Http, $"{At}/{done.Id}", new { code });
        }).RequireRateLimiting(Limits.Complaints);
        complaints.MapPost("/status", (Post<LookUpBody> asked) =>
        {
            var reading = new Reading(asked.Http);
            return ComplaintReading.LookUp(reading, asked.Body.Id, asked.Body.Code) is { } status
                ? reading.Answer(status) : ComplaintReading.NoSuch.Answer(asked.Http);
        }).RequireRateLimiting(Limits.Complaints);
        complaints.MapGet("", (Reading reading) =>
            reading.List(ComplaintReading.Found(reading), ComplaintReading.CursorOf));
        complaints.MapGet("/{id}", (string id, Reading reading) =>
            ComplaintReading.One(reading, id) is { } one ? reading.Answer(one) : reading.NotFound());
        complaints.MapPost("/{id}/taking", async (string id, Post<Plain> asked) =>
            (await Run(asked, id, by => new ComplaintCommand.Take(by))).Answer(asked.Http));
        Said("answer", (words, by) => new ComplaintCommand.Answer(words, by));
        Said("declining", (words, by) => new ComplaintCommand.Decline(words, by));
        Said("passing-on", (words, by) => new ComplaintCommand.PassOn(words, by));
        complaints.MapPost("/{id}/erasure", async (string id, Post<Plain> asked) =>
            (await Erase(asked, id)).Answer(asked.Http));

        void Said(string step, Func<string?, Handler, ComplaintCommand> command) =>
            complaints.MapPost($"/{{id}}/{step}", async (string id, Post<ComplaintWordsBody> asked) =>
                (await Say(asked, id, asked.Body.Text, command)).Answer(asked.Http));
    }

    /// <summary>A step without words of its own, on the day it is taken.</summary>
    public sealed record Plain;

    /// <summary>Number and code are derived from the request's key, so that sending twice gives the same answer; the
    /// code is kept nowhere.</summary>
    public static async Task<(Done Done, string Code)> File(Post post, ComplaintBody body)
    {
        var (id, code) = (ComplaintCodes.Grouped(post.Id(null, "complaint")),
            ComplaintCodes.Grouped(post.Id(null, "complaint code")));
        post.Rows.RequireAlliance(body.AllianceId, "allianceId");
        var about = new Subject(body.About, AboutOf(post.Rows, body));
        if (string.IsNullOrWhiteSpace(body.Text)) throw new ProblemException(Problem.Malformed(
            "text", "请写明要反映的事。", "Say what it is about."));
        if (body.Contact?.Length > ContactMax) throw new ProblemException(Problem.Malformed(
            "contact", $"联系方式最长 {ContactMax} 个字符。", $"Contact has at most {ContactMax} characters."));
        var done = await post.Run(
            Complaint.Boundary.Stream(id),
            () => new ComplaintCommand.File(
                about, body.AllianceId, post.Text(body.Text, "text", id)!, post.Text(body.Contact, "contact", id),
                ComplaintCodes.CheckOf(post.Log.Vault, id, code)),
            coordinator: false, id);
        return (done, code);
    }

    /// <summary>A named subject exists; kinds that name none carry no id.</summary>
    private static string? AboutOf(Rows rows, ComplaintBody body)
    {
        if (body.AboutId is not { Length: > 0 } id) return null;
        var known = body.About switch
        {
            SubjectKind.Organisation => Exists("organisations where id"),
            SubjectKind.JointAction => Exists("actions where action"),
            SubjectKind.Figure => FigureRegistry.Find(id) is not null,
            _ => throw new ProblemException(Problem.Malformed(
                "aboutId", "这一类不用指明对象。", "This kind names no subject.")),
        };
        return known ? id : throw Problem.Absent("complaint-subject-not-found", "aboutId",
            "没有找到所反映的对象。", "There is no such subject.");

        bool Exists(string from) => rows.One(
            $"select 1 from {from} = @id", r => r.GetInt64(0), ("id", Post.Reference(id, "aboutId"))) == 1;
    }

    public static Task<Done> Say(
        Post post, string complaint, string? words, Func<string?, Handler, ComplaintCommand> command) =>
        Run(post, complaint, by => command(post.Text(words, "text", complaint), by));

    /// <summary>The fact first; then the keys of all that was sealed of it are destroyed.</summary>
    public static async Task<Done> Erase(Post post, string complaint)
    {
        var done = await Run(post, complaint, by => new ComplaintCommand.Erase(by));
        if (done.Accepted) await post.Log.EraseAll(complaint, post.Caller.Account!);
        return done;
    }

    public static Task<Done> Run(Post post, string complaint, Func<Handler, ComplaintCommand> command)
    {
        var (alliance, region) = post.Rows.One(
            "select c.alliance, coalesce(l.region, '') from complaints c left join alliances l on l.id = c.alliance " +
            "where c.complaint = @id",
            r => (r.GetString(0), r.GetString(1)), ("id", Post.Reference(complaint, "id")));
        if (alliance is null) throw new ProblemException(Problem.NotFound);
        var by = new Handler(post.Caller.Administrator || post.Caller.IsOfficialOf(region));
        return post.Run(
            Complaint.Boundary.Stream(complaint), () => command(by), post.Caller.Coordinates(alliance, region),
            complaint);
    }
}
