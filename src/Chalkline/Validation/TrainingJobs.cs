using Chalkline.Files;
using Chalkline.Formats;
using Chalkline.Training;

namespace Chalkline.Validation;

/// <summary>
/// What a row of training says was run. What it leaves open is taken as the frameworks of its time have it by default,
/// and said so.
/// </summary>
internal static class TrainingJobs
{
    /// <summary>The vocabulary of GPT-2, padded, where a table prints none.</summary>
    private const double UsualVocabulary = 50304;

    /// <summary>Tokens of a micro-batch where a table prints none: about as many as devices of the time hold.</summary>
    private const double UsualTokens = 8192;

    /// <summary>The job of a row; null, with the reason, when it does not say enough.</summary>
    public static (TrainingJob? Job, string Unusable, string Assumed) Of(CsvRow row)
    {
        string[] needed = ["layers", "hidden", "heads", "seq_len", "global_batch", "n_gpus", "hardware", "precision"];
        if (needed.FirstOrDefault(column => row.Text(column).Length == 0) is { } missing)
        {
            return (null, $"{missing} not stated", "");
        }

        if (Arithmetics(row.Text("precision")) is not { } arithmetic)
        {
            return (null, $"precision '{row.Text("precision")}' is not known", "");
        }

        if (row.Text("experts").Length > 0 && row.Text("gated_mlp") is not ("yes" or "no"))
        {
            return (null, "mix of layers not stated", "");
        }

        // Fused attention, sequence parallelism and sharded optimizers became the default with Hopper.
        bool recent = !row.Text("hardware").StartsWith("a100", StringComparison.Ordinal)
            && !row.Text("hardware").StartsWith("v100", StringComparison.Ordinal);
        List<string> assumed = [];
        TrainingLayout layout = Layout(row, recent, assumed);
        int devices = row.Count("n_gpus")!.Value;
        if (layout.Devices != devices)
        {
            return (null, "degrees do not give the devices", "");
        }

        double sequence = row.Number("seq_len", 0, above: true)!.Value;
        double batch = row.Number("global_batch", 0, above: true)!.Value;
        double? micro = row.Number("micro_batch", 0, above: true);
        TrainingJob job = new()
        {
            Shape = Shape(row),
            Layout = layout,
            Sequence = sequence,
            GlobalBatch = batch,
            MicroBatch = micro ?? MicroBatch(batch / layout.Data, sequence / layout.Context, layout.Stages),
            Arithmetic = arithmetic,
            FlashAttention = Said(row, "flash_attention", recent),
            Overlapped = recent,
            Frozen = row.Text("task") == "lora",
        };
        if (micro is null)
        {
            assumed.Add("micro-batch");
        }

        bool open = row.Text("schedule") is "unknown" or "" && row.Text("vp").Length == 0;
        if (recent && open && Interleaved(job) is > 1 and int chunks)
        {
            job = job with { Layout = job.Layout with { Chunks = chunks } };
            assumed.Add("interleaving");
        }

        try
        {
            return (job.Check(), "", string.Join(", ", assumed));
        }
        catch (ChalkException)
        {
            return (null, "layout cannot be had", "");
        }
    }

    private static TrainingShape Shape(CsvRow row)
    {
        double hidden = row.Number("hidden", 0, above: true)!.Value;
        double heads = row.Number("heads", 0, above: true)!.Value;
        double keyHeads = row.Number("kv_heads", 0, above: true) ?? heads;
        double experts = row.Number("experts", 0) ?? 0;

        // Tables leave the width of a head empty where attention is latent.
        bool latent = experts > 0 && keyHeads == heads && row.Text("head_dim").Length == 0;
        bool gated = row.Text("gated_mlp") == "yes";
        double width = row.Number("ffn", 0) ?? 0;
        double expertWidth = row.Number("expert_ffn", 0) ?? (experts > 0 ? width : 0);
        TrainingShape shape = new()
        {
            Layers = row.Count("layers")!.Value,
            Hidden = hidden,
            Heads = heads,
            KeyValueHeads = keyHeads,
            HeadDim = latent ? 0 : row.Number("head_dim", 0, above: true) ?? hidden / heads,
            FeedForward = width > 0 ? width : (gated ? 8 / 3.0 : 4) * hidden,
            Gated = gated,
            Vocabulary = row.Number("vocab", 0) ?? UsualVocabulary,
            Experts = experts,
            ExpertsPerToken = row.Number("experts_per_token", 0) ?? 0,
            SharedExperts = row.Number("shared_experts", 0) ?? 0,
            ExpertWidth = expertWidth,
        };
        return experts > 0 && row.Number("params_b", 0, above: true) is { } billions
            ? shape with { DenseLayers = DenseLayers(shape, billions * 1e9) }
            : shape;
    }

