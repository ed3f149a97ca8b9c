using System.Globalization;

namespace Chalkline.Generators;

/// <summary>One relation of the table: <c>Product = Left * Right</c>, times or over a number.</summary>
internal sealed class RelationRow(string product, string left, string right, string factor)
{
    private static readonly char[] Operations = ['*', '/'];

    public string Product { get; } = product;

    public string Left { get; } = left;

    public string Right { get; } = right;

    /// <summary>What follows the two factors in code: nothing, "* 8", or "/ 3600".</summary>
    public string Factor { get; } = factor;

    /// <summary>What undoes <see cref="Factor"/>.</summary>
    public string Inverse { get; } = factor.Length == 0 ? "" : (factor[0] == '*' ? '/' : '*') + factor.Substring(1);

    /// <summary>Reads what follows the word "relation".</summary>
    /// <exception cref="FormatException">It does not read 'A = B * C [* number]'.</exception>
    public static RelationRow Parse(string text, int lineNumber)
    {
        string[] sides = text.Split('=');
        string[] factors = sides.Length == 2 ? sides[1].Split(Operations) : [];
        if (factors.Length is < 2 or > 3 || sides[1][factors[0].Length] != '*')
        {
            throw Malformed(lineNumber);
        }

        return new(
            sides[0].Trim(), factors[0].Trim(), factors[1].Trim(), factors.Length == 3 ? Conversion() : "");

        string Conversion()
        {
            char operation = sides[1][factors[0].Length + 1 + factors[1].Length];
            const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
            return double.TryParse(factors[2].Trim(), Style, CultureInfo.InvariantCulture, out double number)
                && number > 0 && !double.IsInfinity(number)
                ? operation + " " + number.ToString("R", CultureInfo.InvariantCulture)
                : throw Malformed(lineNumber);
        }
    }

    private static FormatException Malformed(int lineNumber) => new(
        $"line {lineNumber}: a relation reads 'A = B * C', with '* number' or '/ number' behind it where units differ");
}
