using Chalkline.Quantities;

namespace Chalkline.Validation;

/// <summary>One measured time against its floor.</summary>
/// <param name="Case">The row.</param>
/// <param name="Measure">What was measured.</param>
/// <param name="Measured">The measured time, or the time that a measured rate is one over.</param>
/// <param name="Least">What is proved.</param>
/// <param name="OfLayout">Whether the row's layout took part in the proof, or only its number of devices.</param>
/// <param name="Verdict">Above or under, and then why.</param>
public sealed record FloorFinding(
    ServingCase Case, FloorMeasure Measure, Seconds Measured, LeastTime Least, bool OfLayout, FloorVerdict Verdict)
{
    /// <summary>Measured over floor: at least 1 unless something is explained or wrong.</summary>
    public double Ratio => Measured / Least.Floor;
}

/// <summary>What a floor is held against.</summary>
public enum FloorMeasure
{
    /// <summary>Time of an output token after the first.</summary>
    Tpot,

    /// <summary>Time to the first token.</summary>
    Ttft,

    /// <summary>Time from request to last token in a closed loop, under all the work of the requests in flight.</summary>
    Request,

    /// <summary>Whole time of a static batch or of one request.</summary>
    EndToEnd,

    /// <summary>Time of a prefill.</summary>
    Prefill,

    /// <summary>Time of one decode step.</summary>
    DecodeStep,

    /// <summary>Device time of an output token, from a throughput.</summary>
    OutputToken,

    /// <summary>Device time of an input token, from a throughput.</summary>
    InputToken,
}

/// <summary>How a measured time lies to its floor.</summary>
public enum FloorVerdict
{
    /// <summary>Not under it.</summary>
    Above,

    /// <summary>Under what reading memory takes, and speculation was on: several tokens share one reading.</summary>
    SpeculationOn,

    /// <summary>Under what reading memory takes, and speculation may have been on.</summary>
    SpeculationUnknown,

    /// <summary>Under it, in a row whose layout is in doubt.</summary>
    LayoutDoubtful,

    /// <summary>Under it, in a row that is weak for another reason.</summary>
    RowWeak,

    /// <summary>Under it, and the format of the weights is unknown.</summary>
    PrecisionUnknown,

    /// <summary>Under it, and nothing excuses it: the floor, the catalogue or the row is wrong.</summary>
    Unexplained,
}

/// <summary>A row that no floor could be held against.</summary>
/// <param name="Case">The row.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record FloorSkip(ServingCase Case, string Reason);
