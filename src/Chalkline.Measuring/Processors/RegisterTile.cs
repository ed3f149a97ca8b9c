using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chalkline.Measuring.Processors;

/// <summary>The innermost loop of a product: six rows by two vectors of C stay in registers.</summary>
/// <remarks>Loops here are compiled at full strength at once, so that the first run is not slower than the last.</remarks>
internal static unsafe class RegisterTile
{
    /// <summary>Rows of C.</summary>
    public const int Rows = 6;

    /// <summary>Columns of C.</summary>
    public static readonly int Columns = 2 * Vector<float>.Count;

    /// <summary>Adds packed rows times packed columns to C, or sets it.</summary>
    /// <param name="a">Six numbers at each inner place.</param>
    /// <param name="b">Two vectors at each inner place.</param>
    /// <param name="depth">Inner places.</param>
    /// <param name="c">The first number of the tile.</param>
    /// <param name="stride">Numbers from one row of C to the next.</param>
    /// <param name="rows">Rows that are there.</param>
    /// <param name="columns">Columns that are there.</param>
    /// <param name="first">Whether to set C rather than add to it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* a, float* b, int depth, float* c, int stride, int rows, int columns, bool first)
    {
        if (rows == Rows && columns == Columns)
        {
            Whole(a, b, depth, c, stride, first);
            return;
        }

        float* part = stackalloc float[Rows * Columns];
        Whole(a, b, depth, part, Columns, first: true);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                float* to = c + ((long)i * stride) + j;
                *to = (first ? 0 : *to) + part[(i * Columns) + j];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Whole(float* a, float* b, int depth, float* c, int stride, bool first)
    {
        Vector<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        int lanes = Vector<float>.Count;
        for (int p = 0; p < depth; p++)
        {
            Vector<float> left = Vector.Load(b);
            Vector<float> right = Vector.Load(b + lanes);
            Vector<float> row = new(a[0]);
            c00 = Vector.FusedMultiplyAdd(row, left, c00);
            c01 = Vector.FusedMultiplyAdd(row, right, c01);
            row = new(a[1]);
            c10 = Vector.FusedMultiplyAdd(row, left, c10);
            c11 = Vector.FusedMultiplyAdd(row, right, c11);
            row = new(a[2]);
            c20 = Vector.FusedMultiplyAdd(row, left, c20);
            c21 = Vector.FusedMultiplyAdd(row, right, c21);
            row = new(a[3]);
            c30 = Vector.FusedMultiplyAdd(row, left, c30);
            c31 = Vector.FusedMultiplyAdd(row, right, c31);
            row = new(a[4]);
            c40 = Vector.FusedMultiplyAdd(row, left, c40);
            c41 = Vector.FusedMultiplyAdd(row, right, c41);
            row = new(a[5]);
            c50 = Vector.FusedMultiplyAdd(row, left, c50);
            c51 = Vector.FusedMultiplyAdd(row, right, c51);
            a += Rows;
            b += 2 * lanes;
        }

        Put(c, c00, c01, first);
        Put(c + stride, c10, c11, first);
        Put(c + (2L * stride), c20, c21, first);
        Put(c + (3L * stride), c30, c31, first);
        Put(c + (4L * stride), c40, c41, first);
        Put(c + (5L * stride), c50, c51, first);
    }

    private static void Put(float* c, Vector<float> left, Vector<float> right, bool first)
    {
        float* behind = c + Vector<float>.Count;
        (first ? left : left + Vector.Load(c)).Store(c);
        (first ? right : right + Vector.Load(behind)).Store(behind);
    }
}
