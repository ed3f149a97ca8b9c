namespace Chalkline.Codesign.Grain;

/// <summary>An instruction with its overhead: the most that a coarser grain can gain is to remove it.</summary>
/// <param name="Name">The instruction.</param>
/// <param name="Overhead">Overhead over useful energy at today's arithmetic, a ratio.</param>
public sealed record InstructionGrain(string Name, double Overhead)
{
    /// <summary>Gates of a four-input look-up table, over those of the four-way AND it stands for (Pope): what an FPGA costs.</summary>
    public const double LookUpTable = 32.0 / 3;

    /// <summary>The most that removing the overhead gains: 1 + o/w.</summary>
    public double Gain => 1 + Overhead;

    /// <summary>The overhead when arithmetic costs so many times less: the overhead stays.</summary>
    /// <param name="cheaper">How many times cheaper arithmetic is.</param>
    public double At(double cheaper) => cheaper * Overhead;
}
