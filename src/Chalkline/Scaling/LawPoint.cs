using Chalkline.Quantities;

namespace Chalkline.Scaling;

/// <summary>A model's size with the data it is trained on.</summary>
/// <param name="Parameters">N, as the law counts them.</param>
/// <param name="Tokens">D, training tokens.</param>
public readonly record struct LawPoint(Parameters Parameters, Tokens Tokens)
{
    /// <summary>D/N, tokens a parameter.</summary>
    public double Ratio => Tokens.Value / Parameters.Value;

    /// <summary>6 N D.</summary>
    public Flop Compute => TrainingWork.PerParameterToken * Parameters * Tokens;
}
