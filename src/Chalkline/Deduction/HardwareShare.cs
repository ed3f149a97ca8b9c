namespace Chalkline.Deduction;

/// <summary>How likely an accelerator is what a model is served on.</summary>
/// <param name="Id">Its identifier in the catalogue.</param>
/// <param name="Prior">Before the prices.</param>
/// <param name="Posterior">After them.</param>
public sealed record HardwareShare(string Id, double Prior, double Posterior);
