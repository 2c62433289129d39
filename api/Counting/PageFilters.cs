namespace Federation.Api.Counting;

/// <summary>What a page of figures was asked for, as its filters show it again; what cannot be understood is told
/// beside its field.</summary>
internal static class PageFilters
{
    public static readonly string[] Fields = ["alliance", "theme", "from", "to", "asOf", "by", "show", "days"];

    public static FormState Of(Reading reading)
    {
        var typed = new FormState();
        foreach (var field in Fields) if (reading.Text(field) is { } value) typed.With(field, value);
        return typed;
    }

    /// <summary>What is read, or what stands in for it where the page is answered as one with a wrong field.</summary>
    public static T Try<T>(this FormState filters, Reading reading, T otherwise, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ProblemException wrong) when (wrong.Problem is { Status: 400, Field: { } field })
        {
            filters.Wrong(field, Lang.Of(reading.Http).T(wrong.Problem.Zh, wrong.Problem.En));
            reading.Http.Features.Set(filters);
            return otherwise;
        }
    }
}
