namespace Chalkline.Serving;

/// <summary>
/// The balance batch by the definition of sparsity (lecture, eq. 1.7: B* = rho s). The definitions disagree, and each
/// answers a different question.
/// </summary>
/// <param name="Name">Which definition.</param>
/// <param name="Sparsity">s, at least 1.</param>
/// <param name="BalanceBatch">rho s, sequences.</param>
/// <param name="Applies">When it is the right one.</param>
public sealed record SparsityDefinition(string Name, double Sparsity, double BalanceBatch, string Applies)
{
    /// <summary>Total over active parameters: the batch at which the whole model's weights are amortised.</summary>
    public static SparsityDefinition ByParameters(double hardwareRatio, double totalParameters, double activeParameters) => new(
        "total / active parameters",
        totalParameters / activeParameters,
        hardwareRatio * totalParameters / activeParameters,
        "the pass as a whole: reading all weights takes as long as all arithmetic");

    /// <summary>Experts over experts a token visits: the batch at which each expert alone is compute-bound.</summary>
    public static SparsityDefinition ByExperts(double hardwareRatio, int experts, int expertsPerToken) => new(
        "experts / experts per token",
        (double)experts / expertsPerToken,
        hardwareRatio * experts / expertsPerToken,
        "one expert's own matrices: each sees B k / E tokens, so the experts need this many");

    /// <summary>
    /// The lecture's "32 of 256 experts active" for DeepSeek-V3. The model activates 8 of 256 (plus one shared), so
    /// this one applies to no DeepSeek model; it is kept because the lecture's 2,400 comes from it.
    /// </summary>
    public static SparsityDefinition AsSpoken(double hardwareRatio) => new(
        "the lecture's 256 / 32",
        256.0 / 32,
        hardwareRatio * 256 / 32,
        "never for DeepSeek-V3, which routes to 8 of 256: a slip of the lecture (theory notes 9.2)");
}
