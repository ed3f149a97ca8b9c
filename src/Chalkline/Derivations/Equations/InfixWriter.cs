using System.Globalization;

namespace Chalkline.Derivations.Equations;

/// <summary>Writes an expression on one line, with no more parentheses than it needs.</summary>
/// <remarks>One writer serves C# (to be read back) and plain text (for people); signs and leaves differ.</remarks>
internal sealed class InfixWriter
{
    private const int Choice = 0;
    private const int Compare = 1;
    private const int Sum = 2;
    private const int Product = 3;
    private const int Unary = 4;
    private const int Primary = 5;

    private readonly bool _code;
    private readonly Func<Variable, string> _variable;
    private readonly Func<Binary, bool> _dropsFraction;

    private InfixWriter(bool code, Func<Variable, string> variable, Func<Binary, bool> dropsFraction)
    {
        _code = code;
        _variable = variable;
        _dropsFraction = dropsFraction;
    }

    /// <summary>C# text.</summary>
    public static string CSharp(Expression expression)
        => new InfixWriter(true, variable => variable.Path, _ => false).Write(expression).Text;

    /// <summary>Plain text for people, with a text of the caller's for each variable.</summary>
    public static string Plain(
        Expression expression, Func<Variable, string> variable, Func<Binary, bool> dropsFraction)
        => new InfixWriter(false, variable, dropsFraction).Write(expression).Text;

    private (string Text, int Rank) Write(Expression expression) => expression switch
    {
        Number number => (NumberText(number), Primary),
        Variable variable => VariableText(variable),
        Zero zero => (_code ? zero.Quantity + ".Zero" : "0", Primary),
        Construct made when _code => ($"new {made.Quantity}({Write(made.Operand).Text})", Primary),
        Construct made => Write(made.Operand),
        Negate negate => ("-" + At(negate.Operand, Primary), Unary),
        Cast cast when _code => ($"({cast.Type}){At(cast.Operand, Primary)}", Unary),
        Cast { Truncates: true } cast => ($"trunc({Write(cast.Operand).Text})", Primary),
        Cast cast => Write(cast.Operand),
        Binary binary => BinaryText(binary),
        Comparison test => ($"{At(test.Left, Sum)} {Sign(test.Operator)} {At(test.Right, Sum)}", Compare),
        Conditional choice when _code => (
            $"{At(choice.Test, Compare)} ? {Write(choice.Then).Text} : {Write(choice.Otherwise).Text}", Choice),
        Conditional choice => (
            $"{At(choice.Then, Compare)} if {Write(choice.Test).Text} else {Write(choice.Otherwise).Text}", Choice),
        Call call => CallText(call),
        _ => throw new ArgumentException($"A {expression.GetType().Name} has no text.", nameof(expression)),
    };

    private string At(Expression expression, int lowest)
    {
        (string text, int rank) = Write(expression);
        return rank < lowest ? $"({text})" : text;
    }

    /// <summary>An operand of a power: brackets also around a number with its unit.</summary>
    private string Tight(Expression expression)
    {
        (string text, int rank) = Write(expression);
        bool unit = expression is Variable && text.Contains(' ', StringComparison.Ordinal);
        return rank < Primary || unit ? $"({text})" : text;
    }

    private (string Text, int Rank) VariableText(Variable variable)
    {
        string text = _variable(variable);
        return (text, text.StartsWith('-') ? Unary : Primary);
    }

    private (string Text, int Rank) BinaryText(Binary binary)
    {
        bool product = binary.Operator is '*' or '/';
        int rank = product ? Product : Sum;
        string right = RightOperand(binary, rank);
        string sign = !_code && binary.Operator == '*' ? "×" : binary.Operator.ToString();
        string text = $"{At(binary.Left, rank)} {sign} {right}";
        return !_code && _dropsFraction(binary) ? ($"floor({text})", Primary) : (text, rank);
    }

    /// <summary>
    /// Equal rank on the right takes parentheses, because operators bind to the left; so does a minus sign, and so does
    /// a value whose unit has a stroke of its own: 140 GB / (3.35 TB/s).
    /// </summary>
    private string RightOperand(Binary binary, int rank)
    {
        (string right, int rightRank) = Write(binary.Right);
        bool stroke = !_code && binary.Operator == '/' && rightRank == Primary && binary.Right is not Call
            && right.Contains(' ', StringComparison.Ordinal) && right.Contains('/', StringComparison.Ordinal);
        return rightRank <= rank || right.StartsWith('-') || stroke ? $"({right})" : right;
    }

    private (string Text, int Rank) CallText(Call call)
    {
        string arguments = call.Second is null
            ? Write(call.First).Text
            : $"{Write(call.First).Text}, {Write(call.Second).Text}";
        return _code ? ($"Math.{call.Function.Name}({arguments})", Primary) : call.Function.Name switch
        {
            "Pow" => ($"{Tight(call.First)}^{Tight(call.Second!)}", Unary),
            "Ceiling" => ($"ceil({arguments})", Primary),
            "Log" when call.Second is null => ($"ln({arguments})", Primary),
            _ => ($"{call.Function.Name.ToLowerInvariant()}({arguments})", Primary),
        };
    }

    private string Sign(string comparison) => _code ? comparison : comparison switch
    {
        "<=" => "≤",
        ">=" => "≥",
        "==" => "=",
        "!=" => "≠",
        _ => comparison,
    };

    private string NumberText(Number number)
    {
        string text = number.Value.ToString("R", CultureInfo.InvariantCulture);
        return !_code || number.Whole == text.All(char.IsAsciiDigit) ? text
            : number.Whole ? number.Value.ToString("F0", CultureInfo.InvariantCulture)
            : text + "d";
    }
}
