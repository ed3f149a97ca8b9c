using System.Collections.Immutable;
using Chalkline.Codesign.NumberFormats;
using Chalkline.Codesign.Quality;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>What <c>chalk codesign format</c> found.</summary>
internal sealed record FormatAnswer
{
    /// <summary>The model, its data and the law.</summary>
    public required QualityChange Quality { get; init; }

    /// <summary>The result asked about; null when only the known recipes are.</summary>
    public FormatResult? Result { get; init; }

    /// <summary>How its quality was given, in words.</summary>
    public string From { get; init; } = "";

    /// <summary>Marks its quality bears: extrapolated, recalled; empty for none.</summary>
    public string Mark { get; init; } = "";

    /// <summary>Ends of the equivalent parameters, when an error was given.</summary>
    public (Parameters Least, Parameters Most)? Interval { get; init; }

    /// <summary>Where the recipes' quality comes from.</summary>
    public required ImmutableArray<KnownRecipe> Recipes { get; init; }

    /// <summary>The known recipes on the device, the reference first.</summary>
    public required ImmutableArray<FormatResult> Known { get; init; }

    /// <summary>The device whose peaks give throughput.</summary>
    public required string Device { get; init; }

    /// <summary>The fairness rules; none without a result.</summary>
    public ImmutableArray<FairnessRule> Rules { get; init; } = [];

    /// <summary>The results drawn: the known ones and the one asked about.</summary>
    public IEnumerable<FormatResult> Drawn => Result is { } result ? Known.Append(result) : Known;

    /// <summary>Whether nothing drawn beats it in memory and compute at once.</summary>
    public bool IsOnFront(FormatResult result) => !Drawn.Any(result.IsBeatenBy);
}
