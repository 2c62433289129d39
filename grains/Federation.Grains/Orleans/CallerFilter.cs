using System.Diagnostics;
using Orleans;
using Orleans.Runtime;

namespace Federation.Grains.Orleans;

/// <summary>Who calls travels with each call between nodes, beside the trace that Orleans itself carries: the node, so
/// that an operator sees in a silo's trace where a command came in.</summary>
/// <remarks>Never the person: the asker's account is in the command's context, which no trace shows.</remarks>
internal sealed class CallerFilter : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    private const string Key = "federation.caller";
    private static readonly string Node = $"{Environment.MachineName}:{Environment.ProcessId}";

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        RequestContext.Set(Key, Node);
        return context.Invoke();
    }

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not StreamGrain) return context.Invoke();
        Activity.Current?
            .SetTag("federation.kind", context.TargetId.Type.ToString())
            .SetTag(Key, RequestContext.Get(Key));
        return context.Invoke();
    }
}
