using Federation.Api.SigningIn;
using Federation.Tests.Rig;

namespace Federation.Tests.SigningIn;

public class PasswordTests
{
    [Theory]
    [InlineData("1234567890"), InlineData("0987654321"), InlineData("          "), InlineData("aaaaaaaaaa")]
    [InlineData("5201314520"), InlineData("5201314woaini"), InlineData("woaini1314"), InlineData("woaini520520")]
    [InlineData("qwertyuiop"), InlineData("1qaz2wsx3edc"), InlineData("asdfghjkl;'"), InlineData("q1w2e3r4t5y6")]
    [InlineData("a123456789"), InlineData("abc123abc123"), InlineData("Password123"), InlineData("p@ssw0rd2024")]
    [InlineData("Admin@123456"), InlineData("admin-2026!!"), InlineData("iloveyou1314"), InlineData("13812345678")]
    [InlineData("19900101zhang"), InlineData("zhangwei1990"), InlineData("wangfang520"), InlineData("foshan2026!")]
    [InlineData("jiefanghui2026"), InlineData("Federation123"), InlineData("１２３４５６７８９０"), InlineData("街坊联盟街坊联盟2026")]
    [InlineData("abababababab"), InlineData("xyzzyxyzzyxyzzy"), InlineData("qq123456789"), InlineData("nihaonihao88")]
    public void What_guessers_try_first_is_common(string password) => Assert.True(Passwords.IsCommon(password));

    [Theory]
    [InlineData("a-password-of-tests"), InlineData("correct horse battery")]
    [InlineData("老榕树下第三张石凳"), InlineData("kf8#mWq2!zR")]
    [InlineData("tea by the river at nine"), InlineData("3只猫在屋顶上打麻将")]
    public void What_one_thinks_of_oneself_is_not(string password) => Assert.False(Passwords.IsCommon(password));

    [Theory]
    [InlineData("chen.meihua"), InlineData("chen.meihua1")]
    [InlineData("chen.meihuachen.meihua"), InlineData("CHEN.meihua2026")]
    public void The_user_name_is_no_password(string password) =>
        Assert.True(Passwords.IsCommon(password, "chen.meihua"));

    [Fact]
    public void There_are_far_more_than_a_thousand_of_them()
    {
        string[] words = ["woaini", "password", "admin", "zhangwei", "qwerty", "iloveyou", "foshan", "welcome"];
        string[] ends = ["1234", "520", "1314", "@123", "2024", "8888", "!!!", "123456", "_888", "1990"];
        var made = words.SelectMany(_ => words.Append(""), (a, b) => a + b)
            .SelectMany(_ => ends, (word, end) => word + end).Where(p => p.Length >= Passwords.Min).ToArray();

        Assert.True(made.Length > 500);
        Assert.All(made, password => Assert.True(Passwords.IsCommon(password), password));
    }

    [Fact]
    public async Task A_common_or_short_one_is_refused_wherever_one_is_set()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite);
        var admin = await product.SignedIn();
        var own = await product.As("resident", "*", "password.test");
        var id = (string)(await own.Read("/me"))["id"]!;

        foreach (var password in new[] { "short", "woaini1314", "password.test1", new string('x', 201) })
        {
            Assert.Equal("password", (string?)(await admin.Post("/accounts", new
            {
                userName = "not.opened", roles = Array.Empty<object>(),
                password = password.Replace("password.test", "not.opened"),
            })).Json!["field"]);
            Assert.Equal("password", (string?)(await admin.Post(
                $"/accounts/{id}/password", new { password })).Json!["field"]);
            Assert.Equal("password", (string?)(await own.Post(
                $"/accounts/{id}/password", new { password, current = Product.Password })).Json!["field"]);
        }

        // Full width and half width are one.
        Assert.Equal(204, (await admin.Post($"/accounts/{id}/password", new { password = "老榕树下ＡＢＣ第三张石凳" })).Status);
        Assert.Equal(200, (await product.Enter("password.test", "老榕树下ABC第三张石凳")).Status);
    }
}
