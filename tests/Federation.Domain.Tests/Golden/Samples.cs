using System.Collections;
using System.Reflection;
using Federation.Domain;

namespace Federation.Tests.Golden;

/// <summary>One fixed, fully filled value of any record: the same on every machine and on every day.</summary>
/// <remarks>Every optional part is given, so that a golden file shows the whole shape.</remarks>
public static class Samples
{
    public static object Of(Type type) => new Filler().Make(type);

    /// <summary>Numbers texts and numbers, so that two fields that changed places show.</summary>
    private sealed class Filler
    {
        private int _texts;
        private int _numbers;

        public object Make(Type type)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type.IsEnum) return Enum.GetValues(type).Cast<object>().Take(2).Last();
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Items<>)) return MakeItems(type);
            return Simple(type) ?? MakeRecord(type);
        }

        private object? Simple(Type type) =>
            type == typeof(string) ? $"text-{++_texts}"
            : type == typeof(long) ? (long)++_numbers
            : type == typeof(int) ? ++_numbers
            : type == typeof(short) ? (short)++_numbers
            : type == typeof(byte) ? (byte)++_numbers
            : type == typeof(decimal) ? ++_numbers + 0.5m
            : type == typeof(double) ? ++_numbers + 0.5d
            : type == typeof(bool) ? true
            : type == typeof(DateOnly) ? new DateOnly(2026, 3, 2)
            : type == typeof(TimeOnly) ? new TimeOnly(9, 30)
            : type == typeof(TimeSpan) ? TimeSpan.FromMinutes(90)
            : type == typeof(DateTimeOffset) ? new DateTimeOffset(2026, 3, 2, 1, 30, 0, TimeSpan.Zero)
            : type == typeof(Guid) ? new Guid("00000000-0000-0000-0000-000000000001")
            : null;

        private object MakeItems(Type type)
        {
            var element = type.GetGenericArguments()[0];
            var items = Array.CreateInstance(element, 2);
            for (var i = 0; i < items.Length; i++) items.SetValue(Make(element), i);

            var immutable = typeof(System.Collections.Immutable.ImmutableArray).GetMethods()
                .Single(m => m.Name == "Create" && m.GetParameters() is [{ ParameterType.IsArray: true }])
                .MakeGenericMethod(element).Invoke(null, [items]);
            return Activator.CreateInstance(type, immutable)!;
        }

        private object MakeRecord(Type type)
        {
            if (type.IsAbstract || typeof(IEnumerable).IsAssignableFrom(type))
                throw new InvalidOperationException($"{type} cannot be stored: use a sealed record or Items<T>.");

            var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault()
                ?? throw new InvalidOperationException($"{type} has no public constructor, so it cannot be read back.");
            var made = constructor.Invoke([.. constructor.GetParameters().Select(p => Make(p.ParameterType))]);
            var given = constructor.GetParameters().Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                if (property.SetMethod is { IsPublic: true } && !given.Contains(property.Name))
                    property.SetValue(made, Make(property.PropertyType));
            return made;
        }
    }
}
