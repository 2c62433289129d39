using System.Reflection;
using System.Text.Json;

namespace Federation.Api.Http;

/// <summary>A body whose form does not have one field for each of its own: it says how it is read.</summary>
public interface IFromForm<TBody> where TBody : IFromForm<TBody>
{
    static abstract TBody Of(Posted form);
}

/// <summary>A value that stands in one field of a form: it says how it is read.</summary>
public interface IFromField<TValue> where TValue : IFromField<TValue>
{
    /// <summary>Null where nothing was typed, or what was typed is no such value, which the form then knows.</summary>
    static abstract TValue? Of(Posted form, string field);
}

/// <summary>Two ids that one list offers together: <c>organisation|village</c>.</summary>
public sealed record Pair(string First, string Second) : IFromField<Pair>
{
    public static Pair? Of(Posted form, string field)
    {
        if (form.Required(field).Split('|', 2) is [{ } first, { } second]) return new(first, second);
        if (form.State.ErrorOf(field) is null) form.Wrong(field, "请从列表中选择", "Choose from the list");
        return null;
    }
}

/// <summary>A form that brings a file. It is kept before anything else is looked at, so that nobody has to choose it
/// again when another field is wrong.</summary>
public interface IBringsFile
{
    Task Keep();
}

/// <summary>Reads a body's record from a form, each field under the name that it has in JSON.</summary>
/// <remarks>A field that may not be missing is asked for; a name's English stands in the field of the same name with
/// <c>En</c>; lists are ticks, or words set apart by commas or lines.</remarks>
public static class FormBody<TBody>
{
    private static readonly Func<Posted, TBody> Read = OwnReading() ?? ByField();

    /// <summary>Every field as it stands, for a body that then makes something more of one of them.</summary>
    private static readonly Lazy<Func<Posted, TBody>> Plain = new(ByField);

    public static TBody Of(Posted form) => Read(form);

    public static TBody AsTyped(Posted form) => Plain.Value(form);

    private static Func<Posted, TBody>? OwnReading() => typeof(TBody).GetInterfaces()
        .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IFromForm<>))
        .Select(i => typeof(TBody).GetInterfaceMap(i).TargetMethods.Single().CreateDelegate<Func<Posted, TBody>>())
        .FirstOrDefault();

    private static Func<Posted, TBody> ByField()
    {
        var constructor = typeof(TBody).GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var make = ConstructorInvoker.Create(constructor);
        var nullability = new NullabilityInfoContext();
        var fields = constructor.GetParameters().Select(p => FormFields.ReaderOf(
            JsonNamingPolicy.CamelCase.ConvertName(p.Name!), p.ParameterType, p.GetCustomAttribute<SaysAttribute>(),
            optional: nullability.Create(p).WriteState == NullabilityState.Nullable || p.HasDefaultValue,
            p.HasDefaultValue ? p.DefaultValue : null)).ToArray();
        return form =>
        {
            var values = new object?[fields.Length];
            for (var i = 0; i < fields.Length; i++) values[i] = fields[i](form);
            return (TBody)make.Invoke(values.AsSpan())!;
        };
    }
}

/// <summary>How a form's fields become the types that bodies have.</summary>
internal static class FormFields
{
    private static readonly Dictionary<Type, Func<string, bool, Func<Posted, object?>>> Readers = new()
    {
        [typeof(string)] = (field, optional) => optional ? form => form.Text(field) : form => form.Required(field),
        [typeof(Name)] = (field, optional) => form =>
            optional && form.Text(field) is null && form.Text(field + "En") is null ? null : form.Name(field),
        [typeof(long)] = (field, optional) => form => Asked(form, field, optional) ? form.Number(field) : null,
        [typeof(int)] = (field, optional) => form => Asked(form, field, optional) ? Narrow(form, field) : null,
        [typeof(bool)] = (field, _) => form => form.Ticked(field),
        [typeof(DateOnly)] = (field, optional) => form => Asked(form, field, optional) ? form.Day(field) : null,
        [typeof(DateTimeOffset)] = (field, optional) => form =>
            Asked(form, field, optional) ? form.Moment(field) : null,
        [typeof(Items<string>)] = (field, _) => form => (Items<string>)[.. form.ManyWords(field)],
        [typeof(Items<Name>)] = (field, _) => form => form.Names(field),
    };

    private const BindingFlags Own = BindingFlags.NonPublic | BindingFlags.Static;

    /// <summary>The reader of one field; of what cannot be read it answers the type's empty value, and the form knows
    /// what is wrong.</summary>
    public static Func<Posted, object?> ReaderOf(
        string field, Type type, SaysAttribute? says, bool optional, object? otherwise)
    {
        var inner = Nullable.GetUnderlyingType(type);
        var plain = inner ?? type;
        optional &= says?.Needed != true;
        var read = says?.InYuan == true ? MoneyReader(field, optional)
            : plain.IsEnum ? EnumReader(field, plain, optional)
            : Readers.TryGetValue(plain, out var reader) ? reader(field, optional)
            : plain.IsAssignableTo(typeof(IFromField<>).MakeGenericType(plain)) ? OwnReader(field, plain)
            : throw new InvalidOperationException(
                $"No form has a field of {plain.Name}: the body of '{field}' implements IFromForm<>.");
        var empty = otherwise ?? (inner is null && type.IsValueType ? Activator.CreateInstance(type) : null);
        return form => read(form) ?? empty;
    }

    private static Func<Posted, object?> MoneyReader(string field, bool optional) =>
        form => Asked(form, field, optional) ? form.Yuan(field) : null;

    private static Func<Posted, object?> OwnReader(string field, Type type)
    {
        var of = type.GetInterfaceMap(typeof(IFromField<>).MakeGenericType(type)).TargetMethods.Single()
            .CreateDelegate<Func<Posted, string, object?>>();
        return form => of(form, field);
    }

    private static Func<Posted, object?> EnumReader(string field, Type type, bool optional) =>
        (Func<Posted, object?>)typeof(FormFields).GetMethod(nameof(OneOf), Own)!.MakeGenericMethod(type)
            .Invoke(null, [field, optional])!;

    private static Func<Posted, object?> OneOf<T>(string field, bool optional) where T : struct, Enum =>
        form => Asked(form, field, optional) ? form.Choice<T>(field) : null;

    /// <summary>Whether there is something to read; what must be there and is not is told.</summary>
    private static bool Asked(Posted form, string field, bool optional) =>
        optional ? form.Text(field) is not null : form.Required(field).Length > 0;

    private static object? Narrow(Posted form, string field) => form.Number(field) switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and var number => (int)number,
        _ => form.Wrong(field, "这个数字超出范围", "This number is out of range"),
    };
}
