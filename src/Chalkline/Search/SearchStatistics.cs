namespace Chalkline.Search;

/// <summary>What a search looked at.</summary>
/// <param name="Layouts">Layouts the architecture allows.</param>
/// <param name="DoNotFit">Of these, layouts whose memory is too small.</param>
/// <param name="Evaluated">Operating points timed.</param>
/// <param name="OutsideServiceLevels">Of these, points that miss a service level.</param>
public sealed record SearchStatistics(int Layouts, int DoNotFit, long Evaluated, long OutsideServiceLevels)
{
    /// <summary>Combinations of degrees that do not divide the model's heads, experts or widths, or the machine.</summary>
    public int Indivisible { get; init; }

    /// <summary>Points not timed: at the least time proved for them they are no better than the front.</summary>
    public long BeatenAtFloor { get; init; }

    /// <summary>Points not timed: at the least time proved for them they miss a service level or limit.</summary>
    public long MissedAtFloor { get; init; }

    /// <summary>Points not timed, for either reason.</summary>
    public long Cut => BeatenAtFloor + MissedAtFloor;

    /// <summary>Units of attention and feed-forward devices that were looked at; 0 when the mode was not asked for.</summary>
    public int Splits { get; init; }

    /// <summary>Of these, units whose memory is too small on either side.</summary>
    public int SplitsDoNotFit { get; init; }

    /// <summary>Points of these units that were timed; part of all.</summary>
    public long SplitsEvaluated { get; init; }

    /// <summary>Points of these units that were cut at their least time; part of all.</summary>
    public long SplitsCut { get; init; }

    /// <summary>All points looked at, timed or cut.</summary>
    public long Points => Evaluated + Cut;
}
