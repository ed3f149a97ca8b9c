using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Tests.Quantities;

/// <summary>What holds for every quantity.</summary>
public class LawTests
{
    private const int Rounds = 300;

    [Fact]
    public void The_exact_form_reads_back_to_the_same_value() => AllQuantities.Each(typeof(LawTests), nameof(Exact));

    [Fact]
    public void The_human_form_reads_back_within_its_digits() => AllQuantities.Each(typeof(LawTests), nameof(Human));

    [Fact]
    public void Every_human_form_of_a_usual_size_is_short() => AllQuantities.Each(typeof(LawTests), nameof(Short));

    [Fact]
    public void Order_follows_the_numbers() => AllQuantities.Each(typeof(LawTests), nameof(Order));

    [Fact]
    public void Addition_is_that_of_a_group() => AllQuantities.Each(typeof(LawTests), nameof(Group));

    [Fact]
    public void Scaling_is_linear() => AllQuantities.Each(typeof(LawTests), nameof(Scaling));

    private static void Exact<T>()
        where T : struct, IQuantity<T>
    {
        double[] edges = [0.0, -0.0, double.Epsilon, double.MaxValue, double.MinValue];
        Gen.OneOf(AllQuantities.Finite, AllQuantities.OneOf(edges))
            .Sample(
                value =>
                {
                    string text = T.Create(value).ToString("R", null);
                    T.Parse(text, null).Value.ShouldBe(value, text);
                },
                seed: AllQuantities.Seed, iter: Rounds, threads: 1);
    }

    private static void Human<T>()
        where T : struct, IQuantity<T>
    {
        AllQuantities.Finite.Where(value => Math.Abs(value) is > 1e-290 and < 1e300).Sample(
            value =>
            {
                string text = T.Create(value).ToString()!;
                T.Parse(text, null).Value.ShouldBe(value, Math.Abs(value) * 0.50001e-3, text);
                string longer = T.Create(value).ToString("G17", null);
                T.Parse(longer, null).Value.ShouldBe(value, Math.Abs(value) * 1e-15, longer);
            },
            seed: AllQuantities.Seed, iter: Rounds, threads: 1);
    }

    private static void Short<T>()
        where T : struct, IQuantity<T>
    {
        AllQuantities.Usual.Sample(
            value => T.Create(value).ToString()!.Length.ShouldBeLessThanOrEqualTo(
                "-123,456,789,012,345 ".Length + T.Info.Rule.Unit.Length),
            seed: AllQuantities.Seed, iter: Rounds, threads: 1);
    }

    private static void Order<T>()
        where T : struct, IQuantity<T>
    {
        Gen.Select(AllQuantities.Finite, AllQuantities.Finite).Sample(
            (x, y) =>
            {
                (T left, T right) = (T.Create(x), T.Create(y));
                (left < right).ShouldBe(x < y);
                (left > right).ShouldBe(x > y);
                (left <= right).ShouldBe(x <= y);
                (left >= right).ShouldBe(x >= y);
                (left == right).ShouldBe(x == y);
                (left != right).ShouldBe(x != y);
                left.CompareTo(right).ShouldBe(x.CompareTo(y));
                left.CompareTo((object)right).ShouldBe(x.CompareTo(y));
                left.Equals((object)T.Create(x)).ShouldBeTrue();
                left.GetHashCode().ShouldBe(T.Create(x).GetHashCode());
                Quantity.Max(left, right).Value.ShouldBe(Math.Max(x, y));
                Quantity.Min(left, right).Value.ShouldBe(Math.Min(x, y));
            },
            seed: AllQuantities.Seed, iter: Rounds, threads: 1);
        T.Create(1).CompareTo(null).ShouldBe(1);
        Should.Throw<ArgumentException>(() => T.Create(1).CompareTo(1.0));
        (T.MinValue < T.MaxValue).ShouldBeTrue();
    }

    private static void Group<T>()
        where T : struct, IQuantity<T>
    {
        Gen.Select(AllQuantities.Usual, AllQuantities.Usual, AllQuantities.Usual).Sample(
            (x, y, z) =>
            {
                (T a, T b, T c) = (T.Create(x), T.Create(y), T.Create(z));
                double size = Math.Abs(x) + Math.Abs(y) + Math.Abs(z);
                (a + b).ShouldBe(b + a);
                ((a + b) + c).Value.ShouldBe((a + (b + c)).Value, size * 1e-15);
                (a + T.AdditiveIdentity).ShouldBe(a);
                (a + (-a)).ShouldBe(T.AdditiveIdentity);
                (a - b).ShouldBe(a + (-b));
            },
            seed: AllQuantities.Seed, iter: Rounds, threads: 1);
    }

    private static void Scaling<T>()
        where T : struct, IQuantity<T>
    {
        Gen.Select(AllQuantities.Usual, AllQuantities.Usual, Gen.Double[-1000, 1000]).Sample(
            (x, y, k) =>
            {
                (T a, T b) = (T.Create(x), T.Create(y));
                double size = Math.Abs(k) * (Math.Abs(x) + Math.Abs(y));
                ((a + b) * k).Value.ShouldBe(((a * k) + (b * k)).Value, size * 1e-15);
                (a * 1).ShouldBe(a);
                (a * -1).ShouldBe(-a);
                (a / 2).ShouldBe(a * 0.5);
            },
            seed: AllQuantities.Seed, iter: Rounds, threads: 1);
    }
}
