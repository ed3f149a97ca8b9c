using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Tests.Quantities;

public class ArithmeticTests
{
    [Fact]
    public void Sums_means_and_bounds()
    {
        Seconds[] times = [new(1), new(2), new(6)];
        Quantity.Sum(times).ShouldBe(new Seconds(9));
        Quantity.Sum<Seconds>([]).ShouldBe(Seconds.Zero);
        Quantity.Average(times).ShouldBe(new Seconds(3));
        Quantity.Clamp(new Seconds(5), times[0], times[1]).ShouldBe(times[1]);
        Quantity.Clamp(new Seconds(-5), times[0], times[1]).ShouldBe(times[0]);
        Quantity.Clamp(new Seconds(1.5), times[0], times[1]).ShouldBe(new Seconds(1.5));
        Quantity.Abs(new Seconds(-5)).ShouldBe(new Seconds(5));
        Should.Throw<ArgumentException>(() => Quantity.Average<Seconds>([]));
        Should.Throw<ArgumentException>(() => Quantity.Clamp(times[0], times[1], times[0]));
    }

    [Fact]
    public void The_mean_lies_between_the_extremes() => AllQuantities.Usual.Array[1, 20].Sample(
        numbers =>
        {
            Bytes[] values = [.. numbers.Select(number => new Bytes(number))];
            double size = numbers.Max(Math.Abs);
            Bytes mean = Quantity.Average(values);
            (mean.Value + (size * 1e-14)).ShouldBeGreaterThanOrEqualTo(values.Aggregate(Quantity.Min).Value);
            (mean.Value - (size * 1e-14)).ShouldBeLessThanOrEqualTo(values.Aggregate(Quantity.Max).Value);
        },
        seed: AllQuantities.Seed, iter: 500, threads: 1);

    [Fact]
    public void A_byte_is_eight_bits_and_a_multiply_add_two_FLOP()
    {
        new Bytes(3).ToBits().ShouldBe(new Bits(24));
        new Bits(24).ToBytes().ShouldBe(new Bytes(3));
        BitsPerSecond.Parse("400 Gb/s").ToBytesPerSecond().ShouldBe(BytesPerSecond.Parse("50 GB/s"));
        BytesPerSecond.Parse("50 GB/s").ToBitsPerSecond().ShouldBe(BitsPerSecond.Parse("400 Gb/s"));
        new MultiplyAdds(5).ToFlop().ShouldBe(new Flop(10));
        new Flop(10).ToMultiplyAdds().ShouldBe(new MultiplyAdds(5));
        new MultiplyAddsPerSecond(5).ToFlopPerSecond().ShouldBe(new FlopPerSecond(10));
        new FlopPerSecond(10).ToMultiplyAddsPerSecond().ShouldBe(new MultiplyAddsPerSecond(5));
    }
}
