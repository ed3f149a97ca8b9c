using System.Collections.Immutable;

namespace Chalkline.Charts.Reports;

/// <summary>A table of text and numbers that are already written for people.</summary>
public sealed record TableSpec
{
    /// <summary>Caption above the table; empty for none.</summary>
    public string Caption { get; init; } = "";

    /// <summary>Columns from left to right.</summary>
    public required ImmutableArray<TableColumn> Columns { get; init; }

    /// <summary>Rows from top to bottom; every row has a cell for each column.</summary>
    public required ImmutableArray<ImmutableArray<TableCell>> Rows { get; init; }

    /// <summary>Makes sure that every row has a cell for each column.</summary>
    /// <exception cref="ChalkException">A row has too many cells or too few.</exception>
    public void Check()
    {
        if (Columns.IsDefaultOrEmpty)
        {
            throw new ChalkException($"Table '{Caption}' has no columns; give it at least one.");
        }

        for (int place = 0; place < Rows.Length; place++)
        {
            if (Rows[place].Length != Columns.Length)
            {
                throw new ChalkException(
                    $"Table '{Caption}': row {place + 1} has {Rows[place].Length} cells for {Columns.Length} columns; "
                        + "give one for each.");
            }
        }
    }
}

/// <summary>A column of a table.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="Numeric">Numbers stand to the right, text to the left.</param>
public sealed record TableColumn(string Heading, bool Numeric = false);

/// <summary>A cell of a table.</summary>
/// <param name="Text">What is written.</param>
/// <param name="Value">The number it is sorted by; null to sort by the text.</param>
public readonly record struct TableCell(string Text, double? Value = null)
{
    /// <summary>A cell of text.</summary>
    public static implicit operator TableCell(string text) => new(text);

    /// <summary>A cell of text; the named form of the conversion.</summary>
    public static TableCell FromString(string text) => new(text);

    /// <summary>A number, written short.</summary>
    public static TableCell Of(double value, NumberStyle style = NumberStyle.Short, int digits = 4)
        => new(NumberText.Format(value, style, digits), value);
}
