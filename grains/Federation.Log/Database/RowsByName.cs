using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;
using System.Text.Json;
using Federation.Domain;

namespace Federation.Log;

/// <summary>Rows as records: each column becomes the parameter of its name, <c>opened_on</c> the parameter
/// <c>OpenedOn</c>; two columns <c>x_zh</c> (or <c>x</c>) and <c>x_en</c> become the <see cref="Name"/> <c>X</c>.
/// </summary>
/// <remarks>Strict both ways: a column that no parameter takes and a parameter that no column fills are faults of the
/// statement, found by the first row that it reads. A parameter with a default may stay without a column.</remarks>
public static class RowsByName
{
    public static IReadOnlyList<T> All<T>(
        this Rows rows, string sql, params (string Name, object? Value)[] values)
    {
        Func<DbDataReader, T>? read = null;
        return rows.All(sql, row => (read ??= Record<T>.ReaderOf(row))(row), values);
    }

    /// <summary>The first row, or null when there is none.</summary>
    public static T? One<T>(this Rows rows, string sql, params (string Name, object? Value)[] values)
        where T : class
    {
        Func<DbDataReader, T>? read = null;
        return rows.One(sql, row => (read ??= Record<T>.ReaderOf(row))(row), values);
    }

    private static class Record<T>
    {
        private static readonly ConstructorInfo Constructor =
            typeof(T).GetConstructors().MaxBy(c => c.GetParameters().Length)!;

        private static readonly ConstructorInvoker Make = ConstructorInvoker.Create(Constructor);
        private static readonly ConcurrentDictionary<string, Func<DbDataReader, T>> Known = [];

        /// <summary>Kept for each set of columns that the record is read from.</summary>
        public static Func<DbDataReader, T> ReaderOf(DbDataReader row)
        {
            var columns = Enumerable.Range(0, row.FieldCount).Select(row.GetName).ToArray();
            return Known.GetOrAdd(string.Join(' ', columns), _ => Build(columns));
        }

        private static Func<DbDataReader, T> Build(string[] columns)
        {
            var left = new HashSet<string>(columns);
            var fields = Constructor.GetParameters().Select(p => Field(p, columns, left)).ToArray();
            if (left.Count > 0)
                throw new InvalidOperationException($"{typeof(T).Name} takes no {string.Join(", ", left)}.");
            return row =>
            {
                var values = new object?[fields.Length];
                for (var i = 0; i < fields.Length; i++) values[i] = fields[i](row);
                return (T)Make.Invoke(values.AsSpan());
            };
        }

        private static Func<DbDataReader, object?> Field(ParameterInfo field, string[] columns, HashSet<string> left)
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name!);
            var named = field.ParameterType == typeof(Name);
            var column = Array.IndexOf(columns, named && columns.Contains(name + "_zh") ? name + "_zh" : name);
            if (column < 0 && field.HasDefaultValue)
            {
                var usual = field.DefaultValue;
                return _ => usual;
            }

            if (column < 0)
                throw new InvalidOperationException($"{typeof(T).Name} wants {name}: {string.Join(", ", columns)}.");
            left.Remove(columns[column]);
            if (!named) return RowTypes.ReaderOf(field.ParameterType, column);
            var english = Array.IndexOf(columns, name + "_en");
            left.Remove(name + "_en");
            return row => row.IsDBNull(column) ? null
                : new Name(row.GetString(column), english < 0 ? null : row.Text(english));
        }
    }
}

/// <summary>The few types that rows have, read from one column; what is null there is null here.</summary>
internal static class RowTypes
{
    private static readonly Dictionary<Type, Func<int, Func<DbDataReader, object?>>> Readers = new()
    {
        [typeof(string)] = column => row => row.Text(column),
        [typeof(long)] = column => row => row.Number(column),
        [typeof(int)] = column => row => row.IsDBNull(column) ? null : (int)row.GetInt64(column),
        [typeof(bool)] = column => row => row.Flag(column),
        [typeof(DateOnly)] = column => row => row.Day(column),
        [typeof(DateTimeOffset)] = column => row => row.Moment(column),
        [typeof(Items<string>)] = column => row => (Items<string>)[.. RowText.Words(row.Text(column))],
        [typeof(Items<Name>)] = column => row => (Items<Name>)[.. RowText.Names(row.Text(column))],
    };

    public static Func<DbDataReader, object?> ReaderOf(Type type, int column)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (Readers.TryGetValue(plain, out var reader)) return reader(column);
        if (!plain.IsEnum) throw new InvalidOperationException($"No row holds a {plain.Name}.");
        return (Func<DbDataReader, object?>)typeof(RowTypes)
            .GetMethod(nameof(OneOf), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(plain).Invoke(null, [column])!;
    }

    private static Func<DbDataReader, object?> OneOf<T>(int column) where T : struct, Enum =>
        row => row.IsDBNull(column) ? null : RowText.Parse<T>(row.GetString(column));
}
