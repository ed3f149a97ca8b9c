using System.Text.Json;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Models;

namespace Chalkline.Catalog;

/// <summary>The models of the catalogue, read one by one as they are asked for.</summary>
/// <remarks>
/// <c>models/index.json</c> holds the names and aliases of every file, so that a look-up opens two files. A file that
/// the
/// index does not list (one just imported) is opened for its names; <see cref="Check"/> tells where index and files
/// differ.
/// </remarks>
public sealed class ModelCatalogue
{
    private const string Folder = "models";

    private const string IndexFile = "index.json";

    private readonly DataFolder _data;

    private readonly Lazy<IReadOnlyList<ModelEntry>> _entries;

    private ModelCatalogue(DataFolder data)
    {
        _data = data;
        _entries = new(Entries);
    }

    /// <summary>Full names, in ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. _entries.Value.Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    /// <summary>Opens the catalogue of a data folder; reads nothing yet.</summary>
    public static ModelCatalogue Open(DataFolder data) => new(data);

    /// <summary>Finds a model.</summary>
    /// <param name="nameOrPath">
    /// Its name, with or without the organisation; an alias; or the path of a <c>config.json</c>, of a folder that
    /// holds one,
    /// or of a file in the catalogue's own form.
    /// </param>
    /// <exception cref="ChalkException">There is no such model, or its file is bad.</exception>
    public Model Find(string nameOrPath)
    {
        if (LooksLikePath(nameOrPath))
        {
            return ReadFile(nameOrPath);
        }

        Dictionary<string, ModelEntry> byName = new(StringComparer.Ordinal);
        foreach (ModelEntry entry in _entries.Value)
        {
            byName.TryAdd(entry.Name, entry);
            foreach (string alias in entry.Aliases)
            {
                byName.TryAdd(alias, entry);
            }
        }

        string match = NameResolver.Key(nameOrPath).Length == 0
            ? throw new ChalkException("The name of the model is empty; give a name or the path of a config.json.")
            : NameResolver.Match(nameOrPath, byName.Keys)
                ?? throw NameResolver.Unknown("model", nameOrPath, byName.Keys);
        return new ModelFile(JsonView.Read(byName[match].Path)).Read();
    }

    /// <summary>Reads a model from a path.</summary>
    /// <param name="path">A configuration, a folder with a <c>config.json</c>, or a file in the catalogue's own
    /// form.</param>
    public static Model ReadFile(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, "config.json") : path;
        JsonView view = JsonView.Read(file);
        return ModelFile.Is(view)
            ? new ModelFile(view).Read()
            : ConfigImport.Import(
                view, NameOf(file, view), new Source(file, "", Verification.Partial, "read from a file of the user"));
    }

    /// <summary>Reads every file and returns what is wrong; empty when all is well.</summary>
    public IReadOnlyList<Finding> Check() => ModelCheck.Findings(_data, Folder, IndexFile);

    /// <summary>Writes a model file from a configuration, aside and then renamed, and returns its path.</summary>
    /// <param name="path">The configuration.</param>
    /// <param name="name">Name of the model; null takes it from the file.</param>
    /// <param name="source">Where the configuration comes from.</param>
    /// <exception cref="ChalkException">The configuration is bad, or a file of that name exists.</exception>
    public string Import(string path, string? name, Source source)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, "config.json") : path;
        JsonView view = JsonView.Read(file);
        string called = name ?? NameOf(file, view);
        if (!called.Split('/').All(part => part.Length > 0 && char.IsAsciiLetterOrDigit(part[0])))
        {
            throw new ChalkException(
                $"'{called}' cannot name a model; give a name such as my-org/My-Model, each part beginning with a letter or digit.");
        }

        _ = ConfigImport.Import(view, called, source);
        string target = Path.Combine(_data.Path, Folder, ModelEntry.FileName(called));
        if (File.Exists(target))
        {
            throw new ChalkException($"{target}: exists already; give another name or remove it first.");
        }

        using MemoryStream stream = new();
        ModelFileWriter.Write(stream, called, source, view);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        WholeFile.Write(target, stream.ToArray());
        return target;
    }

    /// <summary>A path has a separator and exists, or ends in .json.</summary>
    private static bool LooksLikePath(string text)
        => text.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            || File.Exists(text)
            || (text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
                && File.Exists(Path.Combine(text, "config.json")));

    /// <summary>The name a configuration gives itself, or the folder or file it lies in.</summary>
    private static string NameOf(string file, JsonView view)
    {
        foreach (string field in new[] { "_name_or_path", "name" })
        {
            if (view.Optional(field) is { Element.ValueKind: JsonValueKind.String } named
                && named.Text() is { Length: > 0 } text)
            {
                return NameResolver.Key(text).Length > 0 ? text : "model";
            }
        }

        string stem = Path.GetFileNameWithoutExtension(file);
        string? folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file)));
        string name = stem == "config" && folder is { Length: > 0 } ? folder : stem;
        return name.Replace("--", "/", StringComparison.Ordinal);
    }

    private List<ModelEntry> Entries()
    {
        Dictionary<string, ModelEntry> listed = ModelEntry.ReadIndex(Path.Combine(_data.Path, Folder, IndexFile));
        List<ModelEntry> entries = [];
        foreach (string path in _data.Files(Folder, "*.json"))
        {
            string file = Path.GetFileName(path);
            if (listed.TryGetValue(file, out ModelEntry? entry))
            {
                entries.Add(entry);
            }
            else if (file != IndexFile && TryOpen(path) is ModelFile own)
            {
                entries.Add(new(path, own.Name, own.Aliases));
            }
        }

        return entries;
    }

    /// <summary>A bad file that nobody asked for must not keep the others from being found.</summary>
    private static ModelFile? TryOpen(string path)
    {
        try
        {
            JsonView view = JsonView.Read(path);
            return ModelFile.Is(view) ? new(view) : null;
        }
        catch (ChalkException)
        {
            return null;
        }
    }
}
