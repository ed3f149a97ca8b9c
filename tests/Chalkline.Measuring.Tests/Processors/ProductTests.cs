using Chalkline.Measuring.Processors;

namespace Chalkline.Measuring.Tests.Processors;

/// <summary>The fast products equal three plain loops.</summary>
public sealed unsafe class ProductTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 },
        { 1, 37, 5 },
        { 3, 64, 64 },
        { 8, 1030, 9 },
        { 9, 16, 256 },
        { 6, 2100, 3 },
        { 13, 17, 19 },
        { 48, 32, 257 },
        { 193, 300, 70 },
        { 200, 513, 300 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Our_product_equals_the_plain_loops(int m, int n, int k) => EqualsThePlainLoops(new BlockedProduct(), m, n, k);

    [Fact]
    public void The_library_that_is_installed_equals_the_plain_loops()
    {
        if (SystemBlas.Find() is not { } library)
        {
            Assert.Skip("no fast BLAS is installed");
            return;
        }

        foreach ((int m, int n, int k) in Shapes.Select(row => row.Data))
        {
            EqualsThePlainLoops(library, m, n, k);
        }
    }

    [Fact]
    public void What_was_in_the_result_does_not_matter()
    {
        using AlignedBuffer a = new(20 * 30), b = new(30 * 40), c = new(20 * 40), again = new(20 * 40);
        a.Fill(1);
        b.Fill(2);
        c.Fill(3);
        again.Fill(4);
        BlockedProduct product = new();

        product.Multiply(a.First, b.First, c.First, 20, 40, 30);
        product.Multiply(a.First, b.First, again.First, 20, 40, 30);

        new ReadOnlySpan<float>(c.First, 800).SequenceEqual(new ReadOnlySpan<float>(again.First, 800)).ShouldBeTrue();
    }

    [Fact]
    public void Filled_numbers_are_small_differ_and_come_again()
    {
        using AlignedBuffer one = new(1000), same = new(1000), other = new(1000);
        one.Fill(7);
        same.Fill(7);
        other.Fill(8);
        ReadOnlySpan<float> numbers = new(one.First, 1000);

        numbers.SequenceEqual(new(same.First, 1000)).ShouldBeTrue();
        numbers.SequenceEqual(new(other.First, 1000)).ShouldBeFalse();
        float[] all = numbers.ToArray();
        all.ShouldAllBe(number => number >= -1 && number < 1);
        all.Distinct().Count().ShouldBeGreaterThan(990);
        all.Average().ShouldBe(0, 0.1);
    }

    private static void EqualsThePlainLoops(IMatrixProduct product, int m, int n, int k)
    {
        using AlignedBuffer a = new((long)m * k), b = new((long)k * n), c = new((long)m * n);
        a.Fill(1);
        b.Fill(2);
        c.Fill(3);
        product.Multiply(a.First, b.First, c.First, m, n, k);

        double worst = 0;
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int p = 0; p < k; p++)
                {
                    sum += (double)a.First[(i * k) + p] * b.First[(p * n) + j];
                }

                worst = Math.Max(worst, Math.Abs(sum - c.First[(i * n) + j]));
            }
        }

        worst.ShouldBeLessThan(1e-6 * Math.Sqrt(k) * 10);
    }
}
