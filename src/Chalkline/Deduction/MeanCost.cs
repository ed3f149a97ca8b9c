namespace Chalkline.Deduction;

/// <summary>
/// What a token of an architecture costs, over the ways it may be served: logarithms of dollars a token.
/// </summary>
/// <param name="Level">Mean of ln sqrt(c_in c_out).</param>
/// <param name="Ratio">Mean of ln (c_out / c_in).</param>
/// <param name="LevelVariance">Variance of the first.</param>
/// <param name="RatioVariance">Variance of the second.</param>
internal readonly record struct MeanCost(double Level, double Ratio, double LevelVariance, double RatioVariance);
