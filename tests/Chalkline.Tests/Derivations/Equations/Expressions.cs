using Chalkline.Derivations.Equations;
using CsCheck;

namespace Chalkline.Tests.Derivations.Equations;

/// <summary>Random expressions of every kind.</summary>
internal static class Expressions
{
    private static readonly Function[] Functions = [.. Function.All];

    public static Gen<Expression> Any { get; } = Gen.Int[0, 5].SelectMany(Deep);

    private static Gen<Expression> Leaf { get; } = Gen.OneOf(
        Gen.Int[0, 1_000_000].Select(i => (Expression)new Number(i, true)),
        Gen.Double[0, 1e12].Select(d => (Expression)new Number(d, false)),
        Gen.OneOf("a", "b", "peak.Value", "_x1").Select(name => (Expression)new Variable(name)),
        Gen.OneOf("Seconds", "UsdPerHour").Select(name => (Expression)new Zero(name)));

    private static Gen<Expression> Deep(int depth)
    {
        if (depth == 0)
        {
            return Leaf;
        }

        Gen<Expression> inner = Gen.Int[0, depth - 1].SelectMany(Deep);
        Gen<Comparison> test = Gen.Select(Gen.OneOf("<", "<=", ">", ">=", "==", "!="), inner, inner)
            .Select((op, left, right) => new Comparison(op, left, right));
        return Gen.OneOf(
            Leaf,
            inner.Select(x => (Expression)new Negate(x)),
            inner.Select(x => (Expression)new Construct("Bytes", x)),
            Gen.Select(Gen.OneOf("double", "int"), inner).Select((type, x) => (Expression)new Cast(type, x)),
            Gen.Select(Gen.OneOf('+', '-', '*', '/'), inner, inner)
                .Select((op, left, right) => (Expression)new Binary(op, left, right)),
            Gen.Select(test, inner, inner).Select((t, x, y) => (Expression)new Conditional(t, x, y)),
            Gen.Select(Gen.Int[0, Functions.Length - 1], inner, inner)
                .Select((i, x, y) => (Expression)Call(Functions[i], x, y)));
    }

    private static Call Call(Function function, Expression first, Expression second)
        => new(function, first, function.Fewest == 1 ? null : second);
}
