using Federation.Api.Components;

namespace Federation.Tests.Pages;

/// <summary>How a number and what it counts are written in either language.</summary>
public class LangTests
{
    [Theory]
    [InlineData(1, "1 mentor to accept")]
    [InlineData(2, "2 mentors to accept")]
    [InlineData(21, "21 mentors to accept")]
    public void English_has_a_form_for_one_and_Chinese_has_none(long count, string english)
    {
        string Told(bool inEnglish) =>
            new Lang(inEnglish).Counted(count, "名导师待审核", "mentor to accept", "mentors to accept");

        Assert.Equal(english, Told(true));
        Assert.Equal($"{count} 名导师待审核", Told(false));
    }
}
