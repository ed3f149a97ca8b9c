using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chalkline.Measuring.Processors;

/// <summary>
/// A product of our own for machines without a BLAS: tiles of C over all cores, operands packed so that the innermost
/// loop reads straight on, six rows by two vectors in registers.
/// </summary>
internal sealed unsafe class BlockedProduct : IMatrixProduct
{
    private const int Depth = 256;
    private const int TileRows = 192;
    private const int MostTileColumns = 256;
    private const int LeastTileColumns = 32;

    /// <inheritdoc/>
    public string Name => $"chalkline blocked product ({Vector<float>.Count} lanes, {Environment.ProcessorCount} threads)";

    /// <inheritdoc/>
    public void Multiply(float* a, float* b, float* c, int m, int n, int k)
    {
        if (m <= SkinnyProduct.MostRows)
        {
            SkinnyProduct.Multiply(a, b, c, m, n, k);
            return;
        }

        int rows = Tiles(m, TileRows);
        int width = MostTileColumns;
        while (width > LeastTileColumns && rows * Tiles(n, width) < 2 * Environment.ProcessorCount)
        {
            width /= 2;
        }

        Parallel.For(
            0,
            rows * Tiles(n, width),
            () => new AlignedBuffer((TileRows + MostTileColumns) * Depth),
            (tile, _, packed) =>
            {
                int top = tile % rows * TileRows;
                int left = tile / rows * width;
                Tile(new(a, b, c, m, n, k), packed, top, Math.Min(top + TileRows, m), left, Math.Min(left + width, n));
                return packed;
            },
            packed => packed.Dispose());
    }

    private static int Tiles(int length, int size) => (length + size - 1) / size;

    /// <summary>One tile of C, over the whole inner width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(Operands of, AlignedBuffer packed, int top, int bottom, int left, int right)
    {
        float* rows = packed.First;
        float* columns = packed.First + (TileRows * Depth);
        for (int start = 0; start < of.K; start += Depth)
        {
            int depth = Math.Min(Depth, of.K - start);
            PackRows(of, rows, top, bottom, start, depth);
            PackColumns(of, columns, left, right, start, depth);
            for (int j = left; j < right; j += RegisterTile.Columns)
            {
                float* column = columns + ((j - left) * depth);
                for (int i = top; i < bottom; i += RegisterTile.Rows)
                {
                    RegisterTile.Add(
                        rows + ((i - top) * depth),
                        column,
                        depth,
                        of.C + ((long)i * of.N) + j,
                        of.N,
                        Math.Min(RegisterTile.Rows, bottom - i),
                        Math.Min(RegisterTile.Columns, right - j),
                        start == 0);
                }
            }
        }
    }

    /// <summary>Six rows beside each other at every inner place; rows that are not there are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRows(Operands of, float* into, int top, int bottom, int start, int depth)
    {
        for (int i = top; i < bottom; i += RegisterTile.Rows)
        {
            for (int p = 0; p < depth; p++)
            {
                for (int row = i; row < i + RegisterTile.Rows; row++)
                {
                    *into++ = row < bottom ? of.A[((long)row * of.K) + start + p] : 0;
                }
            }
        }
    }

    /// <summary>Two vectors of columns at every inner place; columns that are not there are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackColumns(Operands of, float* into, int left, int right, int start, int depth)
    {
        for (int j = left; j < right; j += RegisterTile.Columns)
        {
            int there = Math.Min(RegisterTile.Columns, right - j);
            for (int p = 0; p < depth; p++)
            {
                Span<float> to = new(into, RegisterTile.Columns);
                new ReadOnlySpan<float>(of.B + (((long)start + p) * of.N) + j, there).CopyTo(to);
                to[there..].Clear();
                into += RegisterTile.Columns;
            }
        }
    }

    private readonly struct Operands(float* a, float* b, float* c, int m, int n, int k)
    {
        public readonly float* A = a;
        public readonly float* B = b;
        public readonly float* C = c;
        public readonly int M = m;
        public readonly int N = n;
        public readonly int K = k;
    }
}
