// Hand-written signatures of what our sources use of Microsoft Orleans: enough to compile them where its packages
// cannot be had. Nothing here runs, and that it compiles proves nothing about Orleans.

#pragma warning disable CA1822, CS9113, IDE0060 // Signatures have no bodies to use what they are given.

namespace System
{
    /// <summary>Comes with Orleans' packages.</summary>
    public sealed class BinaryData(byte[] data)
    {
        public static implicit operator ReadOnlySpan<byte>(BinaryData from) => default;
    }
}

namespace Orleans
{
    public interface IGrain;

    public interface IGrainWithStringKey : IGrain;

    public abstract class Grain
    {
        protected Grain() => GrainContext = null!;

        public Runtime.IGrainContext GrainContext { get; }

        public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        protected void DeactivateOnIdle() { }
    }

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class GrainTypeAttribute(string grainType) : Attribute;

    public interface IGrainFactory
    {
        IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey);
    }

    public interface IClusterClient : IGrainFactory;

    public interface IGrainCallContext
    {
        object Grain { get; }

        Runtime.GrainId TargetId { get; }

        Task Invoke();
    }

    public interface IIncomingGrainCallContext : IGrainCallContext;

    public interface IOutgoingGrainCallContext : IGrainCallContext;

    public interface IIncomingGrainCallFilter
    {
        Task Invoke(IIncomingGrainCallContext context);
    }

    public interface IOutgoingGrainCallFilter
    {
        Task Invoke(IOutgoingGrainCallContext context);
    }
}

namespace Orleans.Concurrency
{
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class AlwaysInterleaveAttribute : Attribute;
}

namespace Orleans.Placement
{
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class ResourceOptimizedPlacementAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class RandomPlacementAttribute : Attribute;
}

namespace Orleans.Runtime
{
    public readonly record struct GrainType;

    public readonly record struct GrainId(GrainType Type);

    public interface IGrainContext
    {
        GrainId GrainId { get; }
    }

    public class OrleansException : Exception;

    public static class RequestContext
    {
        public static void Set(string key, object value) { }

        public static object? Get(string key) => null;
    }
}

namespace Orleans.Storage
{
    public interface IGrainState<T>;

    public sealed class GrainState<T>(T state) : IGrainState<T>
    {
        public T? State { get; set; } = state;
    }

    public interface IGrainStorage
    {
        Task ReadStateAsync<T>(string stateName, Runtime.GrainId grainId, IGrainState<T> grainState);

        Task WriteStateAsync<T>(string stateName, Runtime.GrainId grainId, IGrainState<T> grainState);
    }

    public interface IGrainStorageSerializer
    {
        BinaryData Serialize<T>(T? input);

        T? Deserialize<T>(BinaryData input);
    }
}
