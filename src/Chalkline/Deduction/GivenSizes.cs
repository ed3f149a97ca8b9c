namespace Chalkline.Deduction;

/// <summary>Logarithms of sizes that are known; null for those that are not.</summary>
internal readonly record struct GivenSizes(double? Active, double? Total, double? KeyValue)
{
    public bool None => Active is null && Total is null && KeyValue is null;
}
