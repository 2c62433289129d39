using Federation.Domain.Help;
using Rules = Federation.Domain.Help.Request;

namespace Federation.Api.Help;

/// <param name="OrganisationId">The receiver; need not be a member of an alliance.</param>
/// <param name="From">First day on which help would suit; <c>to</c> is the last.</param>
public sealed record RequestBody(
    string OrganisationId, RequestKind Kind, string Topic, DateOnly From, DateOnly To, long? People = null,
    string? LibraryItemId = null, string? MentorId = null, string? Note = null, bool Illustrative = false,
    string? Id = null, DateOnly? On = null) : IDated;

public sealed record ScheduleBody(DateTimeOffset Start, DateTimeOffset End, string Place, DateOnly? On = null)
    : IDated, IFromForm<ScheduleBody>
{
    /// <summary>The form asks for one day, and for two times of it.</summary>
    public static ScheduleBody Of(Posted form)
    {
        var (start, end) = HelpTimes.Of(form, "start", "end");
        return new(start, end, form.Required("place"));
    }
}

/// <param name="OrganisationId">The provider, for help entered afterwards that names neither mentor nor team.</param>
public sealed record DeliveryBody(
    long Minutes, string? MentorId = null, string? TeamId = null, string? OrganisationId = null,
    long? PersonTimes = null, DateOnly? On = null) : IDated, IFromForm<DeliveryBody>
{
    /// <summary>Who helped, where no offer says so, is a helper of the list <c>with</c>, or else an organisation.
    /// </summary>
    public static DeliveryBody Of(Posted form)
    {
        form.Required("on");
        form.Required("minutes");
        var (with, provider) = (form.Text("with"), form.Text("provider"));
        if (form.Form.ContainsKey("with") && with is null && provider is null)
            form.State.Wrong("with", form.L.Of(Rules.Refusals.ProviderMissing));
        return new(
            form.Number("minutes") ?? 0, HelpChoices.Named(with, "mentor"), HelpChoices.Named(with, "team"),
            with is null ? provider : null, form.Number("personTimes"));
    }
}

public sealed record ConfirmationBody(int Rating, string? Comment = null, DateOnly? On = null)
    : IDated, IFromForm<ConfirmationBody>
{
    public static ConfirmationBody Of(Posted form)
    {
        if (form.Text("rating") is null) form.Wrong("rating", "请选择评分", "Choose a rating");
        return new((int)(form.Number("rating") ?? 0), form.Text("comment"));
    }
}

/// <summary>Confirmed help set right as both sides agreed.</summary>
/// <param name="Minutes">What they should have been.</param>
/// <param name="Reason">Why, and how both sides agreed on it.</param>
/// <param name="PersonTimes">As they were, when not given.</param>
public sealed record CorrectionBody(long Minutes, string Reason, long? PersonTimes = null, DateOnly? On = null)
    : IDated;

/// <summary>Help that took place without the platform, entered in one form: a request of that day, and its
/// delivery.</summary>
public sealed record GivenForm(RequestBody Request, DeliveryBody Delivery) : IFromForm<GivenForm>
{
    /// <summary>All that can be wrong with the delivery is told before the request is opened for it.</summary>
    public static GivenForm Of(Posted form)
    {
        var (receiver, on) = (form.Required("organisationId"), form.Post.On);
        var request = new RequestBody(
            receiver, form.Choice<RequestKind>("kind") ?? default, form.Required("topic"), on, on,
            Note: form.Text("note"), On: on);
        var (delivery, with) = (DeliveryBody.Of(form), form.Text("with"));
        var provider = with is null ? delivery.OrganisationId : HelpChoices.OrganisationOf(form.Post.Rows, with);
        if (provider is null) Tell("with", Rules.Refusals.ProviderMissing);
        if (provider == receiver) Tell(with is null ? "provider" : "with", Helping.Refusals.HelpsItself);
        if (delivery.Minutes is < 1 or > Rules.MinutesMax) Tell("minutes", Rules.Refusals.MinutesOutOfRange);
        if (delivery.PersonTimes is < 0 or > Rules.PersonTimesMax)
            Tell("personTimes", Rules.Refusals.PersonTimesOutOfRange);
        return new(request, delivery with { OrganisationId = provider });

        void Tell(string field, Refusal refusal)
        {
            if (form.State.ErrorOf(field) is null) form.State.Wrong(field, form.L.Of(refusal));
        }
    }
}
