namespace Chalkline.Catalog;

/// <summary>Compares dates that are known as exactly as they are: <c>2025</c>, <c>2025-06</c>, <c>2025-06-30</c>.</summary>
internal static class AsOf
{
    /// <summary>
    /// Whether a datum of a date was known at another: a month or year that is asked for counts to its end, and a datum
    /// known to the month counts from the month's first day.
    /// </summary>
    public static bool Known(string date, string? asked)
        => string.IsNullOrEmpty(asked) || string.CompareOrdinal(date, asked + "~") < 0;
}
