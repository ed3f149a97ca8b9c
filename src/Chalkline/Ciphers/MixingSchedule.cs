using System.Collections.Immutable;
using System.Collections;

namespace Chalkline.Ciphers;

/// <summary>
/// A grid of cells (tokens by channels, or rows by columns) and layers that let cells see each other: after how many layers every
/// output depends on every input. Exact, by reachability.
/// </summary>
/// <param name="Name">The schedule.</param>
/// <param name="Rows">Rows: tokens.</param>
/// <param name="Columns">Columns: channels.</param>
/// <param name="Layers">The layers of one round: for each cell, which cells it reads.</param>
public sealed record MixingSchedule(string Name, int Rows, int Columns, ImmutableArray<Func<int, int, IEnumerable<(int Row, int Column)>>> Layers)
{
    /// <summary>Most rounds tried.</summary>
    public const int Most = 256;

    /// <summary>Share of pairs of input and output that depend, after each round; ends where all do, or where nothing changes.</summary>
    public ImmutableArray<double> Shares()
    {
        int cells = Rows * Columns;
        BitArray[] seen = [.. Enumerable.Range(0, cells).Select(cell => new BitArray(cells) { [cell] = true })];
        List<double> shares = [1.0 / cells];
        for (int round = 0; round < Most && shares[^1] < 1; round++)
        {
            foreach (Func<int, int, IEnumerable<(int Row, int Column)>> layer in Layers)
            {
                seen = [.. Enumerable.Range(0, cells).Select(cell =>
                {
                    BitArray all = new(cells);
                    foreach ((int row, int column) in layer(cell / Columns, cell % Columns))
                    {
                        all.Or(seen[(row * Columns) + column]);
                    }

                    return all;
                })];
            }

            double share = seen.Sum(each => each.Cast<bool>().Count(bit => bit)) / ((double)cells * cells);
            if (share == shares[^1])
            {
                break;
            }

            shares.Add(share);
        }

        return [.. shares];
    }

    /// <summary>Rounds until every output depends on every input; null where it never does.</summary>
    public static int? Full(ImmutableArray<double> shares) => shares[^1] >= 1 ? shares.Length - 1 : null;

    /// <summary>The schedules compared.</summary>
    /// <param name="size">Rows and columns of the square grid, a power of two of at least 4.</param>
    /// <param name="window">Window of local attention, tokens each way.</param>
    public static ImmutableArray<MixingSchedule> All(int size, int window)
    {
        int[] places = [.. Enumerable.Range(0, size)];
        IEnumerable<(int Row, int Column)> Row(int row, int column) => places.Select(other => (row, other));
        IEnumerable<(int Row, int Column)> Column(int row, int column) => places.Select(other => (other, column));
        return
        [
            new("AES: shift rows, mix columns", size, size, [(row, column) => [(row, (column + row) % size)], Column]),
            new("attention and MLP", size, size, [Column, Row]),
            new("causal attention and MLP", size, size, [(row, column) => places.Where(other => other <= row).Select(other => (other, column)), Row]),
            new($"attention within {window} and MLP", size, size, [(row, column) => places.Where(other => Math.Abs(other - row) <= window).Select(other => (other, column)), Row]),
            new("MLP alone", size, size, [Row]),
            new("attention alone", size, size, [Column]),
            new("grouped MLP, two groups, and attention", size, size, [Column, (row, column) => places.Where(other => other / (size / 2) == column / (size / 2)).Select(other => (row, other))]),
            new("Feistel: one half adds to the other", size, size,
            [
                (row, column) => column < size / 2
                    ? places.SelectMany(each => places.Take(size / 2).Select(other => (each, other))).Append((row, column + (size / 2)))
                    : [(row, column - (size / 2))],
            ]),
        ];
    }
}
