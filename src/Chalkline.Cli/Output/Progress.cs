namespace Chalkline.Cli.Output;

/// <summary>One line on the error stream of a terminal that says what is being done; nothing where nobody looks.</summary>
internal sealed class Progress : IDisposable
{
    private int _width;

    /// <summary>Puts another text in the place of the last.</summary>
    public void Say(string text)
    {
        if (Console.IsErrorRedirected)
        {
            return;
        }

        Console.Error.Write($"\r{text.PadRight(_width)}");
        _width = text.Length;
    }

    /// <summary>A line that stays: what is no part of the answer, such as how long it took.</summary>
    public static void Note(string text)
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.WriteLine(text);
        }
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (_width > 0)
        {
            Console.Error.Write($"\r{new string(' ', _width)}\r");
        }
    }
}
