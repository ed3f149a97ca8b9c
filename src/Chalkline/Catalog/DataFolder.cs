using Chalkline.Files;

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

    /// <summary>Reads a shipped JSON file by its name, or a JSON file of the user's.</summary>
    /// <param name="folder">The sub-folder of the shipped ones.</param>
    /// <param name="name">The name of a file there, or a path that ends in <c>.json</c>.</param>
    /// <param name="what">What it names, as in "is not <c>a known design</c>".</param>
    /// <param name="other">What else may be given.</param>
    /// <exception cref="ChalkException">There is no such file, or it is not a JSON object.</exception>
    public JsonView Named(string folder, string name, string what, string other = "a JSON file")
    {
        if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return JsonView.Read(name);
        }

        string[] ids = [.. Files(folder, "*.json").Select(file => System.IO.Path.GetFileNameWithoutExtension(file))];
        return NameResolver.Match(name, ids) is { } id
            ? JsonView.Read(System.IO.Path.Combine(Path, folder, id + ".json"))
            : throw new ChalkException($"'{name}' is not {what}; choose {string.Join(", ", ids)}, or {other}.");
    }
}
