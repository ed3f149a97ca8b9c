namespace Chalkline.Quantities;

/// <summary>How a unit is to be read.</summary>
/// <param name="Start">A unit that stands before the text, as the $ of "$2/h" does.</param>
/// <param name="PluralFlopIsRate">Whether "FLOPs" means FLOP/s.</param>
internal readonly record struct UnitReading(Unit? Start = null, bool PluralFlopIsRate = false);

/// <summary>
/// Reads unit expressions: words with prefixes and powers ("s^-1"), joined by / or "per" and by *, ·, - or a space.
/// All that follows a slash divides: "$/GPU/h", "$/GPU-h" and "$ per GPU hour" are the same.
/// </summary>
/// <remarks>One pass without recursion over at most <see cref="MostFactors"/> words.</remarks>
internal ref struct UnitParser
{
    private const int MostFactors = 8;
    private const int LargestPower = 9;

    private readonly ReadOnlySpan<char> text;
    private readonly bool pluralFlopIsRate;
    private int position;

    private UnitParser(ReadOnlySpan<char> text, UnitReading reading)
    {
        this.text = text;
        pluralFlopIsRate = reading.PluralFlopIsRate;
    }

    /// <summary>Reads a unit; when it cannot, <paramref name="unknown"/> is the word it stopped at.</summary>
    public static bool TryParse(
        ReadOnlySpan<char> text, UnitReading reading, out Unit unit, out ReadOnlySpan<char> unknown)
    {
        UnitParser parser = new(text, reading);
        unit = reading.Start ?? Unit.One;
        return parser.TryRead(reading.Start is not null, ref unit, out unknown);
    }

    private bool TryRead(bool started, scoped ref Unit unit, out ReadOnlySpan<char> unknown)
    {
        bool divides = false;
        unknown = text;
        for (int factors = 0; ; factors++)
        {
            SkipSpace();
            if (started && position == text.Length)
            {
                return true;
            }

            if (factors == MostFactors || (started && !TryJoin(ref divides)))
            {
                return false;
            }

            SkipSpace();
            int start = position;
            if (!TryReadFactor(out Unit factor))
            {
                unknown = text[start..Math.Max(position, Math.Min(start + 1, text.Length))];
                return false;
            }

            unit = divides ? unit / factor : unit * factor;
            started = true;
        }
    }

    /// <summary>Reads what stands between two words. A space alone multiplies.</summary>
    private bool TryJoin(ref bool divides)
    {
        switch (text[position])
        {
            case '/':
                divides = true;
                position++;
                return true;
            case '*' or '-' or '\u00b7':
                position++;
                return true;
            default:
                int start = position;
                if (ReadWord().Equals("per", StringComparison.OrdinalIgnoreCase))
                {
                    divides = true;
                    return true;
                }

                position = start;
                return position > 0 && char.IsWhiteSpace(text[position - 1]);
        }
    }

    private bool TryReadFactor(out Unit factor)
    {
        ReadOnlySpan<char> word = ReadWord();
        if (!UnitWords.TryFind(word, out UnitWord found) && !TryReadSeparated(word, out found))
        {
            factor = default;
            return false;
        }

        factor = found.Unit;
        if (found.MayBeRate && pluralFlopIsRate)
        {
            factor /= Unit.Of(Atom.Second);
        }

        return TryReadPower(ref factor);
    }

    /// <summary>A prefix may stand alone before its word: "15T tokens", "$/M tok".</summary>
    private bool TryReadSeparated(ReadOnlySpan<char> word, out UnitWord found)
    {
        found = default;
        if (!Prefix.TryRead(word, out Prefix prefix) || prefix.Length != word.Length || prefix.Kind == Prefixes.Small)
        {
            return false;
        }

        int after = position;
        SkipSpace();
        if (UnitWords.TryFindBare(ReadWord(), out found) && UnitWords.TryScale(prefix, ref found))
        {
            return true;
        }

        position = after;
        return false;
    }

    private bool TryReadPower(ref Unit factor)
    {
        if (position == text.Length || text[position] != '^')
        {
            return true;
        }

        position++;
        bool negative = position < text.Length && text[position] == '-';
        position += negative ? 1 : 0;
        if (position == text.Length || text[position] is < '1' or > (char)('0' + LargestPower))
        {
            return false;
        }

        int power = text[position++] - '0';
        factor = factor.Power(negative ? -power : power);
        return true;
    }

    private ReadOnlySpan<char> ReadWord()
    {
        int start = position;
        while (position < text.Length && IsOfWord(text[position]))
        {
            position++;
        }

        return text[start..position];
    }

    private void SkipSpace()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }
    }

    private static bool IsOfWord(char letter)
        => char.IsAsciiLetter(letter) || letter is '$' or '\u00b5' or '\u03bc';
}
