using System.Reflection;
using System.Text;
using Chalkline.Charts;
using Chalkline.Tests;

namespace Chalkline.Acceptance.Architecture;

/// <summary>What the charts offer is frozen: it changes on purpose or not at all.</summary>
public sealed class ChartsPublicApiTests
{
    /// <summary>Members that every record has.</summary>
    private static readonly string[] OfRecords =
        ["Equals", "GetHashCode", "ToString", "Deconstruct", "<Clone>$", "op_Equality", "op_Inequality", "value__"];

    [Fact]
    public void The_public_interface_is_as_approved()
    {
        StringBuilder text = new();
        foreach (Type type in typeof(ChartSpec).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append($"{Kind(type)} {type.FullName}{Base(type)}\n");
            foreach (string line in Members(type))
            {
                text.Append($"    {line}\n");
            }
        }

        text.ToString().ShouldBeApproved("PublicApi.Chalkline.Charts.txt");
    }

    private static string Kind(Type type)
        => type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string Base(Type type)
        => type.BaseType is { } parent && parent.Assembly == type.Assembly ? $" : {parent.Name}" : "";

    private static IEnumerable<string> Members(Type type)
        => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => !OfRecords.Contains(member.Name, StringComparer.Ordinal))
            .Where(member => member is not MethodInfo { IsSpecialName: true } || member.Name.StartsWith("op_", StringComparison.Ordinal))
            .Select(Describe)
            .Order(StringComparer.Ordinal);

    private static string Describe(MemberInfo member) => member switch
    {
        PropertyInfo property => $"{Static(property.GetMethod)}{Name(property.PropertyType)} {property.Name} {{{Accessors(property)} }}",
        FieldInfo { IsLiteral: true } field => $"{field.Name} = {field.GetRawConstantValue()}",
        FieldInfo field => $"{Name(field.FieldType)} {field.Name}",
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo method => $"{Static(method)}{Name(method.ReturnType)} {method.Name}({Parameters(method)})",
        _ => $"{member.MemberType} {member.Name}",
    };

    private static string Accessors(PropertyInfo property)
        => (property.GetMethod?.IsPublic == true ? " get;" : "")
            + (property.SetMethod?.IsPublic != true ? "" : IsInit(property.SetMethod) ? " init;" : " set;");

    private static bool IsInit(MethodInfo setter)
        => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));

    private static string Static(MethodInfo? method) => method?.IsStatic == true ? "static " : "";

    private static string Parameters(MethodBase method)
        => string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"
            + (parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "")));

    private static string Name(Type type)
        => Nullable.GetUnderlyingType(type) is { } inner ? $"{Name(inner)}?"
            : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
}
