using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>A worker of a decode pool at a batch, timed or at its least time.</summary>
/// <param name="Mode">Whether attention and feed-forward layers share its devices.</param>
/// <param name="Number">Its number among those of its mode.</param>
/// <param name="Size">Its devices.</param>
/// <param name="Batch">Sequences in it.</param>
/// <param name="MicroBatches">Micro-batches in flight.</param>
/// <param name="Step">Seconds for each output token.</param>
internal readonly record struct DecodeUnit(ServingMode Mode, int Number, int Size, double Batch, int MicroBatches, double Step);
