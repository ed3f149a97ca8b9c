using Chalkline.Quantities;

namespace Chalkline.Economics;

/// <summary>What a token of a prompt costs when it is to be kept.</summary>
/// <param name="Kept">How long it is kept after its last use; zero when the sheet does not say.</param>
/// <param name="Price">A token of the prompt, in place of its input price.</param>
public sealed record CacheWritePrice(Seconds Kept, UsdPerToken Price);
