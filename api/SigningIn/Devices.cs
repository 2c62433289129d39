namespace Federation.Api.SigningIn;

/// <summary>What tells a device that an account has signed in with from any other: 256 random bits in a cookie of long
/// life, or kept by whoever calls the API. Here lies only an HMAC of it, beside each account that it is known to.
/// </summary>
/// <remarks>It opens nothing. Whoever brings it is only not held up by what others at the same address, or in the name
/// of the same account, have tried.</remarks>
public static class Devices
{
    private const int LengthMax = 64;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400); // Longer no browser keeps a cookie.

    private static readonly (string Sign, string Kind)[] Systems =
    [
        ("iPhone", "iphone"), ("iPad", "ipad"), ("HarmonyOS", "harmony"), ("OpenHarmony", "harmony"),
        ("Android", "android"), ("Windows", "windows"), ("Macintosh", "mac"), ("Linux", "linux"),
    ];

    // Those that pretend to be others come first.
    private static readonly (string Sign, string Kind)[] Browsers =
    [
        ("MicroMessenger", "wechat"), ("QQBrowser", "qq"), ("UCBrowser", "uc"), ("HuaweiBrowser", "huawei"),
        ("MiuiBrowser", "xiaomi"), ("Edg", "edge"), ("Firefox", "firefox"), ("Chrome", "chrome"), ("Safari", "safari"),
    ];

    private static readonly Dictionary<string, Name> Words = new()
    {
        ["iphone"] = new("苹果手机", "iPhone"), ["ipad"] = new("苹果平板", "iPad"),
        ["harmony"] = new("鸿蒙设备", "HarmonyOS"), ["android"] = new("安卓手机", "Android"),
        ["windows"] = new("Windows 电脑", "Windows"), ["mac"] = new("苹果电脑", "Mac"),
        ["linux"] = new("Linux 电脑", "Linux"), ["wechat"] = new("微信", "WeChat"), ["qq"] = new("QQ 浏览器", "QQ"),
        ["uc"] = new("UC 浏览器", "UC"), ["huawei"] = new("华为浏览器", "Huawei"),
        ["xiaomi"] = new("小米浏览器", "Xiaomi"), ["edge"] = new("Edge", "Edge"), ["firefox"] = new("火狐", "Firefox"),
        ["chrome"] = new("谷歌内核浏览器", "Chrome"), ["safari"] = new("Safari", "Safari"),
        ["other"] = new("其他程序", "another program"),
    };

    /// <summary>What kind of device it is, of what its browser calls itself: enough to know one's own again.</summary>
    public static string KindOf(string agent)
    {
        var kinds = new[] { Systems, Browsers }.Select(known => known.FirstOrDefault(
            one => agent.Contains(one.Sign, StringComparison.Ordinal)).Kind).OfType<string>().ToArray();
        return kinds.Length > 0 ? string.Join('/', kinds) : "other";
    }

    /// <summary>A kind of device in words.</summary>
    public static Name NameOf(string kind)
    {
        var words = kind.Split('/').Select(part => Words.GetValueOrDefault(part, new(part, part))).ToArray();
        return new(string.Join(" · ", words.Select(w => w.Zh)), string.Join(" · ", words.Select(w => w.En ?? w.Zh)));
    }

    /// <summary>The name of its cookie.</summary>
    public static string CookieOf(HttpContext http) => Cookies.Name(http, "federation-device");

    /// <summary>What the browser brings; null where it brings none.</summary>
    public static string? Of(HttpContext http) => Checked(http.Request.Cookies[CookieOf(http)]);

    /// <summary>The same from elsewhere, such as a body; null where it cannot be one of ours.</summary>
    public static string? Checked(string? device) => device is { Length: > 0 and <= LengthMax } ? device : null;

    /// <summary>Gives the browser what it is to bring next time.</summary>
    public static void Give(HttpContext http, string device) =>
        http.Response.Cookies.Append(CookieOf(http), device, Cookies.Secret(http, http.RequestServices
            .GetRequiredService<TimeProvider>().GetUtcNow() + Kept));
}
