using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using CsCheck;

namespace Chalkline.Tests.Serving;

/// <summary>What must hold of every pass: any model of the catalogue, machine, layout, batch and context.</summary>
public sealed class PassPropertyTests
{
    private const double Rounding = 1 + 1e-12;

    private static readonly Gen<int> Batch = Gen.Int[1, 2000];
    private static readonly Gen<int> Context = Gen.Int[0, 100_000];
    private static readonly Fidelity[] Fidelities = Enum.GetValues<Fidelity>();

    private static IEnumerable<PassLoad> Loads(Layout layout, int batch, int context) =>
    [
        Catalogue.Decode(layout, batch, context),
        Catalogue.Prefill(layout, 1 + (batch % 8), context + 1, context / 2),
    ];

    /// <summary>
    /// Peers, section 6.1: a tool that reads two of the three SwiGLU matrices predicts below physics.
    /// </summary>
    [Fact]
    public void No_estimate_of_any_fidelity_and_overlap_is_under_its_floor()
        => Gen.Select(Catalogue.Places, Batch, Context)
        .Sample(
            (place, batch, context) =>
            {
                PassModel pass = place.Prepare();
                foreach (PassLoad load in Loads(place.Layout, batch, context))
                {
                    foreach (Fidelity fidelity in Fidelities)
                    {
                        foreach (Overlap overlap in Enum.GetValues<Overlap>())
                        {
                            PassTime time = pass.Time(load, fidelity, overlap);
                            time.Floor.Value.ShouldBeGreaterThan(0, place.ToString());
                            time.Estimate.Value
                                .ShouldBeGreaterThanOrEqualTo(time.Floor.Value / Rounding, $"{place} {fidelity}");
                        }
                    }
                }
            },
            seed: "0N0XIzNsQ0O4",
            iter: 300);

    [Fact]
    public void Ideal_operators_are_no_faster_than_the_floor_and_no_slower_than_stated_ones() => Gen
        .Select(Catalogue.Places, Batch, Context)
        .Sample(
            (place, batch, context) =>
            {
                PassLoad load = Catalogue.Decode(place.Layout, batch, context);
                PassTime ideal = place.Prepare(Efficiency.Ideal).Time(load);
                PassTime stated = place.Prepare().Time(load);
                ideal.Estimate.Value.ShouldBeGreaterThanOrEqualTo(ideal.Floor.Value / Rounding, place.ToString());
                stated.Estimate.Value.ShouldBeGreaterThanOrEqualTo(ideal.Estimate.Value, place.ToString());
                stated.Floor.ShouldBe(ideal.Floor);
            },
            seed: "0N0XIzNsQ0O5",
            iter: 200);

    [Fact]
    public void A_larger_batch_never_takes_less_time_and_never_costs_more_a_token() => Gen
        .Select(Catalogue.Places, Batch, Context, Gen.Int[1, 500])
        .Sample(
            (place, batch, context, more) =>
            {
                PassModel pass = place.Prepare();
                foreach (Fidelity fidelity in Fidelities)
                {
                    double few = pass.Time(Catalogue.Decode(place.Layout, batch, context), fidelity).Estimate.Value;
                    double many =
                        pass.Time(Catalogue.Decode(place.Layout, batch + more, context), fidelity).Estimate.Value;
                    many.ShouldBeGreaterThanOrEqualTo(few / Rounding, $"{place} {fidelity}");

                    // A real product starts a new tile for one row more, which the sequences share: a token may cost more.
                    if (fidelity != Fidelity.Calibrated)
                    {
                        (many / (batch + more)).ShouldBeLessThanOrEqualTo(few / batch * Rounding, $"{place} {fidelity}");
                    }
                }
            },
            seed: "0N0XIzNsQ0O6",
            iter: 300);

