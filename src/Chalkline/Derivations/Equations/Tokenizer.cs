namespace Chalkline.Derivations.Equations;

/// <summary>Cuts the C# text of an equation into tokens.</summary>
internal static class Tokenizer
{
    private static readonly string[] TwoCharacterMarks = ["<=", ">=", "==", "!="];

    /// <summary>All tokens, the end included.</summary>
    /// <exception cref="ChalkException">A character that no equation has.</exception>
    public static List<Token> Cut(string text)
    {
        List<Token> tokens = [];
        int at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            Token token = Next(text, at);
            tokens.Add(token);
            at += token.Text.Length;
        }

        tokens.Add(new(TokenKind.End, "", text.Length));
        return tokens;
    }

    private static Token Next(string text, int at)
    {
        char first = text[at];
        char second = at + 1 < text.Length ? text[at + 1] : '\0';
        if (char.IsAsciiDigit(first) || (first == '.' && char.IsAsciiDigit(second)))
        {
            return new(TokenKind.Number, text[at..NumberEnd(text, at)], at);
        }

        if (char.IsLetter(first) || first is '_' or '@')
        {
            int end = at + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            return new(TokenKind.Name, text[at..end], at);
        }

        string two = text.Substring(at, Math.Min(2, text.Length - at));
        return TwoCharacterMarks.Contains(two, StringComparer.Ordinal) ? new(TokenKind.Mark, two, at)
            : "+-*/()<>?:,.!".Contains(first, StringComparison.Ordinal) ? new(TokenKind.Mark, first.ToString(), at)
            : throw new ChalkException($"Equation '{text}': character '{first}' at {at} has no place in arithmetic.");
    }

    /// <summary>Digits with underscores, a fraction, an exponent with its sign, and a type suffix.</summary>
    private static int NumberEnd(string text, int start)
    {
        int at = start;
        while (at < text.Length)
        {
            char here = text[at];
            bool sign = at > start && here is '+' or '-' && text[at - 1] is 'e' or 'E';
            bool point = here == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);
            if (!char.IsAsciiLetterOrDigit(here) && here != '_' && !sign && !point)
            {
                break;
            }

            at++;
        }

        return at;
    }
}
