using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;

namespace Federation.Api.Http;

/// <summary>A form that a page sent: its fields, its key made when it was rendered, and
/// what was wrong with it.</summary>
/// <remarks>The same commands run as behind the API. The key makes sending twice harmless; a refused form comes back
/// with what was typed and the reason beside its field or above the form.</remarks>
public sealed class Posted
{
    /// <summary>Somebody went back to a form they had sent, changed it, and sent it again.</summary>
    private static readonly Refusal SentBefore = new(
        "form-sent-before", "这张表之前已经提交过，内容和现在的不同。如果这一份也要提交，请再点一次。",
        "This form was sent before with other content. To send this one as well, press the button again.");

    private Posted(HttpContext http, IFormCollection form)
    {
        (Http, Form, State) = (http, form, FormState.Sent(form, http.Request.Path));
        L = http.RequestServices.GetRequiredService<Lang>();
        var key = Guid.TryParse(State.Key, out var given) ? given.ToString("N") : Guid.NewGuid().ToString("N");
        Post = Post.Of(http, Canonical(form), Day(OnField.Name), key);
    }

    public HttpContext Http { get; }

    public IFormCollection Form { get; }

    public FormState State { get; }

    public Post Post { get; }

    public Lang L { get; }

    public static async Task<Posted> Of(HttpContext http) => new(http, await FormOf(http));

