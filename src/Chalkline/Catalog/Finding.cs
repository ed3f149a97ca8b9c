namespace Chalkline.Catalog;

/// <summary>Something a check of the catalogue found wrong.</summary>
/// <param name="File">The file, relative to the data folder.</param>
/// <param name="Field">The field, for example <c>peaks.fp8</c>; empty when it is the file as a whole.</param>
/// <param name="Problem">What is wrong, one sentence.</param>
/// <param name="Remedy">What would be right; empty when the problem says it.</param>
public sealed record Finding(string File, string Field, string Problem, string Remedy)
{
    /// <summary>A finding made of the sentence that reading the file ended with.</summary>
    public static Finding From(string file, ChalkException error)
    {
        const string mark = "field '";
        int start = error.Message.IndexOf(mark, StringComparison.Ordinal);
        int end = start < 0 ? -1 : error.Message.IndexOf('\'', start + mark.Length);
        string field = end < 0 ? "" : error.Message[(start + mark.Length)..end];
        return new(file, field, error.Message, "");
    }
}
