using Chalkline.Quantities;
using Chalkline.Workloads;
using CsCheck;

namespace Chalkline.Tests.Workloads;

/// <summary>Closed forms of causal attention against plain loops over queries and keys.</summary>
public sealed class PassTests
{
    private static readonly Gen<double> Window =
        Gen.OneOf(Gen.Int[1, 300].Select(tokens => (double)tokens), Gen.Const(double.PositiveInfinity));

    [Fact]
    public void Pairs_equal_a_plain_loop() => Gen.Select(Gen.Int[1, 200], Gen.Int[0, 400], Window).Sample(
        (queries, held, window) =>
        {
            double pairs = 0;
            for (int query = 0; query < queries; query++)
            {
                pairs += Math.Min(window, held + query + 1);
            }

            new Pass(1, new(queries), new(held)).PairsPerSequence(window).ShouldBe(pairs);
        },
        seed: "0N0XIzNsQ0O2",
        iter: 2000);

    [Fact]
    public void Entries_equal_a_plain_set() => Gen.Select(Gen.Int[1, 100], Gen.Int[0, 200], Window).Sample(
        (queries, held, window) =>
        {
            HashSet<int> seen = [];
            for (int query = 0; query < queries; query++)
            {
                int last = held + query;
                for (int entry = last; entry >= 0 && entry > last - window; entry--)
                {
                    seen.Add(entry);
                }
            }

            new Pass(1, new(queries), new(held)).EntriesSeen(window).ShouldBe(seen.Count);
        },
        seed: "0N0XIzNsQ0O3",
        iter: 1000);

    [Fact]
    public void A_pass_without_queries_does_nothing()
    {
        Pass empty = new(3, new(0), new(1000));
        empty.PairsPerSequence(64).ShouldBe(0);
        empty.EntriesSeen(64).ShouldBe(0);
        empty.EntriesSeen(double.PositiveInfinity).ShouldBe(0);
    }

    [Fact]
    public void Prefill_in_two_chunks_has_the_pairs_of_prefill_in_one()
        => Gen.Select(Gen.Int[1, 5000], Gen.Int[1, 5000], Window)
        .Sample(
            (first, second, window) =>
            {
                double whole = Pass.Prefill(1, new(first + second), new(0)).PairsPerSequence(window);
                double cut = Pass.Prefill(1, new(first), new(0)).PairsPerSequence(window)
                    + Pass.Prefill(1, new(first + second), new(first)).PairsPerSequence(window);
                cut.ShouldBe(whole, 1e-12 * whole);
            },
            seed: "0N0XIzNsQ0O4",
            iter: 500);

    [Theory]
    [InlineData(0, 10, 0)]
    [InlineData(10, 0, 0)]
    [InlineData(10, 10, 10)]
    [InlineData(10.5, 10, 0)]
    [InlineData(2e9, 10, 0)]
    [InlineData(double.NaN, 10, 0)]
    [InlineData(10, 10, -1)]
    public void Impossible_lengths_are_refused_in_one_sentence(double input, double output, double prefix)
    {
        Workload workload = new(new(input), new(output), new(prefix));
        string message = Should.Throw<ChalkException>(() => workload.Checked()).Message;
        message.ShouldEndWith(".");
        message.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Impossible_service_levels_are_refused(double limit)
    {
        Workload workload = new(new(10), new(10), new(0)) { TimePerOutputToken = new Seconds(limit) };
        Should.Throw<ChalkException>(() => workload.Checked()).Message.ShouldContain("TPOT");
    }
}
