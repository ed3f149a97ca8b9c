using System.Collections.Immutable;
using Chalkline.Codesign.Quality;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Codesign.Designs;

/// <summary>A complete design: a model with its number formats, and the machine it decodes on.</summary>
public sealed record Design
{
    /// <summary>Identifier, the name of its file.</summary>
    public required string Id { get; init; }

    /// <summary>Name in words.</summary>
    public required string Name { get; init; }

    /// <summary>The model and its formats.</summary>
    public required ModelSide Model { get; init; }

    /// <summary>The machine.</summary>
    public required HardwareSide Hardware { get; init; }

    /// <summary>Sequences decoded at once.</summary>
    public required double Batch { get; init; }

    /// <summary>Tokens each holds.</summary>
    public required Tokens Context { get; init; }

    /// <summary>Notes a reader should see.</summary>
    public string Notes { get; init; } = "";

    /// <summary>The same machine and workload with another model, or the other way round.</summary>
    public Design With(ModelSide model, HardwareSide hardware)
        => this with { Id = $"{model.From} on {hardware.From}", Name = $"{model.From} on {hardware.From}", Model = model, Hardware = hardware };
}

/// <summary>The software half of a design.</summary>
/// <param name="From">The design it is of.</param>
/// <param name="Model">The model.</param>
/// <param name="Weights">Format of the weights.</param>
/// <param name="Activations">Format of the activations: with the weights' it decides the arithmetic.</param>
/// <param name="KeyValue">Format of the KV cache.</param>
/// <param name="Change">What a parameter and a training token count for against the same model in 16 bits.</param>
/// <param name="Training">Tokens it was trained on.</param>
/// <param name="Source">Where the quality comes from; null where nothing was changed.</param>
public sealed record ModelSide(
    string From, Model Model, FormatAnatomy Weights, FormatAnatomy Activations, FormatAnatomy KeyValue, IsoLoss Change, Tokens Training,
    Source? Source)
{
    /// <summary>The arithmetic that takes both operands.</summary>
    public Arithmetic Arithmetic => Rank(Weights.Arithmetic) >= Rank(Activations.Arithmetic) ? Weights.Arithmetic : Activations.Arithmetic;

    private static int Rank(Arithmetic arithmetic) => arithmetic switch
    {
        Arithmetic.Fp4 => 0,
        Arithmetic.Int8 or Arithmetic.Fp8 => 1,
        Arithmetic.Bf16 => 2,
        Arithmetic.Tf32 => 3,
        _ => 4,
    };
}

/// <summary>The hardware half of a design.</summary>
/// <param name="From">The design it is of.</param>
/// <param name="Accelerator">The device, with its changes.</param>
/// <param name="Devices">Devices that share the model.</param>
public sealed record HardwareSide(string From, Accelerator Accelerator, int Devices)
{
    /// <summary>SRAM of a device that holds the weights, beside the memory that holds the cache; null where one memory holds both.</summary>
    public OnDieMemory? WeightMemory { get; init; }

    /// <summary>Time that every layer takes whatever it does: synchronisation, hops, launches.</summary>
    public Seconds LayerLatency { get; init; }

    /// <summary>Figures of the file that are recalled or inferred; empty for none.</summary>
    public ImmutableArray<string> Marks { get; init; } = [];
}

/// <summary>SRAM that holds weights.</summary>
/// <param name="Capacity">Of one device.</param>
/// <param name="Bandwidth">Of one device.</param>
public sealed record OnDieMemory(Bytes Capacity, BytesPerSecond Bandwidth);
