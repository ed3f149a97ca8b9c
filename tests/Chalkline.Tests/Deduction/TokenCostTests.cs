using Chalkline.Deduction;
using Chalkline.Derivations;
using static Chalkline.Tests.Deduction.DeductionData;

namespace Chalkline.Tests.Deduction;

public sealed class TokenCostTests
{
    [Fact]
    public void A_dense_model_by_hand()
    {
        // 50 G parameters at a byte: 50 GB of weights on one device of 100 GB (65 % would hold 65).
        TokenCost cost = TokenCostModel.Of(new(50e9), new(50e9), new(100_000), Point);
        cost.Devices.Value.ShouldBe(1);

        // A chunk: 8,192 x 100 GFLOP at 500 TFLOP/s, then 50 GB at 2 TB/s; 3.6 $/h is 0.1 cent a second.
        double chunk = (8192 * 100e9 / 500e12) + 0.025;
        cost.Input.Value.ShouldBe(0.001 * chunk / 8192, 1e-15);

        // A sequence holds 100 MB: 400 fit the 40 GB left, 100 are there. Step: 10 ms + max(20 ms, 25 ms + 5 ms).
        cost.Batch.ShouldBe(100, 1e-9);
        cost.Step.Value.ShouldBe(0.04, 1e-12);
        cost.Output.Value.ShouldBe(0.001 * 0.04 / 100, 1e-15);
        cost.DecodeUtilisation.ShouldBe(100 * 100e9 / (0.04 * 1000e12), 1e-12);
        cost.Throughput.Value.ShouldBe(2500, 1e-6);
        cost.Speed.Value.ShouldBe(25, 1e-9);
    }

    [Fact]
    public void Sparsity_costs_utilisation()
    {
        OperatingPoint point = Point with { SparsityExponent = 0.5 };
        TokenCostModel.Of(new(5e9), new(20e9), new(1000), point).PrefillUtilisation.ShouldBe(0.25, 1e-12);
        TokenCostModel.Of(new(5e9), new(5e9), new(1000), point).PrefillUtilisation.ShouldBe(0.5, 1e-12);
    }

    [Fact]
    public void The_batch_never_passes_memory_target_or_demand()
    {
        for (int i = 0; i < 2000; i++)
        {
            DrawStream draws = new(99, i);
            OperatingPoint point = Point with
            {
                Demand = Math.Exp(8 * draws.Uniform()),
                Context = new(Math.Exp(4 + (6 * draws.Uniform()))),
                StepTarget = new(0.02 + (0.2 * draws.Uniform())),
            };
            double total = Math.Exp(21 + (7 * draws.Uniform()));
            double active = total * Math.Exp(-3 * draws.Uniform());
            double cache = Math.Exp(8 + (6 * draws.Uniform()));
            TokenCost cost = TokenCostModel.Of(new(active), new(total), new(cache), point);
            Twin(active, total, cache, point).ShouldBe((cost.Input.Value, cost.Output.Value), new Close());
            cost.Batch.ShouldBeLessThanOrEqualTo(Math.Max(1, point.Demand) * (1 + 1e-12));
            (cost.DecodeUtilisation / cost.PrefillUtilisation).ShouldBeLessThanOrEqualTo(1 + 1e-9);
            if (cost.Batch > 1)
            {
                double held = total + (cost.Batch * point.Context.Value * cache);
                held.ShouldBeLessThanOrEqualTo(cost.Devices.Value * 100e9 * 0.9 * (1 + 1e-9));
                double room = Math.Max(point.StepTarget.Value - 0.01, 0.2 * point.StepTarget.Value);
                cost.Step.Value.ShouldBeLessThanOrEqualTo((room + 0.01) * (1 + 1e-9));
            }
        }
    }

    [Fact]
    public void The_work_shown_holds()
    {
        Derivation derivation = new();
        Shown work = new(derivation);
        TokenCost shown = TokenCostModel.Of(new(37e9), new(671e9), new(70_272), Point, ref work);
        shown.ShouldBe(TokenCostModel.Of(new(37e9), new(671e9), new(70_272), Point));
        DerivationVerifier.Verify(derivation).ShouldBeEmpty();
    }

    /// <summary>The same in plain numbers.</summary>
    private static (double Input, double Output) Twin(double active, double total, double cache, OperatingPoint point)
    {
        double peak = point.Peak.Value * Math.Min(
            0.8, point.PrefillUtilisation * Math.Pow(total / active, -point.SparsityExponent));
        double reading = point.Bandwidth.Value * point.BandwidthUtilisation;
        double weights = total * point.WeightWidth.Value;
        double room = Math.Max(point.StepTarget.Value - point.Overhead.Value, 0.2 * point.StepTarget.Value);
        double devices = 1;
        while (
            devices * 0.65 * point.Capacity.Value < weights
                || devices * reading * 0.5 * room < weights)
        {
            devices *= 2;
        }

        double dollars = point.Price.Value * devices / 3600;
        double read = weights / (devices * reading);
        double sequence = point.Context.Value * cache * point.CacheWidth;
        double batch = new[]
        {
            point.Demand,
            ((0.9 * devices * point.Capacity.Value) - weights) / sequence,
            room * devices * peak / (2 * active),
            (room - read) * devices * reading / sequence,
        }.Min();
        batch = Math.Max(1, batch);
        double step = point.Overhead.Value
            + Math.Max(batch * 2 * active / (devices * peak), read + (batch * sequence / (devices * reading)));
        return (dollars * ((8192 * 2 * active / (devices * peak)) + read) / 8192, dollars * step / batch);
    }

    private sealed class Close : IEqualityComparer<(double Input, double Output)>
    {
        public bool Equals((double Input, double Output) left, (double Input, double Output) right)
            => Math.Abs((left.Input / right.Input) - 1) < 1e-9 && Math.Abs((left.Output / right.Output) - 1) < 1e-9;

        public int GetHashCode((double Input, double Output) pair) => 0;
    }
}
