namespace Chalkline.Files;

/// <summary>Reads files, and says in a sentence why one cannot be read.</summary>
internal static class Reading
{
    /// <summary>What is read from a file.</summary>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="read">Reads it; may throw a <see cref="ChalkException"/> of its own.</param>
    /// <exception cref="ChalkException">It is missing, or may not be read.</exception>
    public static T Of<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ChalkException($"{file}: cannot be read ({error.Message.TrimEnd('.')}).", error);
        }
    }
}
