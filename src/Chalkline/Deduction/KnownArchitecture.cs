using Chalkline.Quantities;

namespace Chalkline.Deduction;

/// <summary>An architecture as prices see it: three sizes.</summary>
/// <param name="Name">Its name in the catalogue, or the word a table has for it.</param>
/// <param name="Active">Active parameters; more than 0.</param>
/// <param name="Total">Total parameters; at least the active ones.</param>
/// <param name="KeyValue">KV cache bytes that a token adds in BF16; more than 0.</param>
public sealed record KnownArchitecture(string Name, Parameters Active, Parameters Total, BytesPerToken KeyValue)
{
    /// <summary>How near in every size two entries are that count as one architecture.</summary>
    /// <remarks>Fine-tunes, re-releases and copies in other formats differ by a head or an index at most.</remarks>
    private const double Near = 0.05;

    /// <summary>From which ratio of total to active parameters a model counts as sparse.</summary>
    internal const double SparseFrom = 1.3;

    /// <summary>Whether some parameters rest while a token passes.</summary>
    public bool IsSparse => Total.Value / Active.Value >= SparseFrom;

    /// <summary>Whether two entries are one architecture: the same name, or all three sizes within 5 %.</summary>
    public bool IsSibling(KnownArchitecture other)
        => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase)
            || (Close(Active.Value, other.Active.Value) && Close(Total.Value, other.Total.Value)
                && Close(KeyValue.Value, other.KeyValue.Value));

    private static bool Close(double left, double right) => Math.Abs(Math.Log(left / right)) <= Near;
}
