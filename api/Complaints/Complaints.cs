using Federation.Api.SigningIn;
using Federation.Domain.Complaints;

namespace Federation.Api.Complaints;

/// <param name="AboutId">Of the organisation or joint action, or the figure's key.</param>
/// <param name="Contact">How to reach who says it, if they wish.</param>
public sealed record ComplaintBody(
    [Says("向哪个联盟反映", "To which alliance")] string AllianceId,
    [Says("反映的是", "It is about")] SubjectKind About,
    [Says("请写明经过", "What happened", "什么时候、在哪里、怎么回事；内容加密保存，只给处理的人看",
        "When, where, how; kept encrypted and seen only by those who handle it", Max = Post.TextMax, Lines = 6)]
    string Text,
    string? AboutId = null,
    [Says("联系方式", "How to reach you", "不留也可以，用查询码看答复", "Not needed: the code shows the answer",
        Max = ComplaintBody.ContactMax)]
    string? Contact = null) : IFromForm<ComplaintBody>
{
    public const int ContactMax = 200;

    /// <summary>Whoever came from a page about one thing may still complain about another.</summary>
    public static ComplaintBody Of(Posted form) => new(
        form.Required("allianceId"), form.Choice<SubjectKind>("about") ?? SubjectKind.Other, form.Required("text"),
        form.Text("aboutOf") == form.Text("about") ? form.Text("aboutId") : null, form.Text("contact"));
}

/// <summary>What a look-up needs; both come with the answer to filing.</summary>
public sealed record LookUpBody(
    [Says("编号", "Number", Max = 40)] string Id, [Says("查询码", "Code", Max = 40)] string Code);

public sealed record ComplaintWordsBody(string? Text = null);

/// <summary>A step without words of its own, on the day it is taken.</summary>
public sealed record Plain;

public enum ComplaintStep { Taking, Answer, Declining, PassingOn }

/// <summary>The page asks for the step and its words in one form.</summary>
public sealed record StepForm(
    [Says("步骤", "Step")] ComplaintStep Step,
    [Says("答复、理由或转交说明", "Answer, reason or note", "答复和不予受理必须写明", "Needed for an answer and for declining",
        Max = Post.TextMax, Lines = 5)]
    string? Text);

/// <summary>Complaints and suggestions: filed by anybody, looked up with a secret code, handled by coordinators and
/// officials.</summary>
public static class Complaints
{
    /// <summary>A body that files one: the longest text, each of its characters as forms write it in nine bytes.
    /// </summary>
    public const int BytesMax = 48 * 1024;

    private const Who Handlers = Who.Official | Who.Coordinators;

    public static readonly Feature Feature = new("/complaints", [typeof(Complaint.Refusals)], complaints =>
    {
        var anybody = complaints.Limited(Limits.Complaints, new(BytesMax));
        var looking = complaints.Limited(Limits.Complaints, BodyBound.Small);
        var form = complaints.Form<NewComplaintPage>("/new", Who.Everyone);
        anybody.Add<ComplaintBody>("", Who.Everyone, File);
        anybody.Send<ComplaintBody, Done, ComplaintFiledPage>("/new", Who.Everyone, File, form);
        var look = complaints.Page<LookedUp, ComplaintStatusPage>("/status", Who.Everyone, _ => new(null));
        looking.Ask<LookUpBody, ComplaintStatus>("/status", Who.Everyone, ComplaintReading.LookUp);
        looking.Send<LookUpBody, LookedUp, ComplaintStatusPage>("/status", Who.Everyone, post =>
            Task.FromResult(new LookedUp(ComplaintReading.LookUp(post))), look);
        complaints.Get<Listed<ComplaintRow>, ComplaintsPage>("", Who.Officials, ComplaintReading.Found, "state");
        var one = complaints.Get<ComplaintShown, ComplaintPage>("/{id}", Who.Officials, ComplaintReading.One);
        complaints.Do<Plain>("/{id}/taking", Handlers, post => Take(post, ComplaintStep.Taking));
        complaints.Do<ComplaintWordsBody>("/{id}/answer", Handlers, post =>
            Take(post, ComplaintStep.Answer, post.Body.Text));
        complaints.Do<ComplaintWordsBody>("/{id}/declining", Handlers, post =>
            Take(post, ComplaintStep.Declining, post.Body.Text));
        complaints.Do<ComplaintWordsBody>("/{id}/passing-on", Handlers, post =>
            Take(post, ComplaintStep.PassingOn, post.Body.Text));
        complaints.Send<StepForm>("/{id}/steps", Handlers, post => Take(post, post.Body.Step, post.Body.Text),
            one, told: new("已办好", "Done", "step"));
        complaints.Marked(new AskAgain(), new IsTold(Trails.Erased)).Do<Plain>(
            "/{id}/erasure", Handlers, Erase, one, told: new("已办好", "Done"));
    });

