using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Derivations.Equations;

namespace Chalkline.Derivations;

/// <summary>Anything written down in a derivation.</summary>
/// <param name="Id">Unique in its derivation: a letter and a number in the order of recording.</param>
public abstract record Entry(string Id);

/// <summary>A recorded value with its symbol.</summary>
/// <param name="Id">Unique in its derivation.</param>
/// <param name="Symbol">How it is written and what it means.</param>
/// <param name="Measure">The value.</param>
/// <param name="Sources">Every source it rests on, directly or through earlier equations, without repeats.</param>
public abstract record ValueEntry(string Id, Symbol Symbol, Measure Measure, ImmutableArray<Source> Sources)
    : Entry(Id);

/// <summary>An input.</summary>
/// <param name="Id">Unique in its derivation.</param>
/// <param name="Symbol">How it is written and what it means.</param>
/// <param name="Measure">The value.</param>
/// <param name="Source">Where the number comes from; null when no source was named.</param>
/// <param name="Origin">The result of an earlier part that this input renames; null when it is none.</param>
public sealed record GivenEntry(string Id, Symbol Symbol, Measure Measure, Source? Source, ValueEntry? Origin)
    : ValueEntry(Id, Symbol, Measure, Source is not null ? [Source] : Origin?.Sources ?? []);

/// <summary>An equation with its result.</summary>
/// <param name="Id">Unique in its derivation.</param>
/// <param name="Symbol">How the result is written and what it means.</param>
/// <param name="Measure">The result that the program computed.</param>
/// <param name="Equation">The C# text of the expression, as it stands in the program.</param>
/// <param name="Formula">The parsed expression; null when it is outside the subset that can be read.</param>
/// <param name="Inputs">The values its variables stand for, by the variable's text in the equation.</param>
/// <param name="Sources">Every source of its inputs.</param>
public sealed record StepEntry(
    string Id,
    Symbol Symbol,
    Measure Measure,
    string Equation,
    Expression? Formula,
    ImmutableDictionary<string, StepInput> Inputs,
    ImmutableArray<Source> Sources)
    : ValueEntry(Id, Symbol, Measure, Sources)
{
    /// <summary>The equation in LaTeX: symbols, values put in, and result, aligned at the equals sign.</summary>
    public string ToLatex() => Renderings.LatexWriter.Aligned(this);

    /// <summary>What a variable of the equation stands for; null when nothing was recorded under its name.</summary>
    public StepInput? Read(Variable variable) => Inputs.GetValueOrDefault(variable.Path);

    /// <summary>The inputs in the order the equation reads them, without repeats.</summary>
    public IEnumerable<ValueEntry> InputsInOrder()
        => (Formula?.Variables() ?? []).Select(variable => Read(variable)?.Entry)
            .OfType<ValueEntry>()
            .DistinctBy(input => input.Id, StringComparer.Ordinal);

    /// <summary>Evaluates with the recorded inputs; a variable that was never recorded is NaN.</summary>
    internal Evaluator Evaluator() => new(variable => Read(variable)?.Evaluated() ?? new(double.NaN, false));
}

/// <summary>What a variable of an equation stands for.</summary>
/// <param name="Entry">The value recorded.</param>
/// <param name="BareNumber">True for <c>time.Value</c>: the number in the canonical unit, without the unit.</param>
public sealed record StepInput(ValueEntry Entry, bool BareNumber)
{
    /// <summary>How people read the value put in.</summary>
    public string Text
        => BareNumber ? Entry.Measure.Value.ToString("G6", CultureInfo.InvariantCulture) : Entry.Measure.Text;

    internal Evaluated Evaluated()
        => new(BareNumber ? Entry.Measure.Value : Entry.Measure.Coherent, Entry.Measure.Whole);
}
