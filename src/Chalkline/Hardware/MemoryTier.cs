using Chalkline.Quantities;

namespace Chalkline.Hardware;

/// <summary>A memory of one device: how much it holds and how fast it is read.</summary>
/// <param name="Name">HBM3e, SRAM, ...</param>
/// <param name="Capacity">What it holds.</param>
/// <param name="Bandwidth">What it reads in a second.</param>
public sealed record MemoryTier(string Name, Datum<Bytes> Capacity, Datum<BytesPerSecond> Bandwidth)
{
    /// <summary>
    /// What software sees of it; null when unknown. Memory is built from dies of 2^n bits, so that a maker's "80 GB" is
    /// 80 GiB less a reserve, 7 % more than the decimal figure.
    /// </summary>
    public Datum<Bytes>? Visible { get; init; }

    /// <summary>What software can use: <see cref="Visible"/>, or <see cref="Capacity"/> when that is unknown.</summary>
    public Bytes Usable => Visible?.Value ?? Capacity.Value;

    /// <summary>Drain time: how long one full read takes (lecture, eq. 1.13).</summary>
    public Seconds DrainTime => Capacity.Value / Bandwidth.Value;
}
