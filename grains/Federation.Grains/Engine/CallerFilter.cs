using System.Diagnostics;
using Federation.Log;
using Orleans;
using Orleans.Runtime;

namespace Federation.Grains.Engine;

/// <summary>Who calls travels with each call between nodes, beside the trace that Orleans itself carries: the node, so
/// that an operator sees in a silo's trace where a command came in; and there the command's name is told.</summary>
/// <remarks>Never the person: the asker's account is in the command's context, which no trace shows. Set up only where
/// traces are collected.</remarks>
internal sealed class CallerFilter(Catalogue catalogue) : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
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
        if (context.Grain is not StreamGrain || Activity.Current is not { } call) return context.Invoke();
        call.SetTag("federation.kind", context.TargetId.Type.ToString()).SetTag(Key, RequestContext.Get(Key));
        if (context.Request.GetArgument(0) is Letter letter) call.SetTag("command", NameOf(letter));
        return context.Invoke();
    }

    private string NameOf(Letter letter)
    {
        try
        {
            return catalogue.NameOf(letter.Open(catalogue).Command);
        }
        catch (Exception unread) when (unread is ArgumentException or System.Text.Json.JsonException)
        {
            return "unknown"; // Of a newer version: the grain tells the caller.
        }
    }
}
