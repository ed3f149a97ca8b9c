namespace Chalkline.Derivations.Equations;

/// <summary>A number on its way through an equation.</summary>
/// <param name="Amount">The number, in coherent units.</param>
/// <param name="Whole">True when C# holds it in an integer type, whose division drops the fraction.</param>
internal readonly record struct Evaluated(double Amount, bool Whole);

/// <summary>Evaluates an equation as C# would, from values in coherent units.</summary>
/// <remarks>What is coherent, <see cref="QuantityUnits"/> says.</remarks>
/// <param name="read">The value of a variable.</param>
internal sealed class Evaluator(Func<Variable, Evaluated> read)
{
    /// <summary>The value of an expression.</summary>
    public Evaluated Evaluate(Expression expression)
    {
        switch (expression)
        {
            case Number number:
                return new(number.Value, number.Whole);
            case Variable variable:
                return read(variable);
            case Zero:
                return new(0, false);
            case Construct construct:
                return new(Evaluate(construct.Operand).Amount * QuantityUnits.ScaleOf(construct.Quantity), false);
            case Negate negate:
                Evaluated operand = Evaluate(negate.Operand);
                return operand with { Amount = -operand.Amount };
            case Cast cast:
                double converted = Evaluate(cast.Operand).Amount;
                return new(
                    cast.Truncates ? Math.Truncate(converted) : cast.Type == "float" ? (float)converted : converted,
                    cast.Truncates);
            case Binary binary:
                return Combine(binary.Operator, Evaluate(binary.Left), Evaluate(binary.Right));
            case Conditional choice:
                return Choose(choice);
            case Call call:
                return Apply(call);
            default:
                throw new ArgumentException($"'{expression}' has no numeric value.", nameof(expression));
        }
    }

    /// <summary>Whether a division is one of integers, which drops the fraction.</summary>
    public bool DropsFraction(Binary binary)
        => binary.Operator == '/' && Evaluate(binary.Left).Whole && Evaluate(binary.Right).Whole;

    private static Evaluated Combine(char sign, Evaluated left, Evaluated right)
    {
        bool whole = left.Whole && right.Whole;
        double amount = sign switch
        {
            '+' => left.Amount + right.Amount,
            '-' => left.Amount - right.Amount,
            '*' => left.Amount * right.Amount,
            _ => left.Amount / right.Amount,
        };
        return new(whole ? Math.Truncate(amount) : amount, whole);
    }

    private Evaluated Choose(Conditional choice)
    {
        double left = Evaluate(choice.Test.Left).Amount;
        double right = Evaluate(choice.Test.Right).Amount;
        bool holds = choice.Test.Operator switch
        {
            "<" => left < right,
            "<=" => left <= right,
            ">" => left > right,
            ">=" => left >= right,
            "==" => left.Equals(right),
            _ => !left.Equals(right),
        };
        Evaluated then = Evaluate(choice.Then);
        Evaluated otherwise = Evaluate(choice.Otherwise);
        return (holds ? then : otherwise) with { Whole = then.Whole && otherwise.Whole };
    }

    private Evaluated Apply(Call call)
    {
        Evaluated first = Evaluate(call.First);
        Evaluated second = call.Second is null ? new(double.NaN, true) : Evaluate(call.Second);
        return new(
            call.Function.Apply(first.Amount, second.Amount),
            call.Function.KeepsWhole && first.Whole && second.Whole);
    }
}
