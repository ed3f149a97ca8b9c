using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Formats;

namespace Chalkline.Models.Import;

/// <summary>Our own form, layer by layer, for models of no known family.</summary>
/// <remarks>
/// <code>
/// { "model_type": "chalkline", "hidden": 4096, "vocabulary": 32000, "tiedEmbeddings": false,
///   "layers": [ { "repeat": 32,
///                 "mixer": { "kind": "attention", "queryHeads": 32, "keyValueHeads": 8, "headDim": 128 },
///                 "feedForward": { "kind": "dense", "intermediate": 14336, "gated": true } } ] }
/// </code>
/// Mixers: <c>attention</c>, <c>latent</c>, <c>linear</c>, <c>convolution</c>, <c>scan</c>,
/// <c>stateSpace</c>, <c>none</c>; feed-forwards: <c>dense</c>,
/// <c>experts</c>, <c>none</c>. A field that is not known is refused, so that a slip of the pen is not a default.
/// </remarks>
internal static class WrittenModel
{
    /// <summary>Its <c>model_type</c>.</summary>
    public const string Type = "chalkline";

    public static Model Read(JsonView root, string name, Source source)
    {
        Allow(
            root, "model_type", "name", "hidden", "vocabulary", "tiedEmbeddings", "layers", "predictionLayers",
            "normBias", "otherParameters", "lookupParameters", "maximumContext", "precision");
        ConfigFields fields = new(root);
        ImmutableArray<Layer> layers = Layers(root.Required("layers"));
        return layers.IsEmpty
            ? throw root.Required("layers").Wrong("has no layers", "it must have at least one")
            : new()
            {
                Name = name,
                Hidden = fields.Size("hidden"),
                Vocabulary = fields.Size("vocabulary"),
                TiedEmbeddings = root.Required("tiedEmbeddings").Flag(),
                Layers = layers,
                PredictionLayers = root.Optional("predictionLayers") is JsonView prediction ? Layers(prediction) : [],
                NormBias = fields.Flag("normBias", false),
                OtherParameters = Weights(root, "otherParameters"),
                LookupParameters = Weights(root, "lookupParameters"),
                MaximumContext = fields.Find("maximumContext")?.Integer(1, 1_000_000_000),
                Native = root.Optional("precision") is JsonView precision ? Formats(precision) : Precision.Bf16,
                Source = source,
            };
    }

    private static ImmutableArray<Layer> Layers(JsonView list)
    {
        ImmutableArray<Layer>.Builder layers = ImmutableArray.CreateBuilder<Layer>();
        foreach (JsonView item in list.Items())
        {
            Allow(item, "repeat", "norms", "otherParameters", "mixer", "feedForward");
            int repeat = item.Optional("repeat")?.Integer(1, ConfigFields.MostLayers) ?? 1;
            Layer layer = new(
                Mixer(item.Required("mixer")),
                FeedForward(item.Required("feedForward")),
                item.Optional("norms")?.Integer(0, 100) ?? 2)
            {
                OtherParameters = Weights(item, "otherParameters"),
            };
            layers.AddRange(Enumerable.Repeat(layer, repeat));
            if (layers.Count > ConfigFields.MostLayers)
            {
                throw list.Wrong(string.Create(
                    CultureInfo.InvariantCulture, $"has more than {ConfigFields.MostLayers} layers together"));
            }
        }

        return layers.ToImmutable();
    }

    private static TokenMixer Mixer(JsonView view)
    {
        ConfigFields at = new(view);
        switch (view.Required("kind").Text())
        {
            case "none":
                Allow(view, "kind");
                return new NoMixer();
            case "attention":
                return Softmax(view, at);
            case "latent":
                Allow(
                    view, "kind", "heads", "queryRank", "keyValueRank", "nopeDim", "ropeDim", "valueDim", "outputGate",
                    "sparse");
                return new LatentAttention(
                    at.Size("heads"),
                    at.OptionalSize("queryRank"),
                    at.Size("keyValueRank"),
                    at.Size("nopeDim"),
                    at.Size("ropeDim"),
                    at.Size("valueDim"))
                {
                    OutputGate = at.Flag("outputGate", false),
                    Sparse = Sparse(view),
                };
            case "linear":
                Allow(
                    view, "kind", "recurrence", "keyHeads", "valueHeads", "keyDim", "valueDim", "convolutionKernel",
                    "fullRankGate");
                return new LinearAttention(
                    Recurrence(view.Required("recurrence")),
                    at.Size("keyHeads"),
                    at.Size("valueHeads"),
                    at.Size("keyDim"),
                    at.Size("valueDim"),
                    at.Count("convolutionKernel"))
                {
                    FullRankGate = at.Flag("fullRankGate", false),
                };
            case "convolution":
                Allow(view, "kind", "channels", "kernel", "bias");
                return new ShortConvolution(at.Size("channels"), at.Size("kernel"), at.Flag("bias", false));
            case "scan":
                Allow(view, "kind", "channels", "stateDim", "rateRank", "convolutionKernel", "norms");
                return new SelectiveScan(
                    at.Size("channels"), at.Size("stateDim"), at.Size("rateRank"), at.Count("convolutionKernel"))
                {
                    Norms = at.Flag("norms", false),
                };
            case "stateSpace":
                Allow(view, "kind", "heads", "headDim", "stateDim", "groups", "convolutionKernel");
                return new StateSpace(
                    at.Size("heads"),
                    at.Size("headDim"),
                    at.Size("stateDim"),
                    at.Size("groups"),
                    at.Count("convolutionKernel"));
            default:
                throw view.Required("kind").Wrong("must be attention, latent, linear, convolution, scan, stateSpace or none");
        }
    }

