using Chalkline.Layouts;
using CsCheck;

namespace Chalkline.Tests.Layouts;

public sealed class PlacementTests
{
    [Theory]
    [InlineData(6, 1, 24, 8, 3)]
    [InlineData(8, 1, 24, 8, 3)]
    [InlineData(3, 2, 16, 8, 2)]
    [InlineData(6, 2, 24, 8, 1)]
    [InlineData(12, 1, 16, 8, 1)]
    [InlineData(12, 1, 24, 8, 2)]
    [InlineData(16, 2, 64, 8, 2)]
    [InlineData(64, 1, 72, 72, 1)]
    [InlineData(5, 1, 4, 8, 0)]
    public void Replicas_stand_in_whole_domains(int stage, int stages, int devices, int domain, int expected)
        => Placement.Replicas(stage, stages, devices, domain).ShouldBe(expected);

    [Fact]
    public void Replicas_never_take_more_than_there_is_and_twice_the_domains_hold_twice_as_many() => Gen
        .Select(Gen.Int[1, 100], Gen.Int[1, 16], Gen.Int[1, 40], Gen.Int[1, 72])
        .Sample(
            (stage, stages, domains, domain) =>
            {
                int one = Placement.Replicas(stage, stages, domains * domain, domain);
                int two = Placement.Replicas(stage, stages, 2 * domains * domain, domain);
                (one * stage * stages).ShouldBeLessThanOrEqualTo(domains * domain);
                two.ShouldBeGreaterThanOrEqualTo(2 * one);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 2000);
}
