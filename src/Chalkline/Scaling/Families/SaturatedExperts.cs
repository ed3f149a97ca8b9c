using Chalkline.Files;

namespace Chalkline.Scaling.Families;

/// <summary>
/// The experts that count: 1/E' = 1/(E - 1 + (1/E_start - 1/E_max)^-1) + 1/E_max (Clark et al., arXiv:2202.01169).
/// </summary>
internal sealed class SaturatedExperts(JsonView constants)
{
    private readonly double _start = Constant.Of(constants, "Estart");
    private readonly double _most = Constant.Of(constants, "Emax");

    /// <summary>E' for E experts.</summary>
    public double Of(double experts)
        => 1 / ((1 / (experts - 1 + (1 / ((1 / _start) - (1 / _most))))) + (1 / _most));
}
