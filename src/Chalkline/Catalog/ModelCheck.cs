using System.Globalization;
using Chalkline.Files;
using Chalkline.Models;

namespace Chalkline.Catalog;

/// <summary>
/// Checks every model file: that it reads, that its names are its own, that its published size is near its own count.
/// </summary>
internal static class ModelCheck
{
    /// <summary>
    /// Relative difference of counted and published parameters beyond which one of them must be wrong.
    /// </summary>
    private const double Tolerance = 0.05;

    public static IReadOnlyList<Finding> Findings(DataFolder data, string folder, string indexFile)
    {
        List<Finding> findings = [];
        string index = Path.Combine(data.Path, folder, indexFile);
        Dictionary<string, ModelEntry> listed = [];
        try
        {
            listed = ModelEntry.ReadIndex(index);
        }
        catch (ChalkException error)
        {
            findings.Add(new(index, "", error.Message, "write it again from the model files"));
        }

        Dictionary<string, string> taken = new(StringComparer.Ordinal);
        foreach (string path in data.Files(folder, "*.json"))
        {
            string name = Path.GetFileName(path);
            if (name != indexFile)
            {
                Check(path, listed.GetValueOrDefault(name), taken, findings);
                listed.Remove(name);
            }
        }

        findings.AddRange(listed.Keys.Order(StringComparer.Ordinal).Select(missing => new Finding(
            index, "models", $"lists '{missing}', which does not exist", "remove the entry")));
        return findings;
    }

    private static void Check(string path, ModelEntry? listed, Dictionary<string, string> taken, List<Finding> findings)
    {
        try
        {
            ModelFile file = new(JsonView.Read(path));
            string expected = ModelEntry.FileName(file.Name);
            if (expected != Path.GetFileName(path))
            {
                findings.Add(new(path, "name", $"is '{file.Name}'", $"rename the file to '{expected}'"));
            }

            if (listed is not null
                && (listed.Name != file.Name || !listed.Aliases.SequenceEqual(file.Aliases, StringComparer.Ordinal)))
            {
                findings.Add(new(
                    path, "aliases", "differs from index.json", "write the same name and aliases in both"));
            }

            foreach (string name in file.Aliases.Prepend(file.Name))
            {
                string key = NameResolver.Key(name);
                if (!taken.TryAdd(key, path) && taken[key] != path)
                {
                    findings.Add(new(
                        path,
                        "aliases",
                        $"'{name}' is also a name in {Path.GetFileName(taken[key])}",
                        "give it to one model only"));
                }
            }

            Model model = file.Read();
            if (model.Source.Date.Length == 0)
            {
                findings.Add(new(path, "source.date", "is empty", "give the date of the document, as exact as known"));
            }

            CheckSize(path, model, findings);
        }
        catch (ChalkException error)
        {
            findings.Add(new(path, "", error.Message, "put the field right or remove the file"));
        }
    }

    private static void CheckSize(string path, Model model, List<Finding> findings)
    {
        double counted = ParameterCount.Count(model).Total.Value;
        if (model.PublishedParameters is double published && Math.Abs(counted - published) > Tolerance * published)
        {
            findings.Add(new(
                path,
                "published.parameters",
                string.Create(
                    CultureInfo.InvariantCulture, $"is {published:G4}, but the configuration counts {counted:G4}"),
                "correct whichever is wrong"));
        }
    }
}
