using Chalkline.Derivations.Equations;

namespace Chalkline.Derivations.Renderings;

/// <summary>The equation of a step on one line of plain text.</summary>
internal static class EquationText
{
    /// <summary>In symbols; an equation that cannot be read stands as it is in the program.</summary>
    public static string Symbols(StepEntry step)
        => step.Formula is null
            ? string.Join(' ', step.Equation.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : Write(step, variable => step.Read(variable)?.Entry.Symbol.Text ?? variable.Path);

    /// <summary>With the values put in; null when it cannot be read, or has nothing to put in or to compute.</summary>
    public static string? Substituted(StepEntry step)
        => step.Formula is null or Variable or Number
            ? null
            : Write(step, variable => step.Read(variable)?.Text ?? variable.Path);

    private static string Write(StepEntry step, Func<Variable, string> variable)
    {
        Evaluator evaluator = step.Evaluator();
        return InfixWriter.Plain(step.Formula!, variable, evaluator.DropsFraction);
    }
}
