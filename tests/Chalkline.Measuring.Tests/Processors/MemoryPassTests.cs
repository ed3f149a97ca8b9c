using Chalkline.Measuring.Processors;

namespace Chalkline.Measuring.Tests.Processors;

public sealed class MemoryPassTests
{
    private const int Length = 1003;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Every_number_is_read_once(int threads)
    {
        using MemoryPass pass = new(Length);

        pass.Read(threads).ShouldBe(Length);
        pass.ReadBytes.ShouldBe(4.0 * Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Every_number_is_written_once(int threads)
    {
        using MemoryPass pass = new(Length);
        All(pass).ShouldAllBe(number => number == 0);

        pass.Copy(threads);
        All(pass).ShouldAllBe(number => number == 1);
        pass.CopyBytes.ShouldBe(8.0 * Length);

        pass.Triad(threads);
        All(pass).ShouldAllBe(number => number == 7);
        pass.TriadBytes.ShouldBe(12.0 * Length);
    }

    [Fact]
    public void The_arithmetic_in_registers_is_counted_by_lanes_and_cores()
    {
        FusedPeak.Flop(10).ShouldBe(2.0 * 12 * 10 * FusedPeak.Lanes * Environment.ProcessorCount);
        float.IsFinite(FusedPeak.Run(10)).ShouldBeTrue();
    }

    private static float[] All(MemoryPass pass) => [.. Enumerable.Range(0, Length).Select(place => pass[place])];
}
