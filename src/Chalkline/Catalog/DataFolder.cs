namespace Chalkline.Catalog;

/// <summary>Where the catalogue lies: beside the program, or at <c>CHALKLINE_DATA</c> when that is set.</summary>
/// <param name="Path">The folder that holds <c>models/</c>, <c>accelerators/</c>, <c>systems/</c>, ...</param>
public sealed record DataFolder(string Path)
{
    /// <summary>The folder in use.</summary>
    /// <exception cref="ChalkException">There is none.</exception>
    public static DataFolder Default
    {
        get
        {
            string path = Environment.GetEnvironmentVariable("CHALKLINE_DATA") is { Length: > 0 } named
                ? named
                : System.IO.Path.Combine(AppContext.BaseDirectory, "data");
            return Directory.Exists(path)
                ? new(path)
                : throw new ChalkException($"The catalogue folder '{path}' does not exist; set CHALKLINE_DATA to the data folder.");
        }
    }

    /// <summary>Files below a sub-folder, in ordinal order.</summary>
    public IReadOnlyList<string> Files(string folder, string pattern)
    {
        string path = System.IO.Path.Combine(Path, folder);
        return Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, pattern).Order(StringComparer.Ordinal)]
            : [];
    }
}
