namespace Chalkline.Derivations.Equations;

/// <summary>A parsed equation: the arithmetic of C# that an argument to <see cref="IWork.Step"/> may use.</summary>
/// <remarks>Two expressions are equal when they have the same structure, parentheses and spacing aside.</remarks>
public abstract record Expression
{
    /// <summary>Reads the C# text of an expression.</summary>
    /// <exception cref="ChalkException">The text is outside the subset; the message says where.</exception>
    public static Expression Parse(string text) => new ExpressionParser(text).Parse();

    /// <summary>Reads the C# text of an expression; null when it is outside the subset.</summary>
    public static Expression? TryParse(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (ChalkException)
        {
            return null;
        }
    }

    /// <summary>The expressions directly inside this one, left to right.</summary>
    public abstract IEnumerable<Expression> Parts { get; }

    /// <summary>Every variable read, in order of first use, without repeats.</summary>
    public IEnumerable<Variable> Variables()
        => this is Variable variable ? [variable] : Parts.SelectMany(part => part.Variables()).Distinct();

    /// <summary>Canonical C# text that parses back to this expression.</summary>
    public sealed override string ToString() => InfixWriter.CSharp(this);
}

/// <summary>A numeric literal.</summary>
/// <param name="Value">Its value, zero or more.</param>
/// <param name="Whole">True when C# gives it an integer type.</param>
public sealed record Number(double Value, bool Whole) : Expression
{
    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [];
}

/// <summary>A variable or a chain of members, for example <c>memory.Bandwidth.Value</c>.</summary>
/// <param name="Path">The names, joined by points.</param>
public sealed record Variable(string Path) : Expression
{
    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [];
}

/// <summary>Nothing of a quantity: <c>Seconds.Zero</c>.</summary>
/// <param name="Quantity">The quantity's type.</param>
public sealed record Zero(string Quantity) : Expression
{
    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [];
}

/// <summary>A quantity made from a number in its canonical unit: <c>new Seconds(x)</c>.</summary>
/// <param name="Quantity">The quantity's type.</param>
/// <param name="Operand">The number.</param>
public sealed record Construct(string Quantity, Expression Operand) : Expression
{
    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [Operand];
}

/// <summary>The negative of an expression.</summary>
/// <param name="Operand">What is negated.</param>
public sealed record Negate(Expression Operand) : Expression
{
    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [Operand];
}

/// <summary>A conversion to a built-in number type: <c>(double)x</c>.</summary>
/// <param name="Type">double, float, int or long.</param>
/// <param name="Operand">What is converted.</param>
public sealed record Cast(string Type, Expression Operand) : Expression
{
    /// <summary>True when the conversion drops the fraction.</summary>
    public bool Truncates => Type is "int" or "long";

    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [Operand];
}

/// <summary>A sum, difference, product or quotient.</summary>
/// <param name="Operator">One of <c>+ - * /</c>.</param>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand.</param>
public sealed record Binary(char Operator, Expression Left, Expression Right) : Expression
{
    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [Left, Right];
}

/// <summary>A comparison; only the condition of a <see cref="Conditional"/>.</summary>
/// <param name="Operator">One of <c>&lt; &lt;= &gt; &gt;= == !=</c>.</param>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand.</param>
public sealed record Comparison(string Operator, Expression Left, Expression Right) : Expression
{
    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [Left, Right];
}

/// <summary>A choice: <c>test ? then : otherwise</c>.</summary>
/// <param name="Test">The comparison.</param>
/// <param name="Then">The value when it holds.</param>
/// <param name="Otherwise">The value when it does not.</param>
public sealed record Conditional(Comparison Test, Expression Then, Expression Otherwise) : Expression
{
    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [Test, Then, Otherwise];
}

/// <summary>A function of one or two numbers.</summary>
/// <param name="Function">Which.</param>
/// <param name="First">The first argument.</param>
/// <param name="Second">The second argument, where the function takes one.</param>
public sealed record Call(Function Function, Expression First, Expression? Second = null) : Expression
{
    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => Second is null ? [First] : [First, Second];
}
