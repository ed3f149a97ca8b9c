using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chalkline.Measuring.Processors;

/// <summary>
/// A product with few rows, which is a reading of B: nothing is packed, each core streams its own columns, four inner
/// places at once.
/// </summary>
internal static unsafe class SkinnyProduct
{
    /// <summary>From more rows on, packing B is worth its cost.</summary>
    public const int MostRows = 8;

    private const int Places = 4;
    private const int MostColumns = 1024;

    /// <summary>C[m,n] = A[m,k] B[k,n].</summary>
    public static void Multiply(float* a, float* b, float* c, int m, int n, int k)
    {
        int share = (n + Environment.ProcessorCount - 1) / Environment.ProcessorCount;
        int width = Math.Clamp(share, Vector<float>.Count, MostColumns);
        Parallel.For(0, (n + width - 1) / width, part =>
        {
            int left = part * width;
            Columns(a, b + left, c + left, m, n, k, Math.Min(width, n - left));
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(float* a, float* b, float* c, int m, int n, int k, int width)
    {
        for (int i = 0; i < m; i++)
        {
            new Span<float>(c + ((long)i * n), width).Clear();
        }

        int p = 0;
        for (; p + Places <= k; p += Places)
        {
            for (int i = 0; i < m; i++)
            {
                AddPlaces(a + ((long)i * k) + p, b + ((long)p * n), c + ((long)i * n), n, width);
            }
        }

        for (; p < k; p++)
        {
            for (int i = 0; i < m; i++)
            {
                float factor = a[((long)i * k) + p];
                for (int j = 0; j < width; j++)
                {
                    c[((long)i * n) + j] += factor * b[((long)p * n) + j];
                }
            }
        }
    }

    /// <summary>Adds four rows of B, each times its number of A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPlaces(float* a, float* b, float* c, int stride, int width)
    {
        float* b1 = b + stride;
        float* b2 = b1 + stride;
        float* b3 = b2 + stride;
        Vector<float> a0 = new(a[0]), a1 = new(a[1]), a2 = new(a[2]), a3 = new(a[3]);
        int j = 0;
        for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
        {
            Vector<float> sum = Vector.FusedMultiplyAdd(a0, Vector.Load(b + j), Vector.Load(c + j));
            sum = Vector.FusedMultiplyAdd(a1, Vector.Load(b1 + j), sum);
            sum = Vector.FusedMultiplyAdd(a2, Vector.Load(b2 + j), sum);
            Vector.FusedMultiplyAdd(a3, Vector.Load(b3 + j), sum).Store(c + j);
        }

        for (; j < width; j++)
        {
            c[j] += (a[0] * b[j]) + (a[1] * b1[j]) + (a[2] * b2[j]) + (a[3] * b3[j]);
        }
    }
}