    /// <summary>Number and code are derived from the request's key, so that sending twice gives the same answer; the
    /// code is kept nowhere, and no address holds it.</summary>
    private static async Task<Done> File(Post<ComplaintBody> post)
    {
        var (id, code, body) = (ComplaintCodes.Grouped(post.Id(null, "complaint")),
            ComplaintCodes.Grouped(post.Id(null, "complaint code")), post.Body);
        post.Rows.RequireAlliance(body.AllianceId, "allianceId");
        var about = new Subject(body.About, AboutOf(post.Rows, body));
        if (string.IsNullOrWhiteSpace(body.Text)) throw Reading.Wrong("text", "请写明要反映的事。", "Say what it is about.");
        if (body.Contact?.Length > ComplaintBody.ContactMax) throw Reading.Wrong(
            "contact", $"联系方式最长 {ComplaintBody.ContactMax} 个字符。",
            $"Contact has at most {ComplaintBody.ContactMax} characters.");
        var done = await post.Run(
            Complaint.Boundary.Stream(id),
            () => new ComplaintCommand.File(
                about, body.AllianceId, post.Text(body.Text, "text", id)!, post.Text(body.Contact, "contact", id),
                ComplaintCodes.CheckOf(post.Log.Vault, id, code)),
            coordinator: false, id);
        return done.With("code", code);
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
            _ => throw Reading.Wrong("aboutId", "这一类不用指明对象。", "This kind names no subject."),
        };
        return known ? id : throw Problem.Absent("complaint-subject-not-found", "aboutId",
            "没有找到所反映的对象。", "There is no such subject.");

        bool Exists(string from) => rows.One(
            $"select 1 from {from} = @id", r => r.GetInt64(0), ("id", Post.Reference(id, "aboutId"))) == 1;
    }

    private static Task<Done> Take(Post post, ComplaintStep step, string? text = null) => Run(post, by =>
    {
        var words = step == ComplaintStep.Taking ? null : post.Text(text, "text", post["id"]);
        return step switch
        {
            ComplaintStep.Taking => new ComplaintCommand.Take(by),
            ComplaintStep.Answer => new ComplaintCommand.Answer(words, by),
            ComplaintStep.Declining => new ComplaintCommand.Decline(words, by),
            _ => new ComplaintCommand.PassOn(words, by),
        };
    });

    /// <summary>The fact first; then the keys of all that was sealed of it are destroyed.</summary>
    private static async Task<Done> Erase(Post post)
    {
        var done = await Run(post, by => new ComplaintCommand.Erase(by));
        if (done.Accepted) await post.Log.EraseAll(post["id"], post.Caller.Account!);
        return done;
    }

    private static Task<Done> Run(Post post, Func<Handler, ComplaintCommand> command)
    {
        var (alliance, region) = post.Rows.One(
            "select c.alliance, coalesce(l.region, '') from complaints c left join alliances l on l.id = c.alliance " +
            "where c.complaint = @id",
            r => (r.GetString(0), r.GetString(1)), ("id", post["id"]));
        if (alliance is null) throw new ProblemException(Problem.NotFound);
        var by = new Handler(post.Caller.Administrator || post.Caller.IsOfficialOf(region));
        return post.Run(
            Complaint.Boundary.Stream(post["id"]), () => command(by), post.Caller.Coordinates(alliance, region),
            post["id"]);
    }
}
