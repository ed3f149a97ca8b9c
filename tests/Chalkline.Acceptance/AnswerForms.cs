using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Chalkline.Acceptance;

/// <summary>
/// One answer in every form without a picture. A run prints one form and writes another, so that four runs give
/// all eight; they are kept for the tests that look at one form each.
/// </summary>
/// <param name="Table">As printed.</param>
/// <param name="Json">As printed.</param>
/// <param name="Csv">As printed.</param>
/// <param name="Markdown">As printed.</param>
/// <param name="Files">As written, by ending.</param>
internal sealed record AnswerForms(
    string Table, string Json, string Csv, string Markdown, ImmutableDictionary<string, byte[]> Files)
{
    private static readonly ConcurrentDictionary<string, Lazy<AnswerForms>> Known = new(StringComparer.Ordinal);

    /// <summary>The forms of the answer to a question, separated by spaces.</summary>
    public static AnswerForms Of(string arguments)
        => Known.GetOrAdd(arguments, _ => new(() => Ask(arguments))).Value;

    /// <summary>No run writes the form that it prints, so that what is written is held against another run.</summary>
    private static AnswerForms Ask(string arguments)
    {
        using Scratch scratch = new();
        Dictionary<string, string> printed = new(StringComparer.Ordinal);
        foreach ((string format, string ending) in new[]
        {
            ("table", ".json"), ("json", ".csv"), ("csv", ".md"), ("md", ".html"),
        })
        {
            string file = scratch.File($"answer{ending}");
            printed[format] = Chalk.Run([.. arguments.Split(' '), "--format", format, "--out", file]).Good();
        }

        return new(
            printed["table"], printed["json"], printed["csv"], printed["md"],
            Directory.GetFiles(scratch.Path).ToImmutableDictionary(
                file => Path.GetExtension(file), File.ReadAllBytes, StringComparer.Ordinal));
    }
}
