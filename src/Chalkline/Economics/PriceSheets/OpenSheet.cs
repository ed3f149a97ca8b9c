using Chalkline.Quantities;

namespace Chalkline.Economics.PriceSheets;

/// <summary>A price sheet of a model whose architecture is public.</summary>
/// <param name="Sheet">The prices.</param>
/// <param name="Model">Its name in the catalogue; siblings of one architecture may have several.</param>
/// <param name="Active">Active parameters.</param>
/// <param name="Total">Total parameters.</param>
/// <param name="KeyValue">KV cache bytes that a token adds, in BF16.</param>
/// <param name="Fast">Whether it is a dearer tier of the model that answers faster.</param>
/// <param name="Context">The longest context of its configuration; null when it does not say.</param>
public sealed record OpenSheet(
    PriceSheet Sheet, string Model, Parameters Active, Parameters Total, BytesPerToken KeyValue, bool Fast = false,
    Tokens? Context = null);
