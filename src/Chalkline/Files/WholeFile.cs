namespace Chalkline.Files;

/// <summary>Writes files whole or not at all: aside first, then renamed into place.</summary>
public static class WholeFile
{
    /// <summary>Writes text as UTF-8.</summary>
    /// <exception cref="ChalkException">The file cannot be written.</exception>
    public static void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes.</summary>
    /// <exception cref="ChalkException">The file cannot be written.</exception>
    public static void Write(string path, byte[] bytes)
    {
        string target = Path.GetFullPath(path);
        string aside = Path.Combine(
            Path.GetDirectoryName(target) ?? ".", $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.part");
        try
        {
            File.WriteAllBytes(aside, bytes);
            File.Move(aside, target, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Discard(aside);
            string reason = error is DirectoryNotFoundException ? "its folder does not exist"
                : error is UnauthorizedAccessException ? "its folder does not let us write"
                : "the disk or the path refuses it";
            throw new ChalkException($"{path}: cannot be written, for {reason}; choose a folder that exists and takes new files.", error);
        }
    }

    private static void Discard(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The sentence about the file that could not be written matters more than the rest of it left aside.
        }
    }
}
