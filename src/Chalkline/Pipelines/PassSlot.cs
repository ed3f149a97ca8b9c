namespace Chalkline.Pipelines;

/// <summary>A pass in the order of a stage, without its time.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="MicroBatch">With which micro-batch.</param>
/// <param name="Chunk">With which part of the stage.</param>
/// <param name="Beside">The micro-batch going back in a woven pass, through the other part; else -1.</param>
internal readonly record struct PassSlot(PassKind Kind, int MicroBatch, int Chunk, int Beside = -1);
