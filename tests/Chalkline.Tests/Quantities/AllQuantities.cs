using System.Reflection;
using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Tests.Quantities;

/// <summary>Runs a generic check on every quantity of the catalogue.</summary>
internal static class AllQuantities
{
    public const string Seed = "0000KDcCYiC4";

    /// <summary>Every finite double, all exponents alike.</summary>
    public static Gen<double> Finite { get; } =
        Gen.Long.Select(BitConverter.Int64BitsToDouble).Where(double.IsFinite);

    /// <summary>Numbers of the sizes that arise, either sign; their sums and products do not overflow.</summary>
    public static Gen<double> Usual { get; } =
        Gen.Select(Gen.Double[1, 10], Gen.Int[-18, 24], Gen.Bool, (digits, power, negative)
            => (negative ? -digits : digits) * Math.Pow(10, power));

    /// <summary>One of a few values.</summary>
    public static Gen<T> OneOf<T>(IReadOnlyList<T> values)
        => Gen.Int[0, values.Count - 1].Select(index => values[index]);

    public static IReadOnlyList<Type> Types { get; } = [.. QuantityCatalogue.All.Select(info
        => typeof(Bytes).Assembly.GetType($"Chalkline.Quantities.{info.Name}", throwOnError: true)!)];

    public static QuantityInfo Info(Type type) => QuantityCatalogue.All.Single(info => info.Name == type.Name);

    public static bool IsQuantity(Type type) => Types.Contains(type);

    /// <summary>Calls a static generic method of the test class for each quantity.</summary>
    public static void Each(Type tests, string method)
    {
        MethodInfo check = tests.GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static).ShouldNotBeNull();
        Types.Count.ShouldBe(QuantityCatalogue.All.Count);
        Types.Count.ShouldBeGreaterThan(30);
        foreach (Type type in Types)
        {
            check.MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);
        }
    }

    public static object Make(Type type, double value) => Activator.CreateInstance(type, value)!;

    public static double ValueOf(object quantity)
        => quantity is double number ? number : (double)quantity.GetType().GetProperty("Value")!.GetValue(quantity)!;
}
