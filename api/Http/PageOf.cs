using Microsoft.AspNetCore.Components;

namespace Federation.Api.Http;

/// <summary>A page of one typed view: the record that the API answers, or one that is made for the page.</summary>
/// <remarks>What is sealed is opened where the view is read, never here: the record of who opened it is written before
/// the page is.</remarks>
public abstract class PageOf<TView> : Piece where TView : class
{
    [Parameter, EditorRequired] public required TView View { get; set; }
    /// <summary>Names of records by their ids.</summary>
    [Inject] public required RecordNames Names { get; set; }
    /// <summary>Choices of select fields.</summary>
    [Inject] public required Choose Choose { get; set; }
    /// <summary>Who reads, and what the address asks for.</summary>
    [Inject] public required Reading Reading { get; set; }
}
