using Microsoft.AspNetCore.Components;

namespace Federation.Api.Components;

/// <summary>What every component of ours has: the reader's language.</summary>
/// <remarks><c>_Imports.razor</c> makes it the base of all that name no other.</remarks>
public abstract class Piece : ComponentBase
{
    [Inject] public required Lang L { get; set; }
}
