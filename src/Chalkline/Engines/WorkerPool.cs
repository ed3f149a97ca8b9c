using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Engines;

/// <summary>Workers that are alike and do one phase.</summary>
/// <param name="Pass">The prepared model of one worker.</param>
/// <param name="Workers">Their number, at least 1.</param>
public sealed record WorkerPool(PassModel Pass, int Workers)
{
    /// <summary>Devices of all workers.</summary>
    public Devices Devices => new(Workers * Pass.Layout.DevicesPerReplica);

    /// <summary>Attention-parallel groups of one worker, each with prompts or sequences of its own.</summary>
    public int Groups => Pass.Layout.AttentionParallel;
}
