using System.Globalization;

namespace Chalkline.Quantities;

/// <summary>The decimal digits of a number: digit i stands at 10^(Exponent - i).</summary>
/// <remarks>Rounded correctly from the exact value of the double; a tie goes to the even digit.</remarks>
internal ref struct DecimalDigits
{
    /// <summary>Room that a caller's buffer must have.</summary>
    public const int Room = 48;

    private readonly Span<char> room;

    private DecimalDigits(Span<char> room, int count, int exponent)
    {
        this.room = room;
        Count = count;
        Exponent = exponent;
    }

    public int Count { get; }

    public int Exponent { get; private set; }

    /// <summary>Rounds a finite number, whatever its sign, to a count of significant digits from 1 to 36.</summary>
    public static DecimalDigits Of(double value, int count, Span<char> room)
    {
        Span<char> format = stackalloc char[4];
        format[0] = 'E';
        _ = (count - 1).TryFormat(format[1..], out int width, default, CultureInfo.InvariantCulture);
        _ = Math.Abs(value).TryFormat(room, out int written, format[..(width + 1)], CultureInfo.InvariantCulture);

        // d.dddE+xxx, or dE+xxx for a single digit: drop the point, read the exponent.
        int mark = room[..written].IndexOf('E');
        int exponent = int.Parse(
            room[(mark + 1)..written], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (count > 1)
        {
            room[2..mark].CopyTo(room[1..]);
        }

        return new(room, count, exponent);
    }

    /// <summary>Multiplies by a power of ten.</summary>
    public void Shift(int ten) => Exponent += ten;

    /// <summary>The digit that counts 10^power.</summary>
    public readonly char At(int power)
    {
        int index = Exponent - power;
        return index >= 0 && index < Count ? room[index] : '0';
    }

    /// <summary>Count of digits up to the last that is not nought; 1 at least.</summary>
    public readonly int Significant()
    {
        int count = Count;
        while (count > 1 && room[count - 1] == '0')
        {
            count--;
        }

        return count;
    }
}
