using System.Text.RegularExpressions;
using Federation.Domain.Accounts;

namespace Federation.Tests.Access;

/// <summary>Somebody who asks, known by the role and the scope alone: nobody when both are missing.</summary>
public sealed partial record Party(string Name, Role? Role, string Scope, Client Client)
{
    private (string Token, string Cookie)? _form;
    private Func<Task<Client>>? _enters;

    public string Account { get; private init; } = "anonymous";

    /// <summary>By which they sign in; null for nobody.</summary>
    public string? UserName { get; private init; }

    public static Party Nobody(Door door) => new("anonymous", null, "", door.Anonymous());

    public static async Task<Party> In(Door door, Client admin, string name, string role, string scope)
    {
        var userName = $"matrix.{name}";
        var client = await door.As(admin, userName, role, scope);
        return new(name, Enum.Parse<Role>(role.Replace("-", ""), ignoreCase: true), scope, client)
        {
            Account = (string)(await client.Read("/me"))["id"]!, UserName = userName,
            _enters = () => door.SignedIn(userName),
        };
    }

    /// <summary>Coordinates this alliance: by its id, or by a region that holds it.</summary>
    public bool Coordinates(string alliance, string region) => Role switch
    {
        Federation.Domain.Accounts.Role.PlatformAdministrator => true,
        Federation.Domain.Accounts.Role.Coordinator => Scope == alliance || Holds(region),
        _ => false,
    };

    /// <summary>The scope is a region, and this one lies in it.</summary>
    public bool Holds(string region) =>
        Scope == "*" || (Scope.All(char.IsAsciiDigit) && region.StartsWith(Scope, StringComparison.Ordinal));

    /// <summary>Of an organisation's staff, by the account of its own that somebody named has there.</summary>
    public static async Task<Party> StaffOf(Estate estate, string name)
    {
        var client = await estate.Door.SignedIn(estate.Staff);
        return new(name, Federation.Domain.Accounts.Role.OrganisationStaff, estate.Organisation, client)
        {
            Account = (string)(await client.Read("/me"))["id"]!, UserName = estate.Staff,
            _enters = () => estate.Door.SignedIn(estate.Staff),
        };
    }

    /// <summary>Signs in once more; false for who has no account.</summary>
    public async Task<bool> Enters()
    {
        if (_enters is null) return false;
        Client.Http.DefaultRequestHeaders.Authorization =
            (await _enters()).Http.DefaultRequestHeaders.Authorization;
        _form = null;
        return true;
    }

    public HttpRequestMessage Get(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (!path.StartsWith("/api/", StringComparison.Ordinal) && Token is { } token)
            request.Headers.Add("Cookie", $"federation={token}");
        return request;
    }

    /// <summary>A form of the pages, with what a page would have put into it.</summary>
    public async Task<HttpRequestMessage> Form(string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var (token, cookie) = _form ??= await FormToken();
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(
                fields.Append(new("__RequestVerificationToken", token)).Append(new("_key", $"{Guid.NewGuid()}"))),
        };
        request.Headers.Add("Cookie", cookie);
        return request;
    }

    private string? Token => Client.Http.DefaultRequestHeaders.Authorization?.Parameter;

    private async Task<(string, string)> FormToken()
    {
        using var request = Get(Token is null ? "/sign-in" : "/me");
        using var answer = await Client.Http.SendAsync(request);
        var token = Verification().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value;
        Assert.NotEmpty(token);
        var cookies = answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(c => c.Split(';')[0]) : [];
        return (token, string.Join("; ", Token is null ? cookies : cookies.Append($"federation={Token}")));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Verification();
}
