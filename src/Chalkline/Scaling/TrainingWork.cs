using Chalkline.Quantities;

namespace Chalkline.Scaling;

/// <summary>What training is counted as here and in the papers.</summary>
public static class TrainingWork
{
    /// <summary>The 6 of 6 N D: 2 forward, 4 backward (lecture, eq. 5.2 and card 15).</summary>
    public static FlopPerParameterToken PerParameterToken { get; } = new(6);

    /// <summary>The 2 of 2 N D: a multiply-add for each weight (lecture, eq. 5.4).</summary>
    public static FlopPerParameterToken Forward { get; } = new(2);

    /// <summary>Chinchilla's rule of thumb, tokens a parameter (lecture, eq. 5.9; arXiv:2203.15556).</summary>
    public const double ChinchillaRatio = 20;
}
