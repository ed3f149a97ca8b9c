using Chalkline.Derivations.Equations;

namespace Chalkline.Tests.Derivations.Equations;

public sealed class EvaluatorTests
{
    private const double A = 7;
    private const double B = 2;

    private static readonly Evaluator Reals = new(variable => new(variable.Path == "a" ? A : B, false));
    private static readonly Evaluator Integers = new(variable => new(variable.Path == "a" ? A : B, true));

    [Fact]
    public void Agrees_with_the_compiler()
    {
        double a = A;
        double b = B;
        Real("a + b * 3 - a / b", a + (b * 3) - (a / b));
        Real("-a * -b", -a * -b);
        Real("Math.Max(a, b) / Math.Min(a, b)", Math.Max(a, b) / Math.Min(a, b));
        Real("Math.Pow(a, b) + Math.Sqrt(a)", Math.Pow(a, b) + Math.Sqrt(a));
        Real("Math.Log(a) + Math.Log2(a)", Math.Log(a) + Math.Log2(a));
        Real("Math.Log10(a) + Math.Log(a, b)", Math.Log10(a) + Math.Log(a, b));
        Real("Math.Ceiling(a / b) * Math.Floor(a / b)", Math.Ceiling(a / b) * Math.Floor(a / b));
        Real("Math.Exp(-a) + Math.Abs(b - a)", Math.Exp(-a) + Math.Abs(b - a));
        Real("(int)(a / b) + (float)0.1", (int)(a / b) + (double)(float)0.1);
        Real("a > b ? a : b", a > b ? a : b);
        Real("a == 7 ? 1 : 0", 1);
        Real("a != 7 ? 1 : 0", 0);
        Real("a <= b ? 1 : b >= 2 ? 5 : 6", 5);
    }

    [Fact]
    public void Integers_divide_as_integers()
    {
        Integers.Evaluate(Expression.Parse("a / b")).ShouldBe(new(3, true));
        Integers.Evaluate(Expression.Parse("Max(a, 1) / b * 2")).ShouldBe(new(6, true));
        Integers.Evaluate(Expression.Parse("(double)a / b")).ShouldBe(new(3.5, false));
        Integers.Evaluate(Expression.Parse("a / 2.0")).ShouldBe(new(3.5, false));
        Integers.Evaluate(Expression.Parse("(a > b ? a : b) / 2")).ShouldBe(new(3, true));
        Integers.Evaluate(Expression.Parse("-a / b")).ShouldBe(new(-3, true));
    }

    [Theory]
    [InlineData("s", 1)]
    [InlineData("$/h", 1 / 3600.0)]
    [InlineData("$/h/device", 1 / 3600.0)]
    [InlineData("$/kWh", 1 / 3.6e6)]
    [InlineData("B/s", 1)]
    [InlineData("", 1)]
    public void Hours_become_seconds_and_kilowatt_hours_joules(string unit, double scale)
        => QuantityUnits.Scale(unit).ShouldBe(scale, 1e-18);

    [Fact]
    public void A_constructed_quantity_counts_in_its_own_unit()
        => Reals.Evaluate(Expression.Parse("new UsdPerHour(7200)")).Amount.ShouldBe(2);

    private static void Real(string text, double expected)
        => Reals.Evaluate(Expression.Parse(text)).Amount.ShouldBe(expected);
}