    [Fact]
    public void A_longer_context_is_never_faster() => Gen.Select(Catalogue.Places, Batch, Context, Gen.Int[1, 50_000])
        .Sample(
            (place, batch, context, more) =>
            {
                PassModel pass = place.Prepare();
                foreach (Fidelity fidelity in Fidelities)
                {
                    double near = pass.Time(Catalogue.Decode(place.Layout, batch, context), fidelity).Estimate.Value;
                    double far =
                        pass.Time(Catalogue.Decode(place.Layout, batch, context + more), fidelity).Estimate.Value;
                    far.ShouldBeGreaterThanOrEqualTo(near / Rounding, $"{place} {fidelity}");
                }
            },
            seed: "0N0XIzNsQ0O7",
            iter: 300);

    [Fact]
    public void More_bandwidth_more_arithmetic_or_faster_links_never_slow()
        => Gen.Select(Catalogue.Places, Batch, Context)
        .Sample(
            (place, batch, context) =>
            {
                foreach (PassLoad load in Loads(place.Layout, batch, context))
                {
                    double before = place.Prepare().Time(load).Estimate.Value;
                    foreach (MachineSystem better in Doubled(place.System))
                    {
                        PassTime after = (place with { System = better }).Prepare().Time(load);
                        after.Estimate.Value.ShouldBeLessThanOrEqualTo(before * Rounding, place.ToString());
                    }
                }
            },
            seed: "0N0XIzNsQ0O8",
            iter: 200);

    [Fact]
    public void Fewer_bytes_a_weight_or_a_cache_entry_never_slow()
        => Gen.Select(Catalogue.Places, Batch, Context).Sample(
        (place, batch, context) =>
        {
            PassLoad load = Catalogue.Decode(place.Layout, batch, context);
            double wide = place.Prepare().Time(load).Estimate.Value;
            Precision narrow = Precision.Uniform(NumberFormat.Fp8, NumberFormat.Fp8);
            place.Prepare(precision: narrow).Time(load).Estimate.Value
                .ShouldBeLessThanOrEqualTo(wide * Rounding, place.ToString());
        },
        seed: "0N0XIzNsQ0O9",
        iter: 200);

    [Fact]
    public void Traffic_and_arithmetic_are_the_sums_of_their_kinds()
        => Gen.Select(Catalogue.Places, Batch, Context).Sample(
        (place, batch, context) =>
        {
            foreach (PassLoad load in Loads(place.Layout, batch, context))
            {
                OperatorCost cost = place.Prepare().Time(load).Cost;
                cost.Weights.ShouldBeGreaterThan(Bytes.Zero);
                cost.Cache.ShouldBeGreaterThanOrEqualTo(Bytes.Zero);
                cost.Activations.ShouldBeGreaterThan(Bytes.Zero);
                (cost.Weights + cost.Cache + cost.Activations).ShouldBe(cost.Memory);
                cost.LeastFlop.Value.ShouldBeLessThanOrEqualTo(cost.Flop.Value * Rounding);
                cost.LeastMemory.Value.ShouldBeLessThanOrEqualTo(cost.Memory.Value * Rounding);
            }
        },
        seed: "0N0XIzNsQ0Oa",
        iter: 200);

    private static IEnumerable<MachineSystem> Doubled(MachineSystem system)
    {
        Accelerator device = system.Accelerator;
        yield return system with
        {
            Accelerator = device with
            {
                Memory = device.Memory with
                {
                    Bandwidth = device.Memory.Bandwidth with { Value = 2 * device.Memory.Bandwidth.Value },
                },
            },
        };
        yield return system with
        {
            Accelerator = device with
            {
                Peaks = device.Peaks.SetItems(device.Peaks.Select(peak => KeyValuePair.Create(
                    peak.Key, peak.Value with { Value = 2 * peak.Value.Value }))),
            },
        };
        yield return system with { ScaleUp = Twice(system.ScaleUp) };
        if (system.ScaleOut is { } outer)
        {
            yield return system with { ScaleOut = Twice(outer) };
        }
    }

    private static Network Twice(Network network)
        => network with { Bandwidth = network.Bandwidth with { Value = 2 * network.Bandwidth.Value } };
}
