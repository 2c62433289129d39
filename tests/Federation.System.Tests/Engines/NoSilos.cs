using Federation.Tests.Rig;

namespace Federation.Tests;

/// <summary>The Local engine has no silos: one gateway decides by itself.</summary>
internal sealed class Silos : IAsyncDisposable
{
    /// <summary>Gateways over one database.</summary>
    public const int Gateways = 1;

    /// <summary>Silos of a deployment of processes.</summary>
    public const int Processes = 0;

    public static Task<Silos> Start(TestDatabase _) => Task.FromResult(new Silos());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
