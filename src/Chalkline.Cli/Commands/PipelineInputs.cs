using Chalkline.Formats;
using Chalkline.Layouts;
using Chalkline.Pipelines;
using Chalkline.Quantities;

namespace Chalkline.Cli.Commands;

/// <summary>What <c>chalk pipeline</c> was asked.</summary>
/// <param name="Schedule">The schedule; decoding in serving.</param>
/// <param name="Layout">The layout, with its stages.</param>
/// <param name="MicroBatches">Micro-batches.</param>
/// <param name="Chunks">Chunks of the interleaved schedule.</param>
/// <param name="MicroBatch">Sequences of a micro-batch.</param>
/// <param name="Tokens">Tokens of a training sequence, or context held.</param>
/// <param name="Layers">Layers of each part; empty to deal them out evenly.</param>
/// <param name="Residuals">Streams of earlier blocks that hand-overs carry.</param>
/// <param name="Hop">Time of a hand-over; null to take the machine's network.</param>
/// <param name="Arithmetic">Format of the products in training.</param>
internal sealed record PipelineInputs(
    ScheduleKind Schedule,
    Layout Layout,
    int MicroBatches,
    int Chunks,
    int MicroBatch,
    Tokens Tokens,
    IReadOnlyList<int> Layers,
    int Residuals,
    Seconds? Hop,
    NumberFormat Arithmetic)
{
    /// <summary>Whether it serves; else it trains.</summary>
    public bool Serves => Schedule == ScheduleKind.Decode;
}
