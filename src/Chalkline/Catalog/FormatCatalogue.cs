using Chalkline.Files;
using Chalkline.Formats;

namespace Chalkline.Catalog;

/// <summary>The number formats of the data folder.</summary>
public sealed class FormatCatalogue
{
    private const string Folder = "formats";

    private readonly Lazy<FormatAnatomy[]> _all;

    private FormatCatalogue(DataFolder data) => _all = new(() => [.. data.Files(Folder, "*.json").Select(ReadFile)]);

    /// <summary>Every format, widest first.</summary>
    /// <exception cref="ChalkException">A file is wrong.</exception>
    public IReadOnlyList<FormatAnatomy> All
        => [.. _all.Value.OrderByDescending(format => format.Storage.Value).ThenBy(format => format.Id, StringComparer.Ordinal)];

    /// <summary>Opens the formats of a data folder; none is read yet.</summary>
    public static FormatCatalogue Open(DataFolder data) => new(data);

    /// <summary>Finds a format by identifier or alias, whatever its case, or reads it from a JSON file.</summary>
    /// <exception cref="ChalkException">There is no such format, or its file is wrong.</exception>
    public FormatAnatomy Find(string name)
    {
        if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return FormatFile.Read(JsonView.Read(name));
        }

        return Named(name) ?? throw new ChalkException(
                $"'{name}' is not a number format; choose one of {string.Join(", ", All.Select(format => format.Id))}, or a JSON file.");
    }

    /// <summary>The format of an identifier or alias; null when there is none.</summary>
    public FormatAnatomy? Named(string name) => _all.Value.FirstOrDefault(format =>
        format.Aliases.Prepend(format.Id).Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>Checks every file and returns what is wrong; empty when nothing is.</summary>
    public static IReadOnlyList<Finding> Check(DataFolder data)
    {
        List<Finding> findings = [];
        foreach (string file in data.Files(Folder, "*.json"))
        {
            try
            {
                ReadFile(file);
            }
            catch (ChalkException error)
            {
                findings.Add(new(file, "", error.Message, "mend the file"));
            }
        }

        return findings;
    }

    /// <summary>The stored format of a name: a built-in one without reading a file, else one of the folder or of a file.</summary>
    /// <exception cref="ChalkException">There is no such format, or its file is wrong.</exception>
    public static NumberFormat Stored(DataFolder data, string name)
        => NumberFormat.All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? Open(data).Find(name).Stored;

    private static FormatAnatomy ReadFile(string file)
    {
        FormatAnatomy format = FormatFile.Read(JsonView.Read(file));
        return format.Id == Path.GetFileNameWithoutExtension(file) ? format : throw new ChalkException(
            $"{file}: field 'id' is '{format.Id}'; it must be the name of the file, '{Path.GetFileNameWithoutExtension(file)}'.");
    }
}
