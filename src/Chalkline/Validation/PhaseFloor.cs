using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Validation;

/// <summary>
/// The floors of one phase on its devices. Two proofs stand side by side: one of the layout, and one that pools all
/// devices of a replica, asks nothing of the layout, and holds for every one.
/// </summary>
/// <param name="devices">The devices and how many replicas they make.</param>
/// <param name="layout">Work on the devices of the layout; null when it is unknown.</param>
/// <param name="whole">Work of the whole model on one device.</param>
/// <param name="lengths">Lengths of the requests.</param>
internal sealed class PhaseFloor(CaseLayout devices, LeastWork? layout, LeastWork whole, CaseLengths lengths)
{
    /// <summary>Whether the layout's own proof takes part.</summary>
    public bool OfLayout => layout is not null;

    /// <summary>Devices of the phase.</summary>
    public int Devices => devices.Devices;

    /// <summary>Replicas; 1 when their number is unknown.</summary>
    public int Replicas => devices.Replicas;

    /// <summary>
    /// Mean time between tokens of a stream when on average so many sequences decode, over all replicas.
    /// </summary>
    /// <remarks>
    /// A step of b sequences takes at least f(b), the larger of affine functions of b. Then the mean time over tokens is
    /// at least f of the mean b over time, also when sequences are spread unevenly over steps, groups and replicas, as
    /// b / f(b) is concave; see <c>docs/floor.md</c>. No token comes from a step of fewer than one sequence.
    /// </remarks>
    public LeastTime DecodeStep(double sequences)
    {
        double inReplica = sequences / devices.Replicas;
        LeastTime pooled = (1.0 / devices.DevicesPerReplica) * Step(whole, inReplica);
        return layout is null ? pooled : LeastTime.Both(pooled, layout.Stages * Step(layout, inReplica / layout.Stages));
    }

    /// <summary>Time to the first token of so many prompts that start together in each replica.</summary>
    /// <remarks>
    /// Stages can work on different chunks of a prompt at once, so its arithmetic is spread over all of them; but its
    /// last token passes them in turn, and reads their weights.
    /// </remarks>
    public LeastTime Prefill(double prompts)
    {
        LeastTime pooled = (1.0 / devices.DevicesPerReplica) * Prompts(whole, prompts);
        if (layout is null)
        {
            return pooled;
        }

        LeastTime stage = Prompts(layout, prompts);
        return LeastTime.Both(pooled, stage with { Memory = layout.Stages * stage.Memory });
    }

    /// <summary>Device time of one request's prefill, whatever it is batched with: its arithmetic.</summary>
    public LeastTime PrefillWork() => new(Prompts(whole, 1).Arithmetic, Seconds.Zero);

    /// <summary>
    /// Device time of one decode token, whatever it is batched with: its arithmetic, and its sequence's own cache.
    /// </summary>
    public LeastTime DecodeWork() => new(Decode(whole, 1, 0).Arithmetic, Decode(whole, 1, lengths.Shared).Memory);

    private LeastTime Step(LeastWork work, double sequences)
    {
        double inGroup = Math.Max(1, sequences / work.Groups);
        PassLoad one = Load(work, 1, Tokens.Zero);
        Seconds weights = work.Weights(one);
        LeastTime many = Decode(work, inGroup, 0);

        // What prompts have in common may be read once for all; a sequence by itself reads its whole context.
        Seconds own = Decode(work, inGroup, lengths.Shared).Memory;
        Seconds alone = Decode(work, 1, 0).Memory;
        return new(many.Arithmetic, weights + Quantity.Max(own, alone));
    }

    private LeastTime Decode(LeastWork work, double inGroup, double shared) => lengths.OverContexts(
        context =>
        {
            PassLoad load = Load(work, inGroup, context);
            return new LeastTime(work.Arithmetic(load), work.Cache(load));
        },
        shared);

    private static PassLoad Load(LeastWork work, double inGroup, Tokens context)
        => PassLoad.Split(Pass.Decode(inGroup * work.Groups, context), Pass.None, work.Groups);

    private LeastTime Prompts(LeastWork work, double prompts)
    {
        Tokens input = new(Math.Max(1, lengths.Input));
        PassLoad load = PassLoad.Split(Pass.None, Pass.Prefill(prompts, input, lengths.Prefix), work.Groups);
        return new(work.Arithmetic(load), work.Weights(Load(work, 1, Tokens.Zero)));
    }
}
