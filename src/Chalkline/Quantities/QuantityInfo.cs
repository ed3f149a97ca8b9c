namespace Chalkline.Quantities;

/// <summary>A row of the quantity table at run time.</summary>
/// <param name="Name">The type's name, for example <c>BytesPerSecond</c>.</param>
/// <param name="Unit">The canonical unit, for example <c>B/s</c>.</param>
/// <param name="Display">How it is shown: <c>auto</c>, <c>small</c> or <c>fixed</c>, then a unit.</param>
/// <param name="Meaning">What it measures.</param>
public sealed record QuantityInfo(string Name, string Unit, string Display, string Meaning);
