using System.Globalization;

namespace Chalkline.Generators;

/// <summary>One row of the table: a quantity, its canonical unit and how it is shown.</summary>
internal sealed class QuantityRow(string name, string unit, string display, string meaning)
{
    public string Name { get; } = name;

    public string Unit { get; } = unit;

    public string Display { get; } = display;

    public string Meaning { get; } = meaning;
}

/// <summary>One relation of the table: <c>Product = Left * Right * Factor</c> in canonical units.</summary>
internal sealed class RelationRow(string product, string left, string right, double factor)
{
    public string Product { get; } = product;

    public string Left { get; } = left;

    public string Right { get; } = right;

    public double Factor { get; } = factor;
}

/// <summary>The parsed <c>quantities.table</c>.</summary>
internal sealed class QuantityTable
{
    public List<QuantityRow> Quantities { get; } = [];

    public List<RelationRow> Relations { get; } = [];

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
                string[] cells = line.Substring(9).Split('|');
                if (cells.Length != 4)
                {
                    throw new FormatException($"line {lineNumber}: a quantity needs four cells");
                }

                table.Quantities.Add(new(cells[0].Trim(), cells[1].Trim(), cells[2].Trim(), cells[3].Trim()));
            }
            else if (line.StartsWith("relation ", StringComparison.Ordinal))
            {
                table.Relations.Add(ParseRelation(line.Substring(9), lineNumber));
            }
            else
            {
                throw new FormatException($"line {lineNumber}: starts with neither 'quantity' nor 'relation'");
            }
        }

        return table;
    }

    private static RelationRow ParseRelation(string text, int lineNumber)
    {
        string[] sides = text.Split('=');
        string[] factors = sides.Length == 2 ? sides[1].Split('*') : [];
        if (factors.Length is < 2 or > 3)
        {
            throw new FormatException($"line {lineNumber}: a relation reads 'A = B * C' or 'A = B * C * number'");
        }

        double factor = factors.Length == 3 ? double.Parse(factors[2].Trim(), CultureInfo.InvariantCulture) : 1;
        return new(sides[0].Trim(), factors[0].Trim(), factors[1].Trim(), factor);
    }
}
