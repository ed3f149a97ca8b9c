using System.Globalization;
using Chalkline.Formats;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>What every engine is told in its own words.</summary>
/// <param name="request">The question.</param>
/// <param name="role">What the pool does.</param>
/// <param name="layout">Its layout; the replicas are its servers.</param>
/// <param name="batch">Sequences in one replica.</param>
internal sealed class ServerSettings(PlanRequest request, string role, Layout layout, double batch)
{
    private readonly Footprint _footprint = new(PreparedLayout.Prepare(request, layout with { Replicas = 1 }));

    /// <summary>What the pool does.</summary>
    public string Role => role;

    /// <summary>Its layout.</summary>
    public Layout Layout => layout;

    /// <summary>Whether prefill and decode stand apart.</summary>
    public bool Apart => role != "serve";

    /// <summary>Whether the model has routed experts.</summary>
    public bool Experts => request.Model.Layers.Any(layer => layer.FeedForward is ExpertFeedForward);

    /// <summary>Whether all caches are of latent attention.</summary>
    public bool Latent => request.Model.Layers.All(layer => layer.Mixer is not Attention);

    /// <summary>The most KV heads of a layer; 1 with latent attention.</summary>
    public int KeyValueHeads => request.Model.Layers
        .Select(layer => layer.Mixer is Attention attention ? attention.KeyValueHeads : 1).Max();

    /// <summary>Name of the model.</summary>
    public string Model => request.Model.Name;

    /// <summary>Sequences of one attention-parallel group, of all its pipeline stages together.</summary>
    public int SequencesOfGroup => (int)Math.Ceiling(batch / layout.AttentionParallel);

    /// <summary>Sequences of one server: as many as leave each group its own when they are shared out evenly.</summary>
    public int Sequences => SequencesOfGroup * layout.AttentionParallel;

    /// <summary>Sequences of one group in one pipeline stage at a time.</summary>
    public int SequencesOfMicroBatch => (int)Math.Ceiling((double)SequencesOfGroup / layout.PipelineStages);

    /// <summary>Tokens of the longest sequence.</summary>
    public int Length => (int)Math.Min(int.MaxValue, request.Workload.FinalContext.Value);

    /// <summary>Tokens of the longest prompt.</summary>
    public int Prompt => (int)Math.Min(int.MaxValue, request.Workload.Input.Value);

    /// <summary>Tokens of a pass at most: a chunk, and no fewer than a token of each running sequence.</summary>
    public int PassTokens => Math.Max(Footprint.ChunkTokens, SequencesOfGroup);

    /// <summary>Share of all memory that the plan fills, working space included.</summary>
    public static double MemoryShare => Footprint.UsableShare;

    /// <summary>Share of all memory that weights and KV cache fill.</summary>
    public double StaticShare => Rounded((_footprint.AllWeights + _footprint.Room) / _footprint.Capacity);

    /// <summary>Share that the KV cache fills of the memory that weights and working space leave.</summary>
    public double FreeShare => Rounded(_footprint.Room / (_footprint.Room + _footprint.Reserve));

    /// <summary>Name of a cache format where an engine has just these; null where it has none such.</summary>
    public string? CacheFormat(string bf16, string fp8)
    {
        NumberFormat format = request.Precision.KeyValue;
        return format == NumberFormat.Bf16 ? bf16 : format.Name.StartsWith("fp8", StringComparison.OrdinalIgnoreCase) ? fp8 : null;
    }

    /// <summary>The KV cache format by name.</summary>
    public string CacheName => request.Precision.KeyValue.Name;

    /// <summary>A server that an engine cannot be.</summary>
    public Deployment Impossible(ServingEngine engine, string problem)
        => new(engine, role, layout.Replicas, null, [], problem);

    /// <summary>A server.</summary>
    public Deployment Possible(ServingEngine engine, IEnumerable<string> words, params string[] settings)
        => new(engine, role, layout.Replicas, string.Join(' ', words), settings, null);

    private static double Rounded(double share) => Math.Round(share, 3);

    /// <summary>An option with its number.</summary>
    public static string Option(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value}");
}
