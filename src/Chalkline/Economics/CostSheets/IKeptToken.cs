using Chalkline.Quantities;

namespace Chalkline.Economics.CostSheets;

/// <summary>
/// A memory in which the KV cache of a prompt may wait for its next use, and what that costs for each token.
/// </summary>
public interface IKeptToken
{
    /// <summary>The memory, for example <c>HBM3e</c> or <c>host DRAM</c>.</summary>
    string Tier { get; }

    /// <summary>Cost of bringing one token back into the devices' memory; zero where it never left.</summary>
    UsdPerToken Retrieve { get; }

    /// <summary>Cost of keeping one token for a time.</summary>
    UsdPerToken Hold(Seconds time);

    /// <summary>What the reader should know of these costs; may be empty.</summary>
    string Note { get; }
}
