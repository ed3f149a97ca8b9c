namespace Chalkline.Cli.Output;

/// <summary>One line on the error stream of a terminal that says what is being done; nothing where nobody looks.</summary>
/// <param name="error">The error stream.</param>
internal sealed class Progress(TextWriter error) : IDisposable
{
    private readonly bool _seen = error == Console.Error && !Console.IsErrorRedirected;
    private int _width;

    /// <summary>Puts another text in the place of the last.</summary>
    public void Say(string text)
    {
        if (_seen)
        {
            error.Write($"\r{text.PadRight(_width)}");
            _width = text.Length;
        }
    }

    /// <summary>A line that stays: what is no part of the answer, such as how long it took.</summary>
    public void Note(string text)
    {
        if (_seen)
        {
            error.WriteLine(text);
        }
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (_width > 0)
        {
            error.Write($"\r{new string(' ', _width)}\r");
        }
    }
}
