using CsCheck;

namespace Chalkline.Tests.Validation;

/// <summary>
/// The lemma under the TPOT floor: when a step of b sequences takes at least f(b) = max(weights + own b, flop b), the mean
/// time over tokens is at least f of the mean batch over time and groups, however steps and groups differ.
/// </summary>
public sealed class MeanBatchTests
{
    [Fact]
    public void Tokens_take_at_least_the_step_of_the_mean_batch()
        => Gen.Select(
            Gen.Double[0.1, 5],
            Gen.Double[0, 2],
            Gen.Double[0, 3],
            Gen.Select(Gen.Int[0, 40], Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 200])).Array[1, 12].Array[1, 5])
            .Sample(
                (weights, own, flop, groups) =>
                {
                    double Step(double batch) => Math.Max(weights + (own * batch), flop * batch);

                    // Groups end when the slowest does: a faster one idles, which is a step without sequences.
                    double end = groups.Max(steps => steps.Sum(step => Time(step)));
                    double tokens = groups.Sum(steps => steps.Sum(step => step.Item1));
                    double streams = groups.Sum(steps => steps.Sum(step => step.Item1 * Time(step)));
                    if (tokens > 0)
                    {
                        double meanBatch = streams / end / groups.Length;
                        double floor = Step(Math.Max(1, meanBatch));
                        (streams / tokens).ShouldBeGreaterThanOrEqualTo(floor * (1 - 1e-9));
                    }

                    double Time((int Batch, double Delay) step)
                        => (step.Batch > 0 ? Step(step.Batch) : 0) + step.Delay;
                },
                seed: "0N0XIzNsQ0O2",
                iter: 5000);
}
