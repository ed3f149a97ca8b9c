using System.Globalization;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Formats;
using Chalkline.Models.Import;

namespace Chalkline.Models;

/// <summary>Reads a model from a Hugging Face <c>config.json</c>, or from our own layer-by-layer form.</summary>
/// <remarks>
/// The family is that of <c>model_type</c>, or else of the first class in <c>architectures</c>. One that is not known is
/// refused rather than guessed: what looks like a plain decoder may have a part that no
/// known field shows. Such a model can be described by hand with <c>"model_type": "chalkline"</c>
/// (see <see cref="WrittenModel"/>).
/// </remarks>
public static class ConfigImport
{
    /// <summary>The longest context taken for real, tokens.</summary>
    private const int LongestContext = 1_000_000_000;

    private static readonly string[] Nested =
        ["text_config", "llm_config", "language_config", "language_model_config", "thinker_config"];

    private static readonly string[] SharedWithOuter =
        ["quantization_config", "tie_word_embeddings", "torch_dtype", "dtype", "expert_dtype"];

    /// <summary>Every value of <c>model_type</c> that is read, besides <c>chalkline</c>.</summary>
    public static IEnumerable<string> KnownTypes => Families.Types;

    /// <summary>Reads a configuration.</summary>
    /// <param name="config">The root of the file.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="source">Where the file was read.</param>
    /// <exception cref="ChalkException">The family is unknown, or a field is missing, absurd or at odds with
    /// another.</exception>
    public static Model Import(JsonView config, string name, Source source) => Import(config, null, name, source);

    /// <summary>Reads a configuration with fields added to it where the file is silent.</summary>
    /// <param name="config">The root of the file.</param>
    /// <param name="added">Fields that fill in what the configuration lacks; they never replace what it says.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="source">Where the file was read.</param>
    public static Model Import(JsonView config, JsonView? added, string name, Source source)
    {
        try
        {
            (JsonView main, JsonView? outer) = TextDecoder(config);
            ConfigFields fields = new(main, added, outer, Part(main, "attn_config"), Part(main, "ffn_config"));
            return fields.Text("model_type") == WrittenModel.Type
                ? WrittenModel.Read(main, name, source)
                : Read(fields, name, source);
        }
        catch (InvalidOperationException error)
        {
            // Text with half a surrogate pair or with bytes that are no UTF-8 shows only when it is read.
            throw new ChalkException($"{config.File}: holds text that is not valid Unicode; save it as UTF-8.", error);
        }
    }

    /// <summary>The part that describes the text decoder, and what it shares with the file around it.</summary>
    private static (JsonView Main, JsonView? Outer) TextDecoder(JsonView config)
    {
        foreach (string name in Nested)
        {
            if (config.Optional(name) is JsonView { Element.ValueKind: System.Text.Json.JsonValueKind.Object } inner
                && !config.Has("hidden_size"))
            {
                return (TextDecoder(inner).Main, Shared(config));
            }
        }

        return (config, null);
    }

    /// <summary>A part of a file in an object of its own (DBRX, MPT); null where there is none.</summary>
    private static JsonView? Part(JsonView main, string name)
        => main.Optional(name) is { Element.ValueKind: System.Text.Json.JsonValueKind.Object } part ? part : null;

    private static JsonView Shared(JsonView config)
    {
        System.Text.Json.Nodes.JsonObject shared = [];
        foreach (string name in SharedWithOuter)
        {
            if (config.Optional(name) is JsonView view)
            {
                shared[name] = System.Text.Json.Nodes.JsonNode.Parse(view.Element.GetRawText());
            }
        }

        return JsonView.Parse(config.File, shared.ToJsonString());
    }

    private static Model Read(ConfigFields fields, string name, Source source)
    {
        Family family = FamilyOf(fields);
        int hidden = fields.Size("hidden_size", "n_embd", "d_model", "n_embed");
        IReadOnlyList<Layer> layers = family.Trunk is { } trunk
            ? trunk(fields, family, hidden)
            : Layers(fields, family, hidden);
        Precision native = QuantizationReader.Read(fields, out string note);
        int? longest = fields.Find(
            "max_position_embeddings", "n_positions", "seq_length", "max_seq_len", "model_max_length", "max_sequence_length")
            ?.Integer(1, LongestContext);
        int streams = fields.Find("hc_mult")?.Integer(1, 64) ?? 1;
        int perLayerInput = fields.Count("hidden_size_per_layer_input");
        int vocabulary = fields.Size("vocab_size", "padded_vocab_size");
        Model model = new()
        {
            Name = name,
            Hidden = hidden,
            Vocabulary = vocabulary,
            TiedEmbeddings = fields.Flag("tie_word_embeddings", family.Tied),
            Layers = [.. layers],
            PredictionLayers = PredictionReader.Read(fields, family, layers.Count, hidden),
            NormBias = family.NormBias,
            MaximumContext = longest,
            Native = native,
            Source = note.Length == 0 ? source : source with { Note = Join(source.Note, note) },
            OtherParameters = streams > 1 ? ((long)streams * streams * hidden) + streams + 1 : 0,
            LookupParameters = family.LearnedPositions && longest is int positions ? (long)positions * hidden : 0,
        };
        if (perLayerInput > 0)
        {
            int rows = fields.OptionalSize("vocab_size_per_layer_input") ?? vocabulary;
            model = WithPerLayerInput(model, perLayerInput, rows);
        }

        return streams > 1 ? WithStreams(model, streams) : model;
    }

