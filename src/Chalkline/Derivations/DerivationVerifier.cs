using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Derivations.Equations;

namespace Chalkline.Derivations;

/// <summary>Holds every recorded result against its own equation.</summary>
internal static class DerivationVerifier
{
    /// <summary>Largest relative difference that rounding explains.</summary>
    private const double Tolerance = 1e-9;

    public static ImmutableArray<Flaw> Verify(Derivation derivation)
    {
        IEnumerable<Flaw> open = derivation.IsClosed
            ? []
            : [new(FlawKind.Unclosed, derivation.Root.Id, "A part was opened and never closed.")];
        return [.. derivation.Root.Steps().SelectMany(Check), .. open];
    }

    private static IEnumerable<Flaw> Check(StepEntry step)
    {
        if (step.Formula is null)
        {
            string unread = $"{step.Symbol.Text} = {step.Equation} is not arithmetic that can be read.";
            return [new(FlawKind.Unread, step.Id, unread)];
        }

        Flaw[] undefined =
        [
            .. step.Formula.Variables().Where(variable => step.Read(variable) is null).Select(variable => new Flaw(
                FlawKind.Undefined,
                step.Id,
                $"{step.Symbol.Text} = {step.Equation} reads '{variable.Path}', which was neither given nor stepped.")),
        ];
        if (undefined.Length > 0)
        {
            return undefined;
        }

        double again = step.Evaluator().Evaluate(step.Formula).Amount;
        return Agree(again, step.Measure.Coherent) ? [] : [Differs(step, again)];
    }

    /// <summary>Infinities agree when equal, and NaN with NaN: the step computed what it says.</summary>
    private static bool Agree(double left, double right)
        => left.Equals(right)
            || Math.Abs(left - right) <= Tolerance * Math.Max(Math.Abs(left), Math.Abs(right));

    private static Flaw Differs(StepEntry step, double again)
    {
        double canonical = again / QuantityUnits.Scale(step.Measure.Unit);
        string unit = step.Measure.Unit.Length == 0 ? "" : " " + step.Measure.Unit;
        return new(FlawKind.Differs, step.Id, string.Create(
            CultureInfo.InvariantCulture,
            $"{step.Symbol.Text} = {step.Equation} was {step.Measure.Value:R}{unit}, "
                + $"but its inputs give {canonical:R}{unit}."));
    }
}
