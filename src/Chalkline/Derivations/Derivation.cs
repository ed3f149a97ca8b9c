using System.Collections.Immutable;
using System.Text.Json;
using Chalkline.Derivations.Equations;
using Chalkline.Derivations.Renderings;

namespace Chalkline.Derivations;

/// <summary>A recorded tree of steps: how a result was computed, from its inputs and their sources.</summary>
/// <remarks>
/// Filled through <see cref="Shown"/>, by one thread; read when the computation is over. An input's name is the text of
/// its argument and also its symbol's name, so that both <c>model.Hidden</c> and the local it was put in are found.
/// </remarks>
public sealed class Derivation
{
    private readonly bool _strict;
    private readonly Dictionary<string, Expression?> _formulas = new(StringComparer.Ordinal);
    private readonly HashSet<string> _linked = new(StringComparer.Ordinal);
    private Part _part;
    private int _givens;
    private int _steps;
    private int _parts;

    /// <summary>Starts an empty derivation.</summary>
    /// <param name="title">What is derived; may be empty.</param>
    /// <param name="strict">
    /// True throws as soon as an equation cannot be read; false keeps its text, shows it as it is, and leaves the
    /// matter to <see cref="Verify"/>.
    /// </param>
    public Derivation(string title = "", bool strict = false)
    {
        _strict = strict;
        Root = new("p0", title, null);
        _part = Root;
    }

    /// <summary>Everything recorded.</summary>
    public Part Root { get; }

    /// <summary>The last step of the outermost part; null before any step.</summary>
    public StepEntry? Result => Root.Result;

    /// <summary>True when every part opened was closed again.</summary>
    internal bool IsClosed => ReferenceEquals(_part, Root);

    /// <summary>
    /// Evaluates every equation again from its recorded inputs and reports each that cannot be read, reads a name never
    /// recorded, or gives another result (by more than 1e-9 of it). Empty when all is well.
    /// </summary>
    public ImmutableArray<Flaw> Verify() => DerivationVerifier.Verify(this);

    /// <summary>The work for a terminal, in lines of at most so many columns where words allow it.</summary>
    /// <param name="width">Columns, 40 or more.</param>
    public string ToText(int width = 100) => TextRendering.Render(this, width);

    /// <summary>The work in Markdown, its equations in LaTeX.</summary>
    public string ToMarkdown() => MarkdownRendering.Render(this);

    /// <summary>The work as JSON, with every number exact in its canonical unit.</summary>
    public string ToJson() => JsonRendering.Render(this);

    /// <summary>Writes the work as one JSON object.</summary>
    public void WriteJson(Utf8JsonWriter writer) => JsonRendering.Write(this, writer);

    internal void Given(string name, Symbol symbol, IFormattable value, Source? source)
    {
        Measure measure = Measure.Of(value);
        GivenEntry entry = new($"g{++_givens}", symbol, measure, source, source is null ? OriginOf(measure) : null);
        _part.Add(entry);
        _part.Scope.Define(symbol.Name, entry);
        if (VariableIn(name) is string path)
        {
            _part.Scope.Define(path, entry);
        }
    }

    internal void Step(Symbol symbol, IFormattable value, string equation)
    {
        Expression? formula = Formula(equation);
        ImmutableDictionary<string, StepInput> inputs = Resolve(formula);
        ImmutableArray<Source> sources =
        [
            .. (formula?.Variables() ?? [])
                .SelectMany(variable => inputs.GetValueOrDefault(variable.Path)?.Entry.Sources ?? [])
                .Distinct(),
        ];
        StepEntry entry = new($"s{++_steps}", symbol, Measure.Of(value), equation, formula, inputs, sources);
        _part.Add(entry);
        _part.Scope.Define(symbol.Name, entry);
    }

    internal void Open(string title)
    {
        Part inner = new($"p{++_parts}", title, _part);
        _part.Add(inner);
        _part = inner;
    }

    internal void Close()
    {
        Part outer = _part.Outer
            ?? throw new InvalidOperationException("Close has no part to close: each needs its Open.");
        if (_part.Result is StepEntry result)
        {
            outer.Scope.Receive(result);
        }

        _part = outer;
    }

    private Expression? Formula(string equation)
    {
        if (!_formulas.TryGetValue(equation, out Expression? formula))
        {
            formula = _strict ? Expression.Parse(equation) : Expression.TryParse(equation);
            _formulas[equation] = formula;
        }

        return formula;
    }

    private ImmutableDictionary<string, StepInput> Resolve(Expression? formula)
    {
        ImmutableDictionary<string, StepInput>.Builder inputs
            = ImmutableDictionary.CreateBuilder<string, StepInput>(StringComparer.Ordinal);
        foreach (Variable variable in formula?.Variables() ?? [])
        {
            if (_part.Scope.Find(variable.Path) is StepInput input)
            {
                inputs[variable.Path] = input;
            }
        }

        return inputs.ToImmutable();
    }

    /// <summary>The variable an input was given as, conversions aside; null when it was anything else.</summary>
    private static string? VariableIn(string name)
    {
        Expression? expression = Expression.TryParse(name);
        while (expression is Cast { Truncates: false } cast)
        {
            expression = cast.Operand;
        }

        return (expression as Variable)?.Path;
    }

    /// <summary>
    /// The result of an earlier inner part that an input without a source passes on under a name of its own: the first
    /// not yet passed on whose value and unit are the same.
    /// </summary>
    private StepEntry? OriginOf(Measure measure)
    {
        StepEntry? origin = _part.Entries.OfType<Part>().Select(part => part.Result)
            .FirstOrDefault(result => result?.Measure == measure && !_linked.Contains(result.Id));
        if (origin is not null)
        {
            _linked.Add(origin.Id);
        }

        return origin;
    }
}