    /// <summary>What a page of ours sent, and nothing else: a token may also come as a header, beside any body.
    /// </summary>
    public static async Task<IFormCollection> FormOf(HttpContext http)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true }) throw new ProblemException(new(
            400, "form-expired", "页面已过期，请返回上一页刷新后再提交。", "The page has expired; go back, reload it and send again."));
        if (!http.Request.HasFormContentType) throw NoForm();
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw NoForm();
        }

        static ProblemException NoForm() =>
            new(Problem.Malformed("request", "提交的不是一张表单。", "What was sent is no form."));
    }

    /// <summary>What was typed, trimmed; null when nothing was. Of several fields of one name, the first that is
    /// filled.</summary>
    public string? Text(string field) =>
        Form[field].FirstOrDefault(typed => !string.IsNullOrWhiteSpace(typed))?.Trim();

    public string[] Many(string field) => [.. Form[field].OfType<string>().Where(v => v.Length > 0)];

    /// <summary>What was typed, separated by commas, enumeration commas or lines.</summary>
    public string[] Words(string field) => [.. (Text(field) ?? "")
        .Split(
            [',', '，', '、', '\n', ';', '；'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Distinct()];

    /// <summary>Ticks, and what was typed into fields of this name, one by one.</summary>
    public string[] ManyWords(string field) => [.. Form[field].OfType<string>().SelectMany(text => text.Split(
        [',', '，', '、', '\n', ';', '；'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Distinct()];

    public bool Ticked(string field) => Form[field].Count > 0 && Form[field] is not ["false"];

    /// <summary>Tells what is wrong with a field; nothing was read from it.</summary>
    public object? Wrong(string field, string zh, string en)
    {
        State.Wrong(field, L.T(zh, en));
        return null;
    }

    /// <summary>A field that must be filled; an error beside it and an empty text when it is not.</summary>
    public string Required(string field)
    {
        if (Text(field) is { } text) return text;
        State.Wrong(field, L.T("请填写这一项", "Please fill this in"));
        return "";
    }

    /// <summary>A name of which the Chinese is needed; its English stands in the field of
    /// the same name with <c>En</c>.</summary>
    public Name Name(string field) => new(Required(field), Text(field + "En"));

    /// <summary>One name per line, its English after a vertical bar.</summary>
    public Items<Name> Names(string field) => [.. (Text(field) ?? "")
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Replace('｜', '|').Split('|', 2, StringSplitOptions.TrimEntries))
        .Where(parts => parts[0].Length > 0)
        .Select(parts => new Name(parts[0], parts is [_, { Length: > 0 } english] ? english : null))];

    /// <summary>One of a closed list, as it stands on the wire; an error beside the field
    /// when it is none of them.</summary>
    public T? Choice<T>(string field) where T : struct, Enum
    {
        var text = Required(field);
        foreach (var value in Enum.GetValues<T>()) if (Federation.Log.RowText.Of(value) == text) return value;
        if (text.Length > 0) State.Wrong(field, L.T("请从列表中选择", "Choose from the list"));
        return null;
    }

    public DateOnly? Day(string field)
    {
        if (Text(field) is not { } text) return null;
        if (Days.Parse(text) is { } day) return day;
        State.Wrong(field, DateOnly.TryParseExact(text, "yyyy-MM-dd", out _)
            ? L.Of(Bodies.DayOutOfBounds)
            : L.T("日期须为 年-月-日，例如 2026-03-12", "A day is year-month-day, such as 2026-03-12"));
        return null;
    }

    /// <summary>A moment typed on Shanghai's clock (<c>2026-03-12T14:30</c>).</summary>
    public DateTimeOffset? Moment(string field)
    {
        if (Text(field) is not { } text) return null;
        if (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            && Days.Moment(local) is { } moment) return moment;
        State.Wrong(field, L.T("请填写日期和时间", "Give a day and a time"));
        return null;
    }

    public long? Number(string field)
    {
        if (Text(field) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        State.Wrong(field, L.T("请填写整数", "A whole number, please"));
        return null;
    }

    /// <summary>An amount typed in yuan, in fen.</summary>
    public long? Yuan(string field)
    {
        if (Text(field) is not { } text) return null;
        if (Domain.Fundraisers.Yuan.Parse(text) is { } fen) return fen;
        State.Wrong(field, L.T(
            "金额以元为单位，最多两位小数，不能是负数，例如 5,020.86",
            "An amount in yuan with at most two decimals, not negative, such as 5,020.86"));
        return null;
    }

    /// <summary>Runs the command unless a field is wrong already; null when it was refused, and the form's state says
    /// why.</summary>
    public async Task<T?> Try<T>(Func<Task<T>> command) where T : class
    {
        if (State.Failed) return null;
        try
        {
            var answer = await command();
            if ((answer as Done)?.Problem is not { } problem) return answer;
            Tell(problem);
        }
        catch (ProblemException refused)
        {
            Tell(refused.Problem);
        }

        return null;
    }

    /// <summary>The page after the command shows at least its effect, whichever node answers.</summary>
    public static string At(string address, long position)
    {
        var (page, fragment) = address.IndexOf('#') is >= 0 and var hash
            ? (address[..hash], address[hash..])
            : (address, "");
        return $"{page}{(page.Contains('?') ? '&' : '?')}after={position}{fragment}";
    }

    public void Tell(Problem problem)
    {
        if (problem.Code == Problem.OtherPayload.Code)
        {
            State.Renew();
            State.Wrong(SentBefore, L);
            return;
        }

        var text = L.T(problem.Zh, problem.En);
        if (problem.Field is { } field && (Form.ContainsKey(field) || Form.Files.GetFile(field) is not null))
            State.Wrong(field, text);
        else if (Form.ContainsKey($"{problem.Field}1"))
            State.Wrong($"{problem.Field}1", text); // The first row of a list.
        else State.Wrong(new Refusal(problem.Code, problem.Zh, problem.En, Field: problem.Field), L);
    }

    private static byte[] Canonical(IFormCollection form)
    {
        var text = new StringBuilder();
        var fields = form.Where(f => !f.Key.StartsWith('_')).OrderBy(f => f.Key, StringComparer.Ordinal);
        foreach (var (name, values) in fields)
        foreach (var value in values) text.Append(name).Append('\n').Append(value).Append('\0');
        foreach (var file in form.Files)
        {
            using var content = file.OpenReadStream();
            text.Append(file.Name).Append('\n').Append(Convert.ToHexString(SHA256.HashData(content))).Append('\0');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
