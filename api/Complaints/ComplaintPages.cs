using Federation.Api.Counting;
using Federation.Api.JointActions;
using Federation.Domain.Complaints;

namespace Federation.Api.Complaints;

/// <summary>Pages of complaints: filing and looking up for anybody, the list and each one for those who handle
/// them.</summary>
public static class ComplaintPages
{
    private const string At = "/complaints";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At + "/new", Who.Everyone),
        new("POST", At + "/new", Who.Everyone),
        new("GET", At + "/status", Who.Everyone),
        new("POST", At + "/status", Who.Everyone),
        new("GET", At, Who.Officials),
        new("GET", At + "/{id}", Who.Officials),
        new("POST", At + "/{id}/steps", Who.Official | Who.Coordinators),
        new("POST", At + "/{id}/erasure", Who.Official | Who.Coordinators),
    ];

    public static void MapComplaintPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At + "/new", (Reading reading, Lang lang) => New(reading, lang, null));
        pages.MapPost(At + "/new", File).RequireRateLimiting(Limits.Complaints);
        pages.MapGet(At + "/status", () => Pages.Of<ComplaintStatusPage>(new { Found = (ComplaintStatus?)null }));
        pages.MapPost(At + "/status", LookUp).RequireRateLimiting(Limits.Complaints);
        pages.MapGet(At, (Reading reading) =>
        {
            var found = ComplaintReading.Found(reading);
            return Pages.Of<ComplaintsPage>(new
            {
                Complaints = found.Take(reading.Limit).ToArray(), reading.First,
                Next = found.Count > reading.Limit
                    ? reading.Next(ComplaintReading.CursorOf(found[reading.Limit - 1])) : null,
            });
        });
        pages.MapGet(At + "/{id}", (string id, Reading reading) => Show(reading, id, "", null));
        pages.MapPost(At + "/{id}/steps", (string id, Posted posted, Reading reading) => posted.Run(
            Step(posted, id), _ => $"{At}/{id}?done=step", state => Show(reading, id, "steps", state),
            ("complaint-words-missing", "text")));
        pages.MapPost(At + "/{id}/erasure", (string id, Posted posted, Reading reading) => posted.Run(
            () => ComplaintEndpoints.Erase(posted.Post, id), _ => $"{At}/{id}?done=erasure",
            state => Show(reading, id, "erasure", state)));
    }

    /// <summary>Number and code are shown as the answer to the form and nowhere else: no address holds the
    /// code.</summary>
    private static async Task<IResult> File(Posted posted, Reading reading)
    {
        var (about, text) = (posted.Choice<SubjectKind>("about"), posted.Required("text"));
        // Whoever came from a page about one thing may still complain about another.
        var subject = posted.Text("aboutOf") == posted.Text("about") ? posted.Text("aboutId") : null;
        var body = new ComplaintBody(
            posted.Required("allianceId"), about ?? SubjectKind.Other, text, subject, posted.Text("contact"));
        if (!posted.State.Failed)
        {
            try
            {
                var (done, code) = await ComplaintEndpoints.File(posted.Post, body);
                if (done.Problem is null) return Pages.Of<ComplaintFiledPage>(new { done.Id, Code = code });
                posted.Tell(done.Problem);
            }
            catch (ProblemException refused)
            {
                posted.Tell(refused.Problem);
            }
        }

        return New(reading, posted.L, posted.State);
    }

    private static IResult LookUp(Posted posted, Reading reading)
    {
        var (id, code) = (posted.Required("id"), posted.Required("code"));
        var found = posted.State.Failed ? null : ComplaintReading.LookUp(reading, id, code);
        if (found is null && !posted.State.Failed) posted.Tell(ComplaintReading.NoSuch);
        return Pages.Of<ComplaintStatusPage>(new { Found = found, posted.State }, posted.State);
    }

    private static Func<Task<Done>> Step(Posted posted, string id)
    {
        var (step, text) = (posted.Required("step"), posted.Text("text"));
        if (step.Length > 0 && step is not ("taking" or "answer" or "declining" or "passing-on"))
            posted.State.Wrong("step", posted.L.T("请从列表中选择", "Choose from the list"));
        return () => step switch
        {
            "taking" => ComplaintEndpoints.Run(posted.Post, id, by => new ComplaintCommand.Take(by)),
            "answer" => ComplaintEndpoints.Say(posted.Post, id, text, (t, by) => new ComplaintCommand.Answer(t, by)),
            "declining" => ComplaintEndpoints.Say(
                posted.Post, id, text, (t, by) => new ComplaintCommand.Decline(t, by)),
            _ => ComplaintEndpoints.Say(posted.Post, id, text, (t, by) => new ComplaintCommand.PassOn(t, by)),
        };
    }

    private static IResult Show(Reading reading, string id, string form, FormState? state)
    {
        if (ComplaintReading.One(reading, id) is not { } shown) return Pages.Problem(reading.Http, Problem.NotFound);
        return Pages.Of<ComplaintPage>(
            new
            {
                Shown = shown, Form = form, State = state, Names = new RecordNames(reading.Rows),
                Done = state is null ? reading.Text("done") : null,
            }, state);
    }

    private static IResult New(Reading reading, Lang lang, FormState? state) => Pages.Of<NewComplaintPage>(
        new
        {
            State = state, reading.Caller.SignedIn, Alliance = reading.Text("alliance"), About = reading.Text("about"),
            AboutId = reading.Text("id"),
            Alliances = reading.Rows.All(
                "select id, name, name_en from alliances order by id limit 500",
                r => new Choice(r.GetString(0), lang.Of(r.Name(1)))).ToArray(),
        }, state);
}
