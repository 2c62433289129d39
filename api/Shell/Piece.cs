using Microsoft.AspNetCore.Components;

namespace Federation.Api.Shell;

/// <summary>What every component of ours has: the reader's language. <c>_Imports.razor</c> makes it the base of all that
/// name no other.</summary>
public abstract class Piece : ComponentBase
{
    [Inject]
    public required Lang L { get; set; }
}
