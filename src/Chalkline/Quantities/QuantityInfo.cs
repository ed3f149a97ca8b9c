namespace Chalkline.Quantities;

/// <summary>A row of the quantity table at run time.</summary>
/// <param name="Name">The type's name, for example <c>BytesPerSecond</c>.</param>
/// <param name="Unit">The canonical unit, for example <c>B/s</c>.</param>
/// <param name="Display">
/// How it is shown: <c>auto</c>, <c>small</c>, <c>time</c>, <c>count</c> or <c>fixed</c>, then a unit; the table says
/// what each means.
/// </param>
/// <param name="Kind">What it is, with its article, as error messages name it: <c>a bandwidth in bytes</c>.</param>
/// <param name="Example">One that reads well, for example <c>3.35 TB/s</c>.</param>
/// <param name="Meaning">What it measures.</param>
public sealed record QuantityInfo(
    string Name, string Unit, string Display, string Kind, string Example, string Meaning)
{
    /// <summary>The canonical unit, read.</summary>
    internal Unit Canonical { get; } = Quantities.Unit.Parse(Unit);

    /// <summary>The display rule, read.</summary>
    internal DisplayRule Rule { get; } = DisplayRule.Parse(Unit, Display);
}
