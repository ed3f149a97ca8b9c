using Chalkline.Catalog;

namespace Chalkline.Tests.Catalog;

/// <summary>The data folder of the repository, and folders with hostile files in it.</summary>
internal static class HardwareData
{
    public static DataFolder Folder { get; } = new(Path.Combine(Repository(), "data"));

    public static HardwareCatalogue Catalogue { get; } = HardwareCatalogue.Open(Folder);

    /// <summary>A file of the catalogue as text.</summary>
    public static string Text(string relative) => File.ReadAllText(Path.Combine(Folder.Path, relative));

    /// <summary>Runs an action over a copy of the hardware folders with one file replaced or added.</summary>
    public static T With<T>(string relative, string text, Func<DataFolder, T> action)
    {
        string copy = Directory.CreateTempSubdirectory("chalkline-hardware-").FullName;
        try
        {
            foreach (string folder in (string[])["accelerators", "systems", "prices"])
            {
                Directory.CreateDirectory(Path.Combine(copy, folder));
                foreach (string file in Directory.EnumerateFiles(Path.Combine(Folder.Path, folder)))
                {
                    File.Copy(file, Path.Combine(copy, folder, Path.GetFileName(file)));
                }
            }

            File.WriteAllText(Path.Combine(copy, relative), text);
            return action(new(copy));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "data", "accelerators")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
