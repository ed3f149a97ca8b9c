using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Codesign.Energy;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Scaling;

namespace Chalkline.Codesign.Designs;

/// <summary>
/// A design as intelligence for energy: the loss of its model against the joules of a token, and one number where designs of
/// unlike models are to be compared.
/// </summary>
/// <remarks>
/// The number is tokens at the reference's loss for a picojoule: a design whose model is better or worse is imagined grown or
/// shrunk to that loss, its energy with its parameters. It is an extrapolation along the law and says so; the front of loss
/// and energy needs no such step.
/// </remarks>
/// <param name="Evaluation">The design, evaluated.</param>
/// <param name="Loss">Loss of its model, nats a token.</param>
/// <param name="Mark">What must be known of that loss: extrapolated, recalled; empty for none.</param>
/// <param name="ReferenceParameters">Parameters that have the reference's loss with this model's data.</param>
public sealed record IntelligencePerPicojoule(DesignEvaluation Evaluation, double Loss, string Mark, Parameters ReferenceParameters)
{
    private const double Pico = 1e12;

    /// <summary>The design.</summary>
    public Design Design => Evaluation.Design;

    /// <summary>Energy of a token at the reference's loss: that of the design, times the parameters it would take over those it has.</summary>
    public Joules AtReference
        => (ReferenceParameters / ParameterCount.Count(Design.Model.Model).Active) * Evaluation.Energy.Total;

    /// <summary>Tokens at the reference's loss for a picojoule.</summary>
    public double Value => 1 / (AtReference.Value * Pico);

    /// <summary>Whether another has no higher loss and takes no more energy, and is better in one.</summary>
    public bool IsBeatenBy(IntelligencePerPicojoule other)
        => other.Evaluation.Lacks.Length == 0 && other.Loss <= Loss && other.Evaluation.Energy.Total <= Evaluation.Energy.Total
            && (other.Loss < Loss || other.Evaluation.Energy.Total < Evaluation.Energy.Total);

    /// <summary>Whether another is no slower a user and takes no more energy at the reference's loss, and is better in one.</summary>
    public bool IsOutrunBy(IntelligencePerPicojoule other)
        => other.Evaluation.Lacks.Length == 0 && other.Evaluation.Speed >= Evaluation.Speed && other.AtReference <= AtReference
            && (other.Evaluation.Speed > Evaluation.Speed || other.AtReference < AtReference);

    /// <summary>The designs, by a law.</summary>
    /// <param name="designs">The designs; the first is the reference.</param>
    /// <param name="law">The law.</param>
    /// <param name="tables">Energies.</param>
    /// <param name="formats">Formats.</param>
    public static ImmutableArray<IntelligencePerPicojoule> Of(
        IReadOnlyList<Design> designs, ScalingLaw law, EnergyCatalogue tables, FormatCatalogue formats)
    {
        IScalingLaw form = law.OfActive(LawSetting.Dense, 1);
        double reference = LossOf(designs[0], form);
        return
        [
            .. designs.Select(design => new IntelligencePerPicojoule(
                DesignEvaluation.Of(design, tables, formats),
                LossOf(design, form),
                law.Mark(ParameterCount.Count(design.Model.Model).Active, design.Model.Training, LawSetting.Dense, 1),
                form.ParametersFor(reference, design.Model.Training))),
        ];
    }

    /// <summary>Loss of the model in 16 bits: what the grown model of the evaluation has.</summary>
    private static double LossOf(Design design, IScalingLaw law)
        => law.Loss(ParameterCount.Count(design.Model.Model).Active, design.Model.Training);
}
