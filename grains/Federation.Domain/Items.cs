using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Federation.Domain;

/// <summary>A list that compares by content, so that commands, events and states built from it do too.</summary>
[CollectionBuilder(typeof(Items), nameof(Items.Create))]
public readonly struct Items<T> : IReadOnlyList<T>, IEquatable<Items<T>>
{
    private readonly ImmutableArray<T> _items;

    public Items(ImmutableArray<T> items) => _items = items;

    private ImmutableArray<T> All => _items.IsDefault ? [] : _items;

    public int Count => All.Length;

    public T this[int index] => All[index];

    public bool Contains(T item) => All.Contains(item);

    public Items<T> Add(T item) => new(All.Add(item));

    public Items<T> Remove(T item) => new(All.Remove(item));

    public Items<T> Where(Func<T, bool> keep) => [.. Enumerable.Where(All, keep)];

    public bool Equals(Items<T> other) => All.AsSpan().SequenceEqual(other.All.AsSpan());

    public override bool Equals(object? obj) => obj is Items<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in All) hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", All)}]";

    public ImmutableArray<T>.Enumerator GetEnumerator() => All.GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)All).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)All).GetEnumerator();

    public static bool operator ==(Items<T> left, Items<T> right) => left.Equals(right);

    public static bool operator !=(Items<T> left, Items<T> right) => !left.Equals(right);
}

/// <summary>Builds <see cref="Items{T}"/> from collection expressions.</summary>
public static class Items
{
    public static Items<T> Create<T>(ReadOnlySpan<T> items) => new([.. items]);
}
