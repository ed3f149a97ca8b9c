using Chalkline.Derivations;
using Chalkline.Training;

namespace Chalkline.Codesign.Reversible;

/// <summary>Activation memory and extra arithmetic of a training run by what it keeps.</summary>
/// <remarks>
/// Kept, selective and full as in Korthikanti et al. (arXiv:2205.05198), by the tensors of the project's training memory. A
/// reversible net keeps two streams after its last layer and the working set of the one layer it stands at, whatever its depth
/// (RevNet, arXiv:1707.04585; the lecture, chapter 7); it computes every layer again from its output.
/// </remarks>
/// <param name="Plan">What is kept.</param>
/// <param name="PerToken">Activation bytes a token on one device, all its layers.</param>
/// <param name="ExtraShare">Arithmetic computed again, over that of a step that keeps everything.</param>
public sealed record ActivationCost(ActivationPlan Plan, double PerToken, double ExtraShare)
{
    /// <summary>Forward of forward and backward: one of three.</summary>
    private const double ForwardShare = 1.0 / 3;

    private static readonly Symbol LayersSymbol = new("layers", "L", "L", "layers of a device");
    private static readonly Symbol LayerSymbol = new("layer", "s", "s", "bytes a token that a layer keeps", "arXiv:2205.05198, sections 4 and 5");
    private static readonly Symbol InputSymbol = new("input", "2 h", "2 h", "bytes of a token's stream, 16 bits");
    private static readonly Symbol HeldSymbol = new("held", "a", "a", "activation bytes a token");
    private static readonly Symbol AgainSymbol = new("again", "x", "x", "arithmetic computed again, over a step's");

    /// <summary>The cost of a plan.</summary>
    /// <param name="job">The run; its layout's tensor parallelism cuts activations.</param>
    /// <param name="plan">What is kept.</param>
    public static ActivationCost Of(TrainingJob job, ActivationPlan plan)
    {
        Quiet quiet = default;
        return Of(job, plan, ref quiet);
    }

    /// <summary>The cost of a plan, with the work shown.</summary>
    public static ActivationCost Of<TWork>(TrainingJob job, ActivationPlan plan, ref TWork work)
        where TWork : struct, IWork
    {
        bool experts = job.Shape.ExpertLayers > 0;
        double tokens = job.DeviceTokens;
        double layers = work.Given(LayersSymbol, (double)job.Shape.Layers / job.Layout.Stages, name: "layers");
        TrainingJob kept = job with
        {
            Layout = job.Layout with { Recompute = plan == ActivationPlan.Selective ? Recompute.Selective : Recompute.None },
        };
        double layer = work.Given(LayerSymbol, MemoryModel.Layer(kept, experts) / tokens, name: "layer");
        double stream = job.Layout.SequenceParallel ? job.Layout.Tensor : 1;
        double input = work.Given(InputSymbol, 2 * job.Shape.Hidden / stream, name: "input");
        double held = plan switch
        {
            ActivationPlan.Full => work.Step(HeldSymbol, (layers * input) + layer),
            ActivationPlan.Reversible => work.Step(HeldSymbol, (2 * input) + layer),
            _ => work.Step(HeldSymbol, layers * layer),
        };
        double again = work.Given(
            AgainSymbol,
            plan switch
            {
                ActivationPlan.Keep => 0,
                ActivationPlan.Selective => ForwardShare * CoreShare(job),
                _ => ForwardShare,
            },
            name: "again");
        return new(plan, held, again);
    }

    /// <summary>Share of the attention core in a layer's forward arithmetic: 4 s w over 2 P + 4 s w.</summary>
    private static double CoreShare(TrainingJob job)
    {
        double core = 2 * job.Sequence * (job.Shape.QueryWidth + job.Shape.ValueWidth) / 2;
        double width = job.Shape.ExpertLayers > 0
            ? (job.Shape.ExpertsPerToken + job.Shape.SharedExperts) * job.Shape.ExpertWidth
            : job.Shape.FeedForward;
        double products = 2 * job.Shape.Hidden
            * (job.Shape.QueryWidth + job.Shape.KeyValueWidth + job.Shape.ValueWidth + ((job.Shape.UpMatrices + 1) * width));
        return core / (core + products);
    }
}
