using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>What a model with a batch needs of the memory of a set of devices, whichever way it is cut.</summary>
/// <param name="Weights">Weight bytes of the model.</param>
/// <param name="BytesEach">Stored bytes of a parameter, mean of all.</param>
/// <param name="Cache">KV cache bytes of the batch.</param>
/// <param name="CacheEach">KV cache bytes of one sequence.</param>
/// <param name="Usable">Bytes of a device that weights and cache may fill: less the reserve and the working space.</param>
/// <param name="Memory">The memory of a device.</param>
/// <param name="Experts">Experts of a layer, copies included; null for a model without.</param>
public sealed record ModelNeed(
    Bytes Weights,
    BytesPerParameter BytesEach,
    Bytes Cache,
    Bytes CacheEach,
    Bytes Usable,
    MemoryTier Memory,
    int? Experts);
