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

    [Theory]
    [InlineData(2, 4, 8, 0)]
    [InlineData(4, 4, 8, 2)]
    [InlineData(8, 4, 8, 4)]
    [InlineData(16, 2, 8, 2)]
    [InlineData(5, 3, 8, 3)]
    [InlineData(4, 3, 8, 2)]
    [InlineData(2, 6, 8, 3)]
    public void Hand_overs_cross_as_few_boundaries_as_domains_are_needed(int stage, int stages, int domain, int expected)
        => Placement.Crossings(stage, stages, domain).ShouldBe(expected);

    [Fact]
    public void No_replica_crosses_more_than_is_counted_wherever_it_begins_and_none_could_cross_less() => Gen
        .Select(Gen.Int[1, 12], Gen.Int[1, 16], Gen.Int[1, 24])
        .Sample(
            (stage, stages, domain) =>
            {
                int counted = Placement.Crossings(stage, stages, domain);
                int each = domain / stage;
                if (each == 0 || stage * stages <= domain)
                {
                    counted.ShouldBe(each == 0 ? stages : 0);
                    return;
                }

                int[] crossed = [.. Enumerable.Range(0, 40).Select(replica => Crossed(replica * stages, stages, each))];
                crossed.Max().ShouldBeLessThanOrEqualTo(counted);
                crossed.Min().ShouldBeGreaterThanOrEqualTo((stages + each - 1) / each);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 2000);

    private static int Crossed(int first, int stages, int each) => Enumerable.Range(0, stages)
        .Count(stage => (first + stage) / each != (first + ((stage + 1) % stages)) / each);

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