    /// <summary>Leading dense layers of a model of experts, from the parameters it is said to have.</summary>
    private static int DenseLayers(TrainingShape shape, double parameters)
    {
        double saved = ((shape.Experts + shape.SharedExperts) * shape.ExpertWeights) - shape.FeedForwardWeights;
        return saved <= 0 ? 0
            : (int)Math.Clamp(Math.Round((shape.Parameters - parameters) / saved), 0, shape.Layers / 10);
    }

    private static TrainingLayout Layout(CsvRow row, bool recent, List<string> assumed)
    {
        int tensor = row.Count("tp") ?? 1;
        int context = row.Count("cp") ?? 1;
        int stages = row.Count("pp") ?? 1;
        int devices = row.Count("n_gpus")!.Value;
        string schedule = row.Text("schedule");
        if (row.Text("tp").Length == 0 || row.Text("pp").Length == 0)
        {
            assumed.Add("layout");
        }

        return new()
        {
            Tensor = tensor,
            SequenceParallel = tensor > 1 && Said(row, "sp", recent),
            Context = context,
            Stages = stages,
            Chunks = row.Count("vp") ?? (schedule == "interleaved" && stages > 1 ? 2 : 1),
            Data = row.Count("dp") ?? Math.Max(1, devices / (tensor * context * stages)),
            Expert = row.Count("ep") ?? 1,
            Sharding = row.Text("fsdp_or_zero") switch
            {
                "0" => 0,
                "1" => 1,
                "2" => 2,
                "3" => 3,
                _ => recent ? 1 : 0,
            },
            Schedule = schedule switch
            {
                "zb-h1" or "zb-1p" => PipelineSchedule.ZeroBubbleSmall,
                "zb-h2" or "zb-2p" => PipelineSchedule.ZeroBubbleLarge,
                "zb-v" => PipelineSchedule.ZeroBubbleV,
                "dualpipe" => PipelineSchedule.DualPipe,
                _ => PipelineSchedule.OneForwardOneBackward,
            },
            Recompute = row.Text("recompute") switch
            {
                "full" => Recompute.Full,
                "selective" => Recompute.Selective,
                _ => Recompute.None,
            },
        };
    }

    /// <summary>
    /// Model chunks a device where the schedule is not printed: nobody leaves the bubble of few micro-batches as it is,
    /// and interleaving needs whole rounds of them and layers that divide (arXiv:2104.04473, section 2.2.2).
    /// </summary>
    private static int Interleaved(TrainingJob job)
    {
        int stages = job.Layout.Stages;
        int layers = job.Shape.Layers / stages;
        bool possible = stages > 2 && job.MicroBatches % stages == 0 && job.MicroBatches < 4 * stages
            && job.Shape.Layers % stages == 0;
        return possible ? Math.Max(1, layers / 2) : 1;
    }

    private static bool Said(CsvRow row, string column, bool otherwise) => row.Text(column) switch
    {
        "yes" => true,
        "no" => false,
        _ => otherwise,
    };

    /// <summary>The largest power of two that keeps the pipeline full and fits the usual number of tokens.</summary>
    private static double MicroBatch(double sequences, double tokens, int stages)
    {
        double micro = 1;
        while (2 * micro * tokens <= UsualTokens && sequences % (2 * micro) == 0
            && (stages == 1 || sequences / (2 * micro) >= 4 * stages))
        {
            micro *= 2;
        }

        return micro;
    }

    private static Arithmetic? Arithmetics(string precision) => precision switch
    {
        "bf16" or "fp16" => Arithmetic.Bf16,
        "fp8" or "mxfp8" => Arithmetic.Fp8,
        "nvfp4" or "mxfp4" or "fp4" => Arithmetic.Fp4,
        _ => null,
    };
}