    private static Attention Softmax(JsonView view, ConfigFields at)
    {
        Allow(
            view, "kind", "queryHeads", "keyValueHeads", "headDim", "valueHeadDim", "window", "queryKeyValueBias",
            "outputBias", "outputGate", "keyIsValue", "ownsKeyValue", "queryRank", "queryKeyNorm", "sinks",
            "compression", "compressionOverlap", "localWindow", "outputFactors", "sparse");
        int heads = at.Size("queryHeads");
        int keyValueHeads = at.Size("keyValueHeads");
        int headDim = at.Size("headDim");
        if (heads % keyValueHeads != 0)
        {
            throw at.Mismatch("keyValueHeads", $"does not divide the {heads} query heads", "it must");
        }

        ConfigFields? factors = view.Optional("outputFactors") is JsonView factorView ? new(factorView) : null;
        return new(heads, keyValueHeads, headDim, at.OptionalSize("valueHeadDim") ?? headDim)
        {
            Window = at.OptionalSize("window"),
            QueryKeyValueBias = at.Flag("queryKeyValueBias", false),
            OutputBias = at.Flag("outputBias", false),
            OutputGate = at.Flag("outputGate", false),
            KeyIsValue = at.Flag("keyIsValue", false),
            OwnsKeyValue = at.Flag("ownsKeyValue", true),
            QueryRank = at.OptionalSize("queryRank"),
            QueryKeyNorm = at.Count("queryKeyNorm"),
            Sinks = at.Flag("sinks", false),
            Compression = at.OptionalSize("compression") ?? 1,
            CompressionOverlap = at.Flag("compressionOverlap", false),
            LocalWindow = at.Count("localWindow"),
            OutputFactors = factors is null ? null : (factors.Size("groups"), factors.Size("rank")),
            Sparse = Sparse(view),
        };
    }

    private static SparseSelection? Sparse(JsonView mixer)
    {
        if (mixer.Optional("sparse") is not JsonView view)
        {
            return null;
        }

        Allow(view, "topK", "indexHeads", "indexDim", "queryInput", "ownsIndex", "headWeights", "norms");
        ConfigFields at = new(view);
        return new(at.Size("topK"), at.Size("indexHeads"), at.Size("indexDim"), at.Size("queryInput"))
        {
            OwnsIndex = at.Flag("ownsIndex", true),
            HeadWeights = at.Flag("headWeights", true),
            Norms = at.Count("norms"),
        };
    }

    private static LinearAttentionKind Recurrence(JsonView view) => view.Text() switch
    {
        "gatedDeltaNet" => LinearAttentionKind.GatedDeltaNet,
        "kimiDelta" => LinearAttentionKind.KimiDelta,
        "lightning" => LinearAttentionKind.Lightning,
        _ => throw view.Wrong("must be gatedDeltaNet, kimiDelta or lightning"),
    };

    private static FeedForward FeedForward(JsonView view)
    {
        ConfigFields at = new(view);
        switch (view.Required("kind").Text())
        {
            case "none":
                Allow(view, "kind");
                return new NoFeedForward();
            case "dense":
                Allow(view, "kind", "intermediate", "gated", "bias");
                return new DenseFeedForward(at.Size("intermediate"), at.Flag("gated", true), at.Flag("bias", false));
            case "experts":
                Allow(
                    view, "kind", "experts", "expertsPerToken", "intermediate", "gated", "sharedExperts",
                    "sharedIntermediate", "sharedGate", "latent", "bias", "routerBias");
                int experts = at.Size("experts");
                return new ExpertFeedForward(
                    experts,
                    view.Required("expertsPerToken").Integer(1, experts),
                    at.Size("intermediate"),
                    at.Flag("gated", true))
                {
                    SharedExperts = at.Count("sharedExperts"),
                    SharedIntermediate = at.Count("sharedIntermediate"),
                    SharedGate = at.Flag("sharedGate", false),
                    Latent = at.OptionalSize("latent"),
                    Bias = at.Flag("bias", false),
                    RouterBias = at.Flag("routerBias", false),
                };
            default:
                throw view.Required("kind").Wrong("must be dense, experts or none");
        }
    }

    private static Precision Formats(JsonView view)
    {
        Allow(view, "attention", "feedForward", "experts", "embedding", "activations", "keyValue");
        return new(
            Format("attention"), Format("feedForward"), Format("experts"), Format("embedding"), Format("activations"),
            Format("keyValue"));

        NumberFormat Format(string part)
        {
            if (view.Optional(part) is not JsonView given)
            {
                return NumberFormat.Bf16;
            }

            string name = given.Text();
            return NumberFormat.All.FirstOrDefault(
                format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase)) ?? throw given.Wrong(
                "is not a number format",
                $"choose one of {string.Join(", ", NumberFormat.All.Select(format => format.Name))}");
        }
    }

    private static long Weights(JsonView view, string name) => (long)(view.Optional(name)?.Number(0, 1e13) ?? 0);

    private static void Allow(JsonView view, params string[] known)
    {
        if (view.Element.ValueKind != System.Text.Json.JsonValueKind.Object)
        {
            throw view.Wrong("must be an object");
        }

        foreach (System.Text.Json.JsonProperty property in view.Element.EnumerateObject())
        {
            if (!known.Contains(property.Name, StringComparer.Ordinal))
            {
                string shown = property.Name.Length <= 40 ? property.Name : property.Name[..40];
                throw view.Wrong($"has a field '{shown}' that is not known", $"known are {string.Join(", ", known)}");
            }
        }
    }
}
