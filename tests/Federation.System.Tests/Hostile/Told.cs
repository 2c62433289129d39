using System.Text.Json.Nodes;

namespace Federation.Tests.Hostile;

/// <summary>What every refusal of the API must be: RFC 9457 with a code, in the caller's language, and with both
/// texts.</summary>
public static class Told
{
    /// <summary>What is wrong with an answer; null when nothing is.</summary>
    public static string? Wrong(Answer answer, string language)
    {
        if (answer.Status >= 500) return $"answered {answer.Status} {ErrorsSeen.Text}";
        if (answer.Status < 400) return null;
        var content = answer.Message.Content.Headers;
        if (content.ContentType?.MediaType != "application/problem+json") return $"is {content.ContentType}";
        if (answer.Json is not JsonObject problem) return "has no problem";
        if ((int?)problem["status"] != answer.Status) return "states another status";
        if (string.IsNullOrEmpty((string?)problem["code"])) return "has no code";
        var (zh, en) = ((string?)problem["texts"]?["zh"] ?? "", (string?)problem["texts"]?["en"] ?? "");
        if (!zh.Any(c => c is >= '\u4e00' and <= '\u9fff')) return $"has no Chinese text: {zh}";
        if (!en.Any(char.IsAsciiLetter)) return $"has no English text: {en}";
        var english = language == "en";
        if ((string?)problem["detail"] != (english ? en : zh)) return "speaks the other language";
        return content.ContentLanguage.Single() == (english ? "en" : "zh-CN") ? null : "names the other language";
    }
}
