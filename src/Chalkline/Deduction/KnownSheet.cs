using Chalkline.Economics;
using Chalkline.Quantities;

namespace Chalkline.Deduction;

/// <summary>A price sheet of a model whose weights are public, so that prices can be held against the truth.</summary>
/// <param name="Sheet">The prices.</param>
/// <param name="Architecture">What the model is.</param>
/// <param name="Fast">Whether it is a dearer tier of the same model that answers faster.</param>
/// <param name="Context">The longest context of the model's configuration; null when it does not say.</param>
public sealed record KnownSheet(
    PriceSheet Sheet, KnownArchitecture Architecture, bool Fast = false, Tokens? Context = null);
