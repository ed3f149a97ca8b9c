using Chalkline.Files;

namespace Chalkline.Scaling.Families;

/// <summary>Reads constants of a law file.</summary>
internal static class Constant
{
    private const double Largest = 1e20;

    /// <summary>A constant of either sign.</summary>
    public static double Of(JsonView constants, string name) => constants.Required(name).Number(-Largest, Largest);
}
