using System.Collections.Immutable;
using System.Text;
using Chalkline.Formats;

namespace Chalkline.Measuring;

/// <summary>What a device turned out to be: the figures that its file states.</summary>
public sealed record MeasuredDevice
{
    /// <summary>Identifier, and the name of its file: lower case with hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the processor or GPU as it names itself.</summary>
    public required string Name { get; init; }

    /// <summary>Maker.</summary>
    public required string Vendor { get; init; }

    /// <summary><c>CPU</c> or <c>GPU</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Day of the measurement, ISO 8601.</summary>
    public required string Date { get; init; }

    /// <summary>Processor, cores, operating system, runtime, libraries, in a line.</summary>
    public required string Environment { get; init; }

    /// <summary>Highest rate seen by arithmetic, FLOP/s.</summary>
    public required ImmutableSortedDictionary<Arithmetic, MeasuredFigure> Peaks { get; init; }

    /// <summary>Name of the memory.</summary>
    public required string Memory { get; init; }

    /// <summary>Bytes of memory that programs can use.</summary>
    public required MeasuredFigure Capacity { get; init; }

    /// <summary>Highest memory bandwidth seen, bytes/s.</summary>
    public required MeasuredFigure Bandwidth { get; init; }

    /// <summary>What else a reader should know; empty for nothing.</summary>
    public string Notes { get; init; } = "";

    /// <summary>An identifier from a name: letters and digits in lower case, everything else one hyphen.</summary>
    /// <exception cref="ChalkException">Nothing is left.</exception>
    public static string Identifier(string name)
    {
        StringBuilder text = new();
        foreach (char sign in name)
        {
            if (char.IsAsciiLetterOrDigit(sign))
            {
                text.Append(char.ToLowerInvariant(sign));
            }
            else if (text.Length > 0 && text[^1] != '-')
            {
                text.Append('-');
            }
        }

        string id = text.ToString().TrimEnd('-');
        return id.Length > 0
            ? id
            : throw new ChalkException(
                $"--device '{name}': cannot name a device; use letters and digits, for example my-machine.");
    }
}

/// <summary>A figure and how it was seen.</summary>
/// <param name="Value">In the canonical unit.</param>
/// <param name="How">What was run, one phrase.</param>
public readonly record struct MeasuredFigure(double Value, string How);
