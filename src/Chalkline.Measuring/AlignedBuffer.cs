using System.Runtime.InteropServices;

namespace Chalkline.Measuring;

/// <summary>Numbers outside the managed heap, aligned to a cache line, so that arrays may pass 2 GB.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const int Alignment = 64;

    /// <summary>Takes memory; its contents are not set.</summary>
    /// <exception cref="ChalkException">There is not so much.</exception>
    public AlignedBuffer(long length)
    {
        Length = length;
        try
        {
            First = (float*)NativeMemory.AlignedAlloc(checked((nuint)length * sizeof(float)), Alignment);
        }
        catch (OutOfMemoryException error)
        {
            throw new ChalkException(
                $"{length * sizeof(float) >> 20} MiB of memory are not free; measure with --quick, or free some.", error);
        }
    }

    /// <summary>Numbers in it.</summary>
    public long Length { get; }

    /// <summary>Its first number.</summary>
    public float* First { get; private set; }

    /// <summary>Puts small numbers in, other ones at every place; seeded, so always the same.</summary>
    public void Fill(uint seed)
    {
        uint state = (seed * 2654435761u) | 1;
        for (long i = 0; i < Length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            First[i] = ((int)(state >> 8) - (1 << 23)) / (float)(1 << 23);
        }
    }

    /// <summary>The upper 16 bits of a number, which is that number in BF16.</summary>
    public ushort UpperHalf(long place) => (ushort)(BitConverter.SingleToUInt32Bits(First[place]) >> 16);

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(First);
        First = null;
    }
}