    private static Family FamilyOf(ConfigFields fields)
    {
        string? type = fields.Text("model_type");
        string? architecture = fields.List("architectures") is { Count: > 0 } list ? list[0].Text() : null;
        if ((type is null ? null : Families.OfType(type)) is Family byType)
        {
            return byType;
        }

        // A type of one's own with a known class is run by the code of that class.
        if (architecture is not null && Families.OfArchitecture(architecture) is Family byArchitecture)
        {
            return byArchitecture;
        }

        string file = fields.Main.File;
        const string Remedy = "describe the model by hand with \"model_type\": \"chalkline\" and explicit layers";
        if (type is null && architecture is null)
        {
            throw new ChalkException(
                $"{file}: has neither 'model_type' nor 'architectures', so its family is unknown; {Remedy}.");
        }

        string shown = type ?? architecture!;
        shown = shown.Length <= 60 ? shown : shown[..60];
        string[] near = [.. Families.Types.Where(known => Alike(known, shown)).Take(4)];
        string hint = near.Length > 0 ? $" (known are {string.Join(", ", near)})" : "";
        string field = type is null ? "architectures" : "model_type";
        throw new ChalkException($"{file}: field '{field}' is '{shown}', a family not known here{hint}; {Remedy}.");
    }

    private static bool Alike(string known, string shown)
        => shown.Length >= 3 && known.StartsWith(shown[..3], StringComparison.OrdinalIgnoreCase);

    private static Layer[] Layers(ConfigFields fields, Family family, int hidden)
    {
        LayerContext[] all =
            [.. LayerContext.Each(fields, family, hidden, "num_hidden_layers", "n_layer", "num_layers", "n_layers")];
        int count = all.Length;
        if (fields.Find("num_kv_shared_layers")?.Integer(0, ConfigFields.Largest) >= count)
        {
            throw fields.Mismatch(
                "num_kv_shared_layers",
                string.Create(CultureInfo.InvariantCulture, $"leaves none of the {count} layers with a cache"),
                "it must be smaller");
        }

        return [.. all.Select(at =>
        {
            FeedForward feedForward = family.FeedForward(at);
            int norms = family.Norms;
            if (family.Norms == 4 && feedForward is ExpertFeedForward { SharedExperts: > 0 })
            {
                // Gemma 4 norms the dense and the routed branch apart.
                norms += 3;
            }

            return new Layer(family.Mixer(at), feedForward, norms);
        })];
    }

    /// <summary>
    /// Hyper-connections (DeepSeek-V4): small matrices that mix parallel residual streams around each part.
    /// </summary>
    private static Model WithStreams(Model model, int streams)
    {
        long mixing = CompressedReader.Mixing(streams, model.Hidden);
        return model with
        {
            Layers = [.. model.Layers.Select(layer => layer with { OtherParameters = layer.OtherParameters + mixing })],
            PredictionLayers =
            [
                .. model.PredictionLayers.Select(
                    layer => layer with { OtherParameters = layer.OtherParameters + mixing }),
            ],
        };
    }

    /// <summary>
    /// Per-layer inputs (Gemma): a table, a projection of the embedding, and a gate and projection a layer.
    /// </summary>
    private static Model WithPerLayerInput(Model model, int width, int rows)
    {
        long all = (long)model.Layers.Length * width;
        long gate = 2L * model.Hidden * width;
        return model with
        {
            LookupParameters = model.LookupParameters + (all * rows),
            OtherParameters = model.OtherParameters + (all * model.Hidden) + width,
            Layers =
            [
                .. model.Layers.Select(layer => layer with
                {
                    OtherParameters = layer.OtherParameters + gate,
                    Norms = layer.Norms + 1,
                }),
            ],
        };
    }

    private static string Join(string first, string second) => first.Length == 0 ? second : $"{first}; {second}";
}
