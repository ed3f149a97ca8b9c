namespace Chalkline.Generators;

/// <summary>The parsed <c>quantities.table</c>.</summary>
internal sealed class QuantityTable
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> operators = new(StringComparer.Ordinal);

    public List<QuantityRow> Quantities { get; } = [];

    public List<RelationRow> Relations { get; } = [];

    /// <summary>Reads the table: every quantity before the relations that name it.</summary>
    /// <exception cref="FormatException">A line is malformed; the message names it.</exception>
    public static QuantityTable Parse(string text)
    {
        QuantityTable table = new();
        int lineNumber = 0;
        foreach (string raw in text.Split('\n'))
        {
            lineNumber++;
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line.StartsWith("quantity ", StringComparison.Ordinal))
            {
                table.Add(QuantityRow.Parse(line.Substring(9), lineNumber), lineNumber);
            }
            else if (line.StartsWith("relation ", StringComparison.Ordinal))
            {
                table.Add(RelationRow.Parse(line.Substring(9), lineNumber), lineNumber);
            }
            else
            {
                throw new FormatException($"line {lineNumber}: starts with neither 'quantity' nor 'relation'");
            }
        }

        return table;
    }

    private void Add(QuantityRow row, int lineNumber)
    {
        if (!names.Add(row.Name))
        {
            throw new FormatException($"line {lineNumber}: '{row.Name}' is there twice");
        }

        Quantities.Add(row);
    }

    private void Add(RelationRow row, int lineNumber)
    {
        string[] parts = [row.Product, row.Left, row.Right];
        if (Array.Find(parts, part => !names.Contains(part)) is { } unknown)
        {
            throw new FormatException($"line {lineNumber}: '{unknown}' is not a quantity above");
        }

        if (parts.Distinct(StringComparer.Ordinal).Count() < 3)
        {
            throw new FormatException($"line {lineNumber}: a relation joins three different quantities");
        }

        string[] made =
        [
            $"{row.Left} * {row.Right}", $"{row.Right} * {row.Left}",
            $"{row.Product} / {row.Left}", $"{row.Product} / {row.Right}",
        ];
        if (Array.Find(made, one => !operators.Add(one)) is { } twice)
        {
            throw new FormatException($"line {lineNumber}: '{twice}' already has a meaning");
        }

        Relations.Add(row);
    }
}
