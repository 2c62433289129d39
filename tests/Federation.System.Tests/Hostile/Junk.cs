namespace Federation.Tests.Hostile;

/// <summary>What is put where something sensible belongs.</summary>
public static class Junk
{
    /// <summary>For paths, queries, form fields and texts of bodies.</summary>
    public static readonly string[] Words =
    [
        "", " ", "x", "X", "null", "undefined", "NaN", "-1", "0", "1e9", "1.5", "99999999999999999999", "2147483648",
        "9223372036854775807", "9223372036854775808", "-9223372036854775809", "true", "[]", "{}", "2025-02-30",
        "2025-13", "0001-01-01", "0001-01", "9999-12-31", "9999-12", "10000-01-01", "2025-1-1", "20250101", "1900-01",
        "2025-01-01T00:00:00", "2025-01-01T25:00:00Z", "2025-01-01T00:00:00+99:99", "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00", "' or 1=1 --", "'; drop table events; --", "\" or \"\"=\"",
        "x') union select 1 --",
        "name desc; select 1", "%", "_", "%_%", "\\", "!", "!%", "x\\", "<script>alert(1)</script>", "\"><img src=x>",
        "javascript:alert(1)", "=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "-2+3", "{{7*7}}", "${7*7}", "@{1}",
        "../../etc",
        "..", ".", "/", "a/b", "a|b", "a|b|c", "2025-01-01|x", "zzz|", "|", "a b", "\0", "a\0b", "\u0001", "\u202Etxt",
        "\uFEFF", "\uFFFF", "👩‍👩‍👧‍👦", "é́́́", "İ", "ß", "１２３", "٣", "丹灶", "*", "?", "#", ";", ",", "\r\nSet-Cookie: a=b",
        new('a', 64), new('a', 65), new('中', 300), new('9', 400), new('x', 5_000), "YWJj", "AA==", "AHwA", "/w==",
        "7aCA",
        "fA==", "Lw==", "IA==", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "village", "month", "theme", "organisation",
        "440605123",
        "440605123001", "999999999999", "44060512300", "danzao-union", "dan", "nan", "dan\n", "2025-01\n",
        "1899-12", "3000-01", "1899-12-31", "3000-01-01",
    ];

    /// <summary>The server itself turns away a path that holds NUL.</summary>
    public static readonly string[] InPaths = [.. Words.Where(word => !word.Contains('\0'))];

    /// <summary>As they stand in JSON, each where another kind of value belongs.</summary>
    public static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "-1e400", "1E+2", "9223372036854775808", "2147483648",
        "123456789012345678901234567890", "\"\"", "\"x\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"zh\":null}",
        "{\"zh\":\"\"}", "{\"zh\":\"a\",\"zh\":\"b\"}", "{\"zh\":\"a\",\"zh\":null}", "\"dan\\n\"",
        "{\"zh\":\"x\",\"en\":5}", "{\"zh\":\"x\",\"fr\":\"y\"}", "{\"zh\":{\"zh\":\"x\"}}",
        "{\"kind\":\"series\"}", "{\"value\":\"x\"}", "{\"value\":-5,\"precision\":\"exact\"}", "\"\\u0000\"",
        "\"\\ud800\"", "\"\\udc00x\"", "\"a\\ud83d\"", "\"\\u202e\"", "\"\\uffff\"", "\"0001-01-01\"",
        "\"9999-12-31\"", "\"2025-02-30\"", "\"2025-01-01T00:00:00\"", "\"9999-12-31T23:59:59-14:00\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"2025-01-01T00:00:00+99:99\"", "\"2025-01-01T00:00:00,5Z\"",
        "[\"x\",\"x\",\"x\"]", "[1,2]", "[\"\"]", "[\" \"]", "[\"\\u0000\"]",
    ];

    /// <summary>Whole bodies that are no command at all.</summary>
    public static readonly byte[][] Bodies =
    [
        .. new[]
        {
            "", " ", "null", "true", "1", "\"x\"", "[]", "[{}]", "{", "}", "{]", "{\"a\"}", "{\"a\":}", "{'a':1}",
            "{\"a\":1,}", "{\"on\":\"2025-01-01\" /* x */}", "{\"on\":NaN}", "{\"a\":1}{\"a\":1}", "{}x",
            "<xml/>", "a=b",
            "{\"\\ud800\":1}", "{\"__proto__\":{}}", "{\"on\":\"\\ud800\"}", "{\"\\u0000\":1}",
            new string('[', 5_000), string.Concat(Enumerable.Repeat("{\"a\":", 5_000)),
            "{\"on\":" + new string('9', 100_000) + "}", "{\"" + new string('k', 100_000) + "\":1}",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D], [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00], [0x00], [0xC0, 0x80],
        [0x7B, 0x22, 0x6F, 0x6E, 0x22, 0x3A, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x7D], // a surrogate in bytes
        new byte[4_096],
    ];

    /// <summary>What an Idempotency-Key is not.</summary>
    public static readonly string[] Keys =
    [
        "", " ", "x", "0", "00000000", "'; drop table commands; --", "00000000-0000-0000-0000-00000000000g",
        "00000000-0000-0000-0000-0000000000000", new('a', 5_000), "null", "丹灶",
    ];
}
