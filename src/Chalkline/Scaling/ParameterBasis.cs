namespace Chalkline.Scaling;

/// <summary>Which parameters a law counts.</summary>
public enum ParameterBasis
{
    /// <summary>Those that multiply a token; all of them in a dense model.</summary>
    Active,

    /// <summary>All of them, resting experts too.</summary>
    Total,
}
