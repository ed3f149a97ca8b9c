namespace Chalkline.Scaling;

/// <summary>A law with its constants, before its other variables are settled.</summary>
public interface ILawFamily
{
    /// <summary>The form, for example <c>L = E + A/N^alpha + B/D^beta</c>.</summary>
    string Form { get; }

    /// <summary>The law of parameters and tokens at a setting.</summary>
    /// <param name="setting">Experts, granularity, sparsity, bits; checked.</param>
    /// <exception cref="ChalkException">The family cannot be had at that setting.</exception>
    IScalingLaw At(LawSetting setting);
}
