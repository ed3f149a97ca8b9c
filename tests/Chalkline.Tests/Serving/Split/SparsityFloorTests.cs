using Chalkline.Serving.Split;

namespace Chalkline.Tests.Serving.Split;

/// <summary>Closed forms of sparsity: Step-3's floor and MegaScale-Infer's utilisation.</summary>
public sealed class SparsityFloorTests
{
    /// <summary>Stage for which the paper's rounded 11.1 ms is two thirds.</summary>
    private const double Stage = 1.5 * 11.1e-3;

    /// <summary>Theory notes, section 7, vector 8; networks are of a server.</summary>
    [Theory]
    [InlineData(1.98e15, 3.35e12, 400e9, 0.0582)]
    [InlineData(2.96e14, 4e12, 400e9, 0.0073)]
    [InlineData(3.12e14, 2e12, 200e9, 0.0307)]
    [InlineData(2.8e14, 1.6e12, 200e9, 0.0345)]
    [InlineData(1.98e15, 3.35e12, 320e9, 0.0728)]
    public void The_floor_is_as_printed(double peak, double memory, double network, double floor)
        => SparsityFloor.Of(7168, 61, new(peak), new(memory), new(network), new(Stage)).ShouldBe(floor, 5e-5);

    [Fact]
    public void A_faster_network_and_a_longer_stage_allow_sparser_models()
    {
        double floor = SparsityFloor.Of(7168, 61, new(1.98e15), new(3.35e12), new(400e9), new(Stage));
        SparsityFloor.Of(7168, 61, new(1.98e15), new(3.35e12), new(800e9), new(Stage)).ShouldBe(floor / 2, 1e-12);
        SparsityFloor.Of(7168, 61, new(1.98e15), new(3.35e12), new(400e9), new(2 * Stage)).ShouldBe(floor / 2, 1e-12);

        // DeepSeek-V3 visits 8 of 256: below the floor of H800, about 15 would be above it.
        (8.0 / 256).ShouldBeLessThan(floor);
        Math.Ceiling(floor * 256).ShouldBe(15);
    }

    [Fact]
    public void Figures_that_are_not_positive_are_refused()
        => Should.Throw<ChalkException>(() => SparsityFloor.Of(7168, 61, new(1e15), new(0), new(1e9), new(1)))
            .Message.ShouldContain("above zero");

    /// <summary>Theory notes, section 7, vector 10.</summary>
    [Fact]
    public void A100_needs_156_tokens_and_two_of_eight_experts_get_a_quarter_of_the_peak_from_them()
    {
        double balance = ExpertUtilisation.BalanceBatch(new(312e12), new(2e12));
        balance.ShouldBe(156);
        ExpertUtilisation.Of(balance, 8, 2, new(312e12), new(2e12)).ShouldBe(0.25);
        ExpertUtilisation.Of(balance, 1, 1, new(312e12), new(2e12)).ShouldBe(1);
        ExpertUtilisation.Of(4 * balance, 8, 2, new(312e12), new(2e12)).ShouldBe(1);
        ExpertUtilisation.Of(40 * balance, 8, 2, new(312e12), new(2e12)).ShouldBe(1);
    }
}
