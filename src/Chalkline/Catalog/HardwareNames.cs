using System.Text.Json;

namespace Chalkline.Catalog;

/// <summary>
/// The names of one folder of hardware files. A file is named after its identifier, so the common case opens one file;
/// only an alias makes the others be skimmed, and only up to their <c>aliases</c>.
/// </summary>
internal sealed class HardwareNames
{
    private readonly Lazy<IReadOnlyList<string>> _files;
    private readonly Lazy<IReadOnlyList<(string File, string Alias)>> _aliases;

    /// <summary>Opens the names of a folder; nothing is read yet.</summary>
    public HardwareNames(DataFolder folder, string name)
    {
        _files = new(() => folder.Files(name, "*.json"));
        _aliases = new(() => [.. Files.SelectMany(Skim)]);
    }

    /// <summary>The files, in ordinal order.</summary>
    public IReadOnlyList<string> Files => _files.Value;

    /// <summary>Identifiers, in ordinal order.</summary>
    public IEnumerable<string> Ids => Files.Select(Id);

    /// <summary>Identifiers and aliases.</summary>
    public IEnumerable<string> All => Ids.Concat(_aliases.Value.Select(pair => pair.Alias));

    /// <summary>Every alias with its file.</summary>
    public IEnumerable<(string File, string Alias)> Aliases => _aliases.Value;

    /// <summary>The file that answers to a name, or null.</summary>
    public string? Find(string wanted)
    {
        string key = NameResolver.Key(wanted);
        if (key.Length == 0)
        {
            return null;
        }

        return Files.FirstOrDefault(file => NameResolver.Key(Id(file)) == key)
            ?? _aliases.Value.FirstOrDefault(pair => NameResolver.Key(pair.Alias) == key).File;
    }

    private static string Id(string file) => Path.GetFileNameWithoutExtension(file);

    /// <summary>
    /// The aliases of a file. One that is not JSON has none here: reading it in full says what is wrong.
    /// </summary>
    private static List<(string File, string Alias)> Skim(string file)
    {
        List<(string File, string Alias)> found = [];
        try
        {
            Utf8JsonReader reader = new(File.ReadAllBytes(file));
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName
                    && reader.ValueTextEquals("aliases"u8))
                {
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        if (reader.TokenType == JsonTokenType.String)
                        {
                            found.Add((file, reader.GetString()!));
                        }
                    }

                    break;
                }
            }
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            found.Clear();
        }

        return found;
    }
}
