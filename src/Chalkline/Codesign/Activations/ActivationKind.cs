using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Codesign.Quality;
using Chalkline.Derivations;
using Chalkline.Files;

namespace Chalkline.Codesign.Activations;

/// <summary>An activation function of a feed-forward layer.</summary>
/// <param name="Id">Its name, for example <c>swiglu</c>.</param>
/// <param name="Gated">Whether there are two input matrices, one of them the gate.</param>
/// <param name="FunctionOps">Operations of the function unit for an element: exponentials, reciprocals.</param>
/// <param name="LogPerplexity">Held-out log-perplexity of T5-base after 524k steps; null where it was not in that table.</param>
/// <param name="Sparsity">Share of neurons at zero after training for it; 0 where nearly none are.</param>
/// <param name="Source">Where quality and sparsity were read.</param>
public sealed record ActivationKind(
    string Id, bool Gated, double FunctionOps, double? LogPerplexity, double Sparsity, Source Source)
{
    /// <summary>Kurtosis of what it hands to the second matrix; null where unknown. Above 10 it resists 4 bits.</summary>
    public double? Kurtosis { get; init; }

    /// <summary>Compute that makes up for its loss against a baseline, by Kaplan's 22 % a percent; null where unknown.</summary>
    public double? Handicap(ActivationKind baseline) => LogPerplexity is { } own && baseline.LogPerplexity is { } other
        ? QualityChange.ComputeFor((own / other) - 1)
        : null;

    /// <summary>The same activation with a sparsity that a user measured; as it is where none is given.</summary>
    /// <exception cref="ChalkException">The sparsity is 0 or 1.</exception>
    public ActivationKind WithSparsity(double? sparsity) => sparsity switch
    {
        null => this,
        > 0 and < 1 => this with { Sparsity = sparsity.Value },
        _ => throw new ChalkException("The sparsity of an activation must be above 0 and below 1, such as 0.9."),
    };

    /// <summary>Reads <c>data/activations.json</c>.</summary>
    /// <exception cref="ChalkException">The file is wrong.</exception>
    public static ImmutableArray<ActivationKind> All(DataFolder data)
    {
        JsonView root = JsonView.Read(Path.Combine(data.Path, "activations.json")).Only(["$schema", "activations", "functionUnits"]);
        return [.. root.Required("activations").Items().Select(Read)];
    }

    private static ActivationKind Read(JsonView view)
    {
        view.Only(["id", "gated", "functionOps", "logPerplexity", "sparsity", "kurtosis", "source"]);
        return new(
            SourcedReader.NonEmpty(view.Required("id")), view.Required("gated").Flag(), view.Required("functionOps").Number(0, 16),
            view.Optional("logPerplexity")?.Number(0.1, 10), view.Optional("sparsity")?.Number(0, 0.999) ?? 0,
            FormatFile.SourceOf(view.Required("source")))
        {
            Kurtosis = view.Optional("kurtosis")?.Number(1, 1e6),
        };
    }
}
