namespace Chalkline.Generators;

/// <summary>One row of the table: a quantity, its canonical unit, and how it is shown and named.</summary>
internal sealed class QuantityRow(string name, string unit, string display, string kind, string example, string meaning)
{
    private static readonly string[] Displays = ["auto ", "small ", "time ", "count ", "fixed "];

    public string Name { get; } = name;

    public string Unit { get; } = unit;

    public string Display { get; } = display;

    public string Kind { get; } = kind;

    public string Example { get; } = example;

    public string Meaning { get; } = meaning;

    /// <summary>Reads what follows the word "quantity".</summary>
    /// <exception cref="FormatException">A cell is missing, empty, or no name, display or plain text.</exception>
    public static QuantityRow Parse(string text, int lineNumber)
    {
        string[] cells = [.. text.Split('|').Select(cell => cell.Trim())];
        if (cells.Length != 6 || cells.Any(cell => cell.Length == 0))
        {
            throw new FormatException($"line {lineNumber}: a quantity needs six cells with something in each");
        }

        if (!char.IsLetter(cells[0][0]) || !cells[0].All(char.IsLetterOrDigit))
        {
            throw new FormatException($"line {lineNumber}: '{cells[0]}' is not a name for a type");
        }

        if (!Displays.Any(display => cells[2].StartsWith(display, StringComparison.Ordinal)))
        {
            throw new FormatException($"line {lineNumber}: '{cells[2]}' is no way to show a quantity");
        }

        // The cells go into string literals and XML comments of the generated code as they are.
        return cells.Any(cell => cell.IndexOfAny(['"', '\\', '<', '&']) >= 0)
            ? throw new FormatException($"line {lineNumber}: a cell holds one of \" \\ < &")
            : new(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]);
    }
}
