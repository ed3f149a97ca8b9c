using Chalkline.Quantities;

namespace Chalkline.Pipelines;

/// <summary>One entry of a timetable.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="MicroBatch">With which micro-batch, from 0.</param>
/// <param name="Chunk">
/// With which of the stage's parts of the model, from 0; in decoding, the token that is made.
/// </param>
/// <param name="Start">When it starts.</param>
/// <param name="End">When it ends.</param>
/// <param name="Beside">The micro-batch going back beside it in a woven pass; -1 in all others.</param>
public readonly record struct ScheduledPass(
    PassKind Kind, int MicroBatch, int Chunk, Seconds Start, Seconds End, int Beside = -1);
