using Chalkline.Quantities;

namespace Chalkline.Hardware;

/// <summary>A memory of one device: how much it holds and how fast it is read.</summary>
/// <param name="Name">HBM3e, SRAM, ...</param>
/// <param name="Capacity">What it holds.</param>
/// <param name="Bandwidth">What it reads in a second.</param>
public sealed record MemoryTier(string Name, Datum<Bytes> Capacity, Datum<BytesPerSecond> Bandwidth)
{
    /// <summary>Drain time: how long one full read takes (lecture, eq. 1.13).</summary>
    public Seconds DrainTime => Capacity.Value / Bandwidth.Value;
}
