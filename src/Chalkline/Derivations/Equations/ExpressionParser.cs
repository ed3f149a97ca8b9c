using System.Globalization;

namespace Chalkline.Derivations.Equations;

/// <summary>A recursive-descent parser with the precedence of C#.</summary>
internal sealed class ExpressionParser(string text)
{
    /// <summary>Deeper nesting than any equation has; keeps hostile text from exhausting the stack.</summary>
    private const int DeepestNesting = 100;

    private readonly List<Token> _tokens = Tokenizer.Cut(text);
    private int _at;
    private int _depth;

    private Token Current => _tokens[_at];

    public Expression Parse()
    {
        Expression expression = Choice();
        return Current.Kind != TokenKind.End ? throw Unexpected("an operator")
            : HasLooseComparison(expression)
                ? throw new ChalkException(
                    $"Equation '{text}' uses a comparison as a number; only 'a < b ? x : y' may compare.")
            : expression;
    }

    /// <summary>A comparison may stand in parentheses before its question mark, and nowhere else.</summary>
    private static bool HasLooseComparison(Expression expression) => expression switch
    {
        Comparison => true,
        Conditional choice => choice.Test.Parts.Concat([choice.Then, choice.Otherwise]).Any(HasLooseComparison),
        _ => expression.Parts.Any(HasLooseComparison),
    };

    private Expression Choice()
    {
        if (++_depth > DeepestNesting)
        {
            throw new ChalkException($"Equation '{text}' nests deeper than {DeepestNesting} levels; name its parts.");
        }

        Expression left = Sum();
        if (Current is { Kind: TokenKind.Mark, Text: "<" or "<=" or ">" or ">=" or "==" or "!=" })
        {
            string comparison = Take().Text;
            left = new Comparison(comparison, left, Sum());
        }

        if (left is Comparison test && IsMark("?"))
        {
            Take();
            Expression then = Choice();
            Expect(":");
            left = new Conditional(test, then, Choice());
        }

        _depth--;
        return left;
    }

    private Expression Sum()
    {
        Expression left = Product();
        while (IsMark("+") || IsMark("-"))
        {
            char sign = Take().Text[0];
            left = new Binary(sign, left, Product());
        }

        return left;
    }

    private Expression Product()
    {
        Expression left = Unary();
        while (IsMark("*") || IsMark("/"))
        {
            char sign = Take().Text[0];
            left = new Binary(sign, left, Unary());
        }

        return left;
    }

    private Expression Unary()
    {
        int minuses = 0;
        while (IsMark("-") || IsMark("+"))
        {
            minuses += Take().Text == "-" ? 1 : 0;
        }

        Expression operand = Primary();
        return Enumerable.Range(0, minuses).Aggregate(operand, (inner, _) => new Negate(inner));
    }

    private Expression Primary()
    {
        if (Current.Kind == TokenKind.Number)
        {
            return Literal(Take());
        }

        if (IsMark("("))
        {
            return Parenthesised();
        }

        if (Current.Kind != TokenKind.Name)
        {
            throw Unexpected("a number, a name or '('");
        }

        if (Current.Text == "new")
        {
            Take();
            string type = Path();
            Expect("(");
            return new Construct(QuantityUnits.Known(type)
                ? type
                : throw new ChalkException($"Equation '{text}': '{type}' is not a quantity."), CloseAfter(Choice()));
        }

        string path = Path();
        return IsMark("(") ? Call(path)
            : path.EndsWith(".Zero", StringComparison.Ordinal) && QuantityUnits.Known(path[..^5]) ? new Zero(path[..^5])
            : new Variable(path);
    }

    private Expression Parenthesised()
    {
        Take();
        bool cast = Current is { Kind: TokenKind.Name, Text: "double" or "float" or "int" or "long" }
            && _tokens[_at + 1] is { Kind: TokenKind.Mark, Text: ")" };
        if (!cast)
        {
            return CloseAfter(Choice());
        }

        string type = Take().Text;
        Expect(")");
        if (++_depth > DeepestNesting)
        {
            throw new ChalkException($"Equation '{text}' nests deeper than {DeepestNesting} levels; name its parts.");
        }

        Expression operand = Unary();
        _depth--;
        return new Cast(type, operand);
    }

    private Call Call(string path)
    {
        Function function = Function.Find(path)
            ?? throw new ChalkException(
                $"Equation '{text}' calls '{path}'; an equation may call "
                    + $"{string.Join(", ", Function.All.Select(f => f.Name))}.");
        Expect("(");
        Expression first = Choice();
        Expression? second = null;
        if (IsMark(","))
        {
            Take();
            second = Choice();
        }

        Expect(")");
        int count = second is null ? 1 : 2;
        return count >= function.Fewest && count <= function.Most
            ? new Call(function, first, second)
            : throw new ChalkException($"Equation '{text}': {function.Name} does not take {count} argument(s).");
    }

    /// <summary>A chain of members; a leading <c>this</c> and null-forgiving marks are dropped.</summary>
    private string Path()
    {
        List<string> names = [Identifier()];
        while (true)
        {
            if (IsMark("!"))
            {
                Take();
            }

            if (!IsMark("."))
            {
                break;
            }

            Take();
            names.Add(Identifier());
        }

        return string.Join('.', names.Count > 1 && names[0] == "this" ? names.Skip(1) : names);
    }

    private string Identifier()
        => Current.Kind == TokenKind.Name ? Take().Text.TrimStart('@') : throw Unexpected("a name");

    private Number Literal(Token token)
    {
        string digits = token.Text.Replace("_", "", StringComparison.Ordinal);
        string bare = digits.TrimEnd('d', 'D', 'f', 'F', 'm', 'M', 'l', 'L', 'u', 'U');
        bool whole = digits[bare.Length..].All(c => c is 'l' or 'L' or 'u' or 'U') && bare.All(char.IsAsciiDigit);
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return digits.Length - bare.Length <= 2
            && double.TryParse(bare, style, CultureInfo.InvariantCulture, out double value)
            ? new Number(value, whole)
            : throw new ChalkException($"Equation '{text}': '{token.Text}' is not a decimal number.");
    }

    private Expression CloseAfter(Expression inner)
    {
        Expect(")");
        return inner;
    }

    private bool IsMark(string mark) => Current.Kind == TokenKind.Mark && Current.Text == mark;

    private Token Take() => _tokens[_at++];

    private void Expect(string mark)
    {
        if (!IsMark(mark))
        {
            throw Unexpected($"'{mark}'");
        }

        _at++;
    }

    private ChalkException Unexpected(string wanted)
        => new(Current.Kind == TokenKind.End
            ? $"Equation '{text}' ends where {wanted} should follow."
            : $"Equation '{text}': '{Current.Text}' at {Current.Position} stands where {wanted} should.");
}
