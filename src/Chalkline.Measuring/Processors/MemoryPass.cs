using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chalkline.Measuring.Processors;

/// <summary>Passes over arrays that lie in memory, every thread over its own part.</summary>
internal sealed unsafe class MemoryPass : IDisposable
{
    private readonly AlignedBuffer _to;
    private readonly AlignedBuffer _first;
    private readonly AlignedBuffer _second;
    private float _sum;

    /// <summary>Takes three arrays.</summary>
    /// <param name="length">Numbers of each.</param>
    public MemoryPass(long length)
    {
        Length = length;
        _to = new(length);
        _first = new(length);
        _second = new(length);
        Set(_to, 0);
        Set(_first, 1);
        Set(_second, 2);
    }

    /// <summary>Numbers of each array.</summary>
    public long Length { get; }

    /// <summary>Bytes that a reading moves.</summary>
    public double ReadBytes => sizeof(float) * (double)Length;

    /// <summary>Bytes that a copy moves: a read and a write; a cache that fetches before it writes moves more.</summary>
    public double CopyBytes => 2 * ReadBytes;

    /// <summary>Bytes that a triad moves: two reads and a write.</summary>
    public double TriadBytes => 3 * ReadBytes;

    /// <summary>The number that copies and triads have put at a place.</summary>
    public float this[long place] => _to.First[place];

    /// <summary>Reads an array and returns its sum.</summary>
    public float Read(int threads)
    {
        float[] sums = new float[threads];
        Over(threads, (part, start, end) => sums[part] = Sum(_first.First + start, end - start));
        _sum = sums.Sum();
        return _sum;
    }

    /// <summary>Copies an array.</summary>
    public void Copy(int threads)
        => Over(threads, (_, start, end) => Buffer.MemoryCopy(
            _first.First + start, _to.First + start, (end - start) * sizeof(float), (end - start) * sizeof(float)));

    /// <summary>First plus three times second.</summary>
    public void Triad(int threads)
        => Over(threads, (_, start, end) => Triad(_to.First + start, _first.First + start, _second.First + start, end - start));

    /// <inheritdoc/>
    public void Dispose()
    {
        _to.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    /// <summary>Every page is touched by the thread that will use it.</summary>
    private void Set(AlignedBuffer buffer, float value)
        => Over(Environment.ProcessorCount, (_, start, end) =>
        {
            for (long i = start; i < end; i++)
            {
                buffer.First[i] = value;
            }
        });

    private void Over(int threads, Action<int, long, long> pass)
        => Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
            pass(part, Length * part / threads, Length * (part + 1) / threads));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum(float* from, long length)
    {
        Vector<float> a = default, b = default, c = default, d = default;
        int lanes = Vector<float>.Count;
        long i = 0;
        for (; i + (4 * lanes) <= length; i += 4 * lanes)
        {
            a += Vector.Load(from + i);
            b += Vector.Load(from + i + lanes);
            c += Vector.Load(from + i + (2 * lanes));
            d += Vector.Load(from + i + (3 * lanes));
        }

        float sum = Vector.Sum(a + b + c + d);
        for (; i < length; i++)
        {
            sum += from[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Triad(float* to, float* first, float* second, long length)
    {
        Vector<float> factor = new(3f);
        long i = 0;
        for (; i + Vector<float>.Count <= length; i += Vector<float>.Count)
        {
            Vector.FusedMultiplyAdd(factor, Vector.Load(second + i), Vector.Load(first + i)).Store(to + i);
        }

        for (; i < length; i++)
        {
            to[i] = first[i] + (3 * second[i]);
        }
    }
}
