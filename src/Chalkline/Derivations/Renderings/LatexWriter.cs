using System.Globalization;
using Chalkline.Derivations.Equations;

namespace Chalkline.Derivations.Renderings;

/// <summary>Writes the equation of a step in LaTeX.</summary>
internal sealed class LatexWriter
{
    // How tightly each kind binds; a tall one (a fraction, a power) needs brackets only as the base of a power.
    private const int Sum = 1;
    private const int Product = 2;
    private const int Unary = 3;
    private const int Tall = 4;
    private const int Primary = 5;

    private readonly Func<Variable, string> _variable;
    private readonly Func<Binary, bool> _dropsFraction;

    private LatexWriter(StepEntry step, Func<Variable, string> variable)
    {
        _variable = variable;
        _dropsFraction = step.Evaluator().DropsFraction;
    }

    /// <summary>In symbols; an equation that cannot be read stands as text.</summary>
    public static string Symbols(StepEntry step)
        => step.Formula is null
            ? Latex.Text(EquationText.Symbols(step))
            : new LatexWriter(step, variable => step.Read(variable) is StepInput input
                ? Latex.Symbol(input.Entry.Symbol)
                : Latex.Text(variable.Path)).Write(step.Formula).Text;

    /// <summary>With the values put in; null where <see cref="EquationText.Substituted"/> is null.</summary>
    public static string? Substituted(StepEntry step)
        => step.Formula is null or Variable or Number
            ? null
            : new LatexWriter(step, variable => step.Read(variable) is StepInput input
                ? Latex.Value(input.Text)
                : Latex.Text(variable.Path)).Write(step.Formula).Text;

    /// <summary>Symbols, values put in, and result, below each other at the equals sign.</summary>
    public static string Aligned(StepEntry step)
    {
        List<string> sides = [Symbols(step)];
        if (Substituted(step) is string substituted)
        {
            sides.Add(substituted);
        }

        sides.Add(Latex.Value(step.Measure.Text));
        string rows = string.Join(" \\\\\n", sides.Select(side => "&= " + side));
        return $"\\begin{{aligned}}\n{Latex.Symbol(step.Symbol)} {rows}\n\\end{{aligned}}";
    }

    private (string Text, int Rank) Write(Expression expression)
    {
        switch (expression)
        {
            case Number number:
                string digits = Latex.Number(number.Value.ToString("R", CultureInfo.InvariantCulture));
                return (digits, digits.Contains("\\times", StringComparison.Ordinal) ? Product : Primary);
            case Variable variable:
                string text = _variable(variable);
                return (text, RankOf(text));
            case Zero:
                return ("0", Primary);
            case Construct construct:
                return Write(construct.Operand);
            case Negate negate:
                return ("-" + At(negate.Operand, Tall), Unary);
            case Cast { Truncates: true } cast:
                return ($"\\operatorname{{trunc}}{Wrap(Write(cast.Operand).Text)}", Primary);
            case Cast cast:
                return Write(cast.Operand);
            case Binary binary:
                return Combine(binary);
            case Comparison test:
                return ($"{At(test.Left, Sum)} {Sign(test.Operator)} {At(test.Right, Sum)}", 0);
            case Conditional choice:
                return (
                    $"\\begin{{cases}} {Write(choice.Then).Text} & \\text{{if }} {Write(choice.Test).Text} \\\\ "
                        + $"{Write(choice.Otherwise).Text} & \\text{{otherwise}} \\end{{cases}}",
                    0);
            case Call call:
                return Apply(call);
            default:
                throw new ArgumentException($"'{expression}' has no LaTeX.", nameof(expression));
        }
    }

    private (string Text, int Rank) Combine(Binary binary)
    {
        if (binary.Operator == '/')
        {
            string fraction = $"\\frac{{{Write(binary.Left).Text}}}{{{Write(binary.Right).Text}}}";
            return (_dropsFraction(binary) ? $"\\left\\lfloor {fraction} \\right\\rfloor" : fraction, Tall);
        }

        int rank = binary.Operator == '*' ? Product : Sum;
        string sign = binary.Operator == '*' ? "\\times" : binary.Operator.ToString();
        (string right, int rightRank) = Write(binary.Right);
        bool brackets = rightRank < rank || (rightRank == rank && binary.Right is not Variable and not Number)
            || right.StartsWith('-');
        return ($"{At(binary.Left, rank)} {sign} {(brackets ? Wrap(right) : right)}", rank);
    }

    private (string Text, int Rank) Apply(Call call)
    {
        string first = Write(call.First).Text;
        string second = call.Second is null ? "" : Write(call.Second).Text;
        string text = call.Function.Name switch
        {
            "Max" => $"\\max{Wrap($"{first},\\ {second}")}",
            "Min" => $"\\min{Wrap($"{first},\\ {second}")}",
            "Pow" => $"{{{At(call.First, Primary)}}}^{{{second}}}",
            "Sqrt" => $"\\sqrt{{{first}}}",
            "Ceiling" => $"\\left\\lceil {first} \\right\\rceil",
            "Floor" => $"\\left\\lfloor {first} \\right\\rfloor",
            "Abs" => $"\\left| {first} \\right|",
            "Exp" => $"e^{{{first}}}",
            "Log" when call.Second is null => $"\\ln{Wrap(first)}",
            "Log" => $"\\log_{{{second}}}{Wrap(first)}",
            "Log2" => $"\\log_{{2}}{Wrap(first)}",
            "Log10" => $"\\log_{{10}}{Wrap(first)}",
            _ => $"\\operatorname{{{Latex.Escape(call.Function.Name)}}}{Wrap(first)}",
        };
        return (text, call.Function.Name is "Pow" or "Exp" ? Tall : Primary);
    }

    /// <summary>A power of ten binds like a product; a unit too loosely to be the base of a power.</summary>
    private static int RankOf(string value)
        => value.StartsWith('-') ? Unary
            : value.Contains("\\times", StringComparison.Ordinal) ? Product
            : value.Contains("\\,", StringComparison.Ordinal) ? Tall
            : Primary;

    private string At(Expression expression, int lowest)
    {
        (string text, int rank) = Write(expression);
        return rank < lowest ? Wrap(text) : text;
    }

    private static string Wrap(string text) => $"\\left({text}\\right)";

    private static string Sign(string comparison) => comparison switch
    {
        "<=" => "\\le",
        ">=" => "\\ge",
        "==" => "=",
        "!=" => "\\ne",
        _ => comparison,
    };
}
