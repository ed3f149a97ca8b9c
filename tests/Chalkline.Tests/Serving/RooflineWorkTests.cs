using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Operators;
using Chalkline.Serving;
using Chalkline.Workloads;
using CsCheck;

namespace Chalkline.Tests.Serving;

/// <summary>The work shown is the work done: every equation gives its recorded result again.</summary>
public sealed class RooflineWorkTests
{
    [Fact]
    public void The_closed_form_verifies_in_both_overlaps() => Gen
        .Select(Gen.Double[1e8, 1e12], Gen.Double[1, 30], Gen.Double[1, 5000], Gen.Double[0, 1e6], Gen.Enum<Overlap>())
        .Sample(
            (active, sparsity, batch, context, overlap) =>
            {
                Derivation derivation = new("roofline");
                Shown work = new(derivation);
                Roofline roofline = Lecture.Board.Model(active, sparsity * active, 1e4) with
                {
                    Overlap = overlap,
                    AttentionFlop = new(1e6),
                };
                RooflineTime shown = roofline.Time(batch, new(context), ref work);
                double balance = roofline.BalanceBatch(ref work);
                derivation.Verify().ShouldBeEmpty();
                shown.ShouldBe(roofline.Time(batch, new(context)));
                balance.ShouldBe(roofline.BalanceBatch());
            },
            seed: "0N0XIzNsQ0O2",
            iter: 200);

    [Fact]
    public void Preparing_and_timing_any_model_anywhere_verifies() => Gen
        .Select(Catalogue.Places, Gen.Int[1, 500], Gen.Enum<Fidelity>(), Gen.Enum<Overlap>())
        .Sample(
            (place, batch, fidelity, overlap) =>
            {
                Derivation derivation = new(place.ToString());
                Shown work = new(derivation);
                PassModel pass = PassModel.Prepare(
                    place.Model, place.System, place.Layout, Precision.Bf16, Efficiency.Stated, ref work, Catalogue.Calibrations.For(place.System));
                PassLoad mixed = PassLoad.Split(
                    Pass.Decode(batch, new(3000)),
                    Pass.Prefill(1, new(2000), new(100)),
                    place.Layout.AttentionParallel);
                PassTime shown = pass.Time(mixed, fidelity, overlap, ref work);
                derivation.Verify().ShouldBeEmpty(place.ToString());
                shown.ShouldBe(place.Prepare().Time(mixed, fidelity, overlap));
            },
            seed: "0N0XIzNsQ0O3",
            iter: 100);
}
