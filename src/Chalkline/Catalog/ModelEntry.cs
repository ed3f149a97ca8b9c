using System.Text;
using Chalkline.Files;

namespace Chalkline.Catalog;

/// <summary>A model file and the names it answers to.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">Full name.</param>
/// <param name="Aliases">Other names.</param>
internal sealed record ModelEntry(string Path, string Name, IReadOnlyList<string> Aliases)
{
    /// <summary>
    /// The file name of a model: the slash doubled into dashes, each run of anything unusual one dash.
    /// </summary>
    public static string FileName(string name)
    {
        StringBuilder file = new();
        foreach (char letter in name)
        {
            if (letter == '/')
            {
                file.Append("--");
            }
            else if (char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')
            {
                file.Append(letter);
            }
            else if (file.Length > 0 && file[^1] != '-')
            {
                file.Append('-');
            }
        }

        return file.ToString().Trim('-', '.') + ".json";
    }

    /// <summary>The index by file name; empty when there is none.</summary>
    public static Dictionary<string, ModelEntry> ReadIndex(string index)
    {
        Dictionary<string, ModelEntry> entries = new(StringComparer.Ordinal);
        if (!File.Exists(index))
        {
            return entries;
        }

        string folder = System.IO.Path.GetDirectoryName(index)!;
        foreach (JsonView item in JsonView.Read(index).Required("models").Items())
        {
            string file = item.Required("file").Text();
            entries.TryAdd(file, new(
                System.IO.Path.Combine(folder, file),
                item.Required("name").Text(),
                [.. item.Required("aliases").Items().Select(alias => alias.Text())]));
        }

        return entries;
    }
}
