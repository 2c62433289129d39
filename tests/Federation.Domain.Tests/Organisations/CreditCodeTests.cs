using Federation.Domain.Organisations;

namespace Federation.Tests.Organisations;

public class CreditCodeTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    [Fact]
    public void A_widely_quoted_example_has_the_right_check_character() =>
        Assert.Null(CreditCode.WarningFor("91350100M000100Y43"));

    [Theory]
    [InlineData("", CreditCodeWarning.WrongLength), InlineData("91350100M000100Y4", CreditCodeWarning.WrongLength)]
    [InlineData("91350100M000100I43", CreditCodeWarning.WrongCharacter)]
    [InlineData("91350100M000100Y34", CreditCodeWarning.WrongCheckDigit)]
    public void What_is_odd_is_named(string code, CreditCodeWarning warning) =>
        Assert.Equal(warning, CreditCode.WarningFor(code));

    [Theory]
    [InlineData(null), InlineData(" ")]
    public void Nothing_typed_is_no_code_and_no_warning(string? typed) =>
        Assert.Null(CreditCode.WarningFor(CreditCode.Normal(typed)));

    [Fact]
    public void A_code_is_kept_without_spaces_in_capitals() =>
        Assert.Equal("91350100M000100Y43", CreditCode.Normal(" 9135 0100 m000 100y 43 "));

    [Theory]
    [InlineData(1), InlineData(2)]
    public void Of_all_last_characters_exactly_one_is_right_and_it_is_the_printed_weights(int seed)
    {
        var random = new Random(seed);
        for (var turn = 0; turn < 300; turn++)
        {
            var body = string.Concat(Enumerable.Range(0, 17).Select(_ => Alphabet[random.Next(31)]));
            var right = Assert.Single(Alphabet, last => CreditCode.WarningFor(body + last) is null);
            var sum = body.Select((c, i) => Alphabet.IndexOf(c) * Weights[i]).Sum();
            Assert.Equal(0, (sum + Alphabet.IndexOf(right)) % 31);
        }
    }
}
