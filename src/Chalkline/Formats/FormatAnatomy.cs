using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Formats;

/// <summary>What a number format is made of: bits, block scale, the gates that multiply it, what it costs in signal.</summary>
public sealed record FormatAnatomy
{
    /// <summary>Identifier in the catalogue, for example <c>nvfp4</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its name in words.</summary>
    public required string Name { get; init; }

    /// <summary>Other names.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Whether elements are integers rather than floating point.</summary>
    public required bool IsInteger { get; init; }

    /// <summary>Bits of an element, scales left out; above 0 to 64. A ternary digit has 1.58.</summary>
    public required double Bits { get; init; }

    /// <summary>Exponent bits; 0 for integers.</summary>
    public required double Exponent { get; init; }

    /// <summary>Mantissa bits stored; for integers all bits but the sign.</summary>
    public required double Mantissa { get; init; }

    /// <summary>Elements that share a scale; 1 where a scale covers a tensor and its bits do not count.</summary>
    public double Block { get; init; } = 1;

    /// <summary>Bits of that scale; 0 where they do not count.</summary>
    public double ScaleBits { get; init; }

    /// <summary>Format of that scale: <c>e8m0</c> is a power of two; empty for none.</summary>
    public string Scale { get; init; } = "";

    /// <summary>Largest finite value of an element.</summary>
    public required double Largest { get; init; }

    /// <summary>The narrowest arithmetic that takes it directly.</summary>
    public required Arithmetic Arithmetic { get; init; }

    /// <summary>Lanes that share an accumulator in the gate model; from 1.</summary>
    public double Lanes { get; init; } = 32;

    /// <summary>Where the layout comes from.</summary>
    public required Source Source { get; init; }

    /// <summary>Published energy and area of its multiply-accumulate unit; null when none are.</summary>
    public PublishedUnit? Published { get; init; }

    /// <summary>Recipes of scaling laws in this format.</summary>
    public ImmutableArray<FormatRecipe> Recipes { get; init; } = [];

    /// <summary>Stored bits of an element, its share of the scale included.</summary>
    public BitsPerElement Storage => new(Bits + (Block > 1 ? ScaleBits / Block : 0));

    /// <summary>The format as the rest of the project takes it.</summary>
    public NumberFormat Stored => new(Id, Storage, Arithmetic);
}

/// <summary>Published figures of a multiply-accumulate unit at equal throughput.</summary>
/// <param name="Energy">Energy, times that of the other.</param>
/// <param name="Area">Area, times that of the other.</param>
/// <param name="Against">The other format.</param>
/// <param name="Source">Where they were read.</param>
public sealed record PublishedUnit(double Energy, double Area, string Against, Source Source);

/// <summary>A recipe of a scaling law that is in a format.</summary>
/// <param name="Law">Identifier of the law.</param>
/// <param name="Recipe">Name of the recipe in it.</param>
/// <param name="Both">Whether activations are narrow too, so that arithmetic is faster; else weights alone are.</param>
public sealed record FormatRecipe(string Law, string Recipe, bool Both);
