using System.Reflection;
using Chalkline.Quantities;

namespace Chalkline.Tests.Quantities;

/// <summary>The operators there are: each makes physical sense, and none is missing its inverse.</summary>
public class OperatorTests
{
    private static IReadOnlyList<MethodInfo> Operators { get; } = [.. AllQuantities.Types
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.IsSpecialName && method.Name.StartsWith("op_", StringComparison.Ordinal))];

    /// <summary>Products of two quantities, each once.</summary>
    private static IReadOnlyList<(Type Product, Type Left, Type Right)> Relations { get; } = [.. Operators
        .Where(method => method.Name == "op_Multiply" && Operands(method).All(AllQuantities.IsQuantity))
        .Select(method => (method.ReturnType, Operands(method)[0], Operands(method)[1]))];

    [Fact]
    public void Only_like_is_added_subtracted_and_compared()
    {
        string[] names = ["op_Multiply", "op_Division", "op_UnaryNegation"];
        List<MethodInfo> same = [.. Operators.Where(method => !names.Contains(method.Name))];
        same.Count.ShouldBe(8 * AllQuantities.Types.Count);
        same.ShouldAllBe(method => Operands(method).All(operand => operand == method.DeclaringType));
    }

    [Fact]
    public void No_conversion_is_implied()
        => Operators.ShouldNotContain(method => method.Name == "op_Implicit" || method.Name == "op_Explicit");

    [Fact]
    public void Dimensions_of_every_product_and_ratio_agree()
    {
        List<MethodInfo> checkedOperators =
            [.. Operators.Where(method => method.Name is "op_Multiply" or "op_Division")];
        foreach (MethodInfo method in checkedOperators)
        {
            Type[] operands = Operands(method);
            Unit left = UnitOf(operands[0]);
            Unit right = UnitOf(operands[1]);
            Unit made = method.Name == "op_Multiply" ? left * right : left / right;
            made.Dimension.ShouldBe(UnitOf(method.ReturnType).Dimension, method.ToString());

            // The number that converts canonical units is the one their sizes call for.
            UnitScale scale = made.Scale / UnitOf(method.ReturnType).Scale;
            double expected = scale.ApplyBinary(3.0 / 7) * Math.Pow(10, scale.Ten);
            double ratio = Apply(method, method.Name == "op_Multiply" ? 1.0 / 7 : 9.0 / 7);
            ratio.ShouldBe(expected, expected * 1e-15, method.ToString());
        }

        checkedOperators.Count.ShouldBe((4 * AllQuantities.Types.Count) + (2 * Relations.Count));
    }

    [Fact]
    public void Every_product_can_be_taken_apart_again()
    {
        Relations.Count.ShouldBeGreaterThan(40);
        foreach ((Type product, Type left, Type right) in Relations)
        {
            MethodInfo times = Find("op_Multiply", left, right).ShouldNotBeNull();
            MethodInfo swapped = Find("op_Multiply", right, left).ShouldNotBeNull();
            MethodInfo overLeft = Find("op_Division", product, left).ShouldNotBeNull();
            MethodInfo overRight = Find("op_Division", product, right).ShouldNotBeNull();
            object a = AllQuantities.Make(left, 1.7e9);
            object b = AllQuantities.Make(right, 2.3e-4);
            object made = times.Invoke(null, [a, b])!;
            swapped.Invoke(null, [b, a]).ShouldBe(made);
            AllQuantities.ValueOf(overLeft.Invoke(null, [made, a])!).ShouldBe(2.3e-4, 2.3e-4 * 1e-15);
            AllQuantities.ValueOf(overRight.Invoke(null, [made, b])!).ShouldBe(1.7e9, 1.7e9 * 1e-15);
            overLeft.ReturnType.ShouldBe(right);
            overRight.ReturnType.ShouldBe(left);
        }
    }

    [Fact]
    public void An_hour_at_two_dollars_costs_two_dollars()
    {
        (new UsdPerHour(2) * new Seconds(3600)).ShouldBe(new Usd(2));
        (new UsdPerKilowattHour(0.08) * new Joules(3.6e6)).ShouldBe(new Usd(0.08));
        (new Usd(2) / new UsdPerHour(2)).ShouldBe(new Seconds(3600));
        (new Bytes(80e9) / new BytesPerSecond(4e12)).ShouldBe(new Seconds(0.02));
    }

    private static Type[] Operands(MethodInfo method)
        => [.. method.GetParameters().Select(parameter => parameter.ParameterType)];

    private static Unit UnitOf(Type type)
        => type == typeof(double) ? Unit.One : AllQuantities.Info(type).Canonical;

    private static MethodInfo? Find(string name, Type left, Type right) => Operators.SingleOrDefault(method
        => method.Name == name && Operands(method)[0] == left && Operands(method)[1] == right);

    /// <summary>What the operator makes of a number and three.</summary>
    private static double Apply(MethodInfo method, double first)
    {
        object?[] operands = [.. Operands(method).Zip((double[])[first, 3], (type, value)
            => type == typeof(double) ? value : AllQuantities.Make(type, value))];
        return AllQuantities.ValueOf(method.Invoke(null, operands)!);
    }
}
