using Chalkline.Formats;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Serving.Split;
using CsCheck;

namespace Chalkline.Tests.Serving.Split;

/// <summary>Operators shared out over the sides, and the link between them.</summary>
public sealed class SplitSidesTests
{
    [Fact]
    public void Every_router_runs_before_the_link_and_every_expert_behind_it()
    {
        int routers = 0;
        foreach (Model model in Catalogue.Models)
        {
            PassModel pass = PassModel.Prepare(model, Catalogue.System("hgx-h100"), Layout.Single, Precision.Bf16);
            foreach (Operator op in pass.Operators)
            {
                SplitSide side = SplitSides.Of(op);
                routers += op.Name == "router" ? 1 : 0;
                if (op.Kind == OperatorKind.Experts)
                {
                    side.ShouldBe(SplitSide.FeedForward);
                }
                else if (op.Name == "router"
                    || op.Kind is OperatorKind.Attention or OperatorKind.LatentAttention or OperatorKind.Recurrence)
                {
                    side.ShouldBe(SplitSide.Attention);
                }
            }

            bool experts = model.Layers.Any(layer => layer.FeedForward is ExpertFeedForward);
            experts.ShouldBe(pass.Operators.ToArray().Any(op => op.Name == "router"), model.Name);
        }

        routers.ShouldBeGreaterThan(10);
    }

    /// <summary>Kind by kind and side by side is the whole pass: time, weights and cache.</summary>
    [Fact]
    public void The_sides_of_all_layers_add_up_to_the_pass() => Gen
        .Select(Catalogue.Places, Gen.Int[1, 500], Gen.Int[1, 50_000])
        .Where((place, _, _) => place.Layout.PipelineStages == 1)
        .Sample(
            (place, batch, context) =>
            {
                PassModel whole = place.Prepare();
                SidePass sides = new(place.Model, model => PassModel.Prepare(
                    model, place.System, place.Layout, Precision.Bf16, null, Catalogue.Calibrations.For(place.System)));
                PassLoad load = Catalogue.Decode(place.Layout, batch, context);
                foreach (Fidelity fidelity in (Fidelity[])[Fidelity.Operator, Fidelity.Calibrated])
                {
                    Seconds sum = sides.Vocabulary(load, fidelity);
                    for (int group = 0; group < sides.Groups.Length; group++)
                    {
                        foreach (SplitSide side in Enum.GetValues<SplitSide>())
                        {
                            sum += sides.Groups[group].Count * sides.Time(group, side, load, fidelity);
                        }
                    }

                    double expected = whole.Time(load, fidelity).Estimate.Value;
                    sum.Value.ShouldBe(expected, 1e-9 * expected, place.ToString());
                }

                Footprint footprint = new(whole);
                (sides.Weights(SplitSide.Attention) + sides.Weights(SplitSide.FeedForward)).Value
                    .ShouldBe(footprint.AllWeights.Value, 1e-9 * footprint.AllWeights.Value, place.ToString());
                double held = footprint.KeyValue(new(context)).Value;
                sides.KeyValue(new(context)).Value.ShouldBe(held, 1e-9 * held);
            },
            iter: 100);
}
