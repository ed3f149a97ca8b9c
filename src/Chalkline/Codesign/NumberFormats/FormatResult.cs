using Chalkline.Codesign.Quality;
using Chalkline.Formats;

namespace Chalkline.Codesign.NumberFormats;

/// <summary>A quantisation result put into parameters, compute and energy at equal loss.</summary>
public sealed record FormatResult
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>e_N and e_D.</summary>
    public required IsoLoss Change { get; init; }

    /// <summary>Format of what is narrow.</summary>
    public required FormatAnatomy Format { get; init; }

    /// <summary>Stored bits of the reference.</summary>
    public required double ReferenceBits { get; init; }

    /// <summary>Share of the model's weights and work in the format, above 0 to 1; the rest stays in the reference.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Throughput of the format's products over the reference's; 1 where weights alone are narrow.</summary>
    public double FormatSpeed { get; init; } = 1;

    /// <summary>Energy of the format's operation over the reference's; null when not known.</summary>
    public double? FormatEnergy { get; init; }

    /// <summary>Stored bits of a weight, over the whole model.</summary>
    public double Bits => (Share * Format.Storage.Value) + ((1 - Share) * ReferenceBits);

    /// <summary>Throughput over the whole model: what is left wide takes its time (Amdahl).</summary>
    public double Speed => 1 / ((Share / FormatSpeed) + 1 - Share);

    /// <summary>Energy of an operation over the whole model, times the reference's.</summary>
    public double? Energy => FormatEnergy is { } energy ? (Share * energy) + 1 - Share : null;

    /// <summary>Weight bits read at equal loss, times the reference's: decoding that memory binds.</summary>
    public double MemoryCost => Change.MemoryCost(Bits, ReferenceBits);

    /// <summary>Time of arithmetic at equal loss, times the reference's: serving that compute binds.</summary>
    public double ComputeCost => Change.ComputeCost(Speed);

    /// <summary>Compute that training in it is worth.</summary>
    public double TrainingMultiplier => Change.Multiplier(Speed);

    /// <summary>Whether another is no dearer in both memory and compute, and cheaper in one.</summary>
    public bool IsBeatenBy(FormatResult other)
        => other.MemoryCost <= MemoryCost && other.ComputeCost <= ComputeCost
            && (other.MemoryCost < MemoryCost || other.ComputeCost < ComputeCost);

    /// <summary>A known recipe on a device.</summary>
    public static FormatResult Of(KnownRecipe recipe, double referenceBits, double speed) => new()
    {
        Name = recipe.Name,
        Change = recipe.Change,
        Format = recipe.Format,
        ReferenceBits = referenceBits,
        FormatSpeed = speed,
    };
}
