namespace Federation.Domain;

/// <summary>One kind of stream: its kind (the first part of the stream's name), the decider for an id, and what it is
/// about in words.</summary>
/// <remarks>A stream's name is <c>kind/part/part</c>; ids never contain a slash. Found by reflection: declare it as
/// <c>public static readonly Boundary&lt;…&gt; Boundary</c> in the file of the consistency boundary.</remarks>
public sealed record Boundary<TState, TCommand, TEvent>(
    string Kind, Func<string, Decider<TState, TCommand, TEvent>> DeciderFor, Name Words) : IBoundary
{
    public string Stream(params ReadOnlySpan<string> parts) => $"{Kind}/{string.Join('/', parts)}";

    Type IBoundary.State => typeof(TState);

    Type IBoundary.Command => typeof(TCommand);

    Type IBoundary.Event => typeof(TEvent);

    T IBoundary.Accept<T>(IBoundaryVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A boundary without its types, for registries and for whoever hosts aggregates.</summary>
public interface IBoundary
{
    string Kind { get; }

    Name Words { get; }

    Type State { get; }

    Type Command { get; }

    Type Event { get; }

    T Accept<T>(IBoundaryVisitor<T> visitor);
}

public interface IBoundaryVisitor<out T>
{
    T Visit<TState, TCommand, TEvent>(Boundary<TState, TCommand, TEvent> boundary);
}
