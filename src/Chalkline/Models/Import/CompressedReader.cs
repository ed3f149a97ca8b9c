using Chalkline.Files;

namespace Chalkline.Models.Import;

/// <summary>
/// DeepSeek-V4: one key-value head that is both key and value, compressed 4 or 128 to 1 beside a sliding window,
/// low-rank
/// queries and a factored output. Entries compressed 4 to 1 overlap and are selected by an indexer.
/// </summary>
internal static class CompressedReader
{
    /// <summary>The ratio at which entries overlap and an indexer selects them.</summary>
    private const int IndexedRatio = 4;

    public static TokenMixer Read(LayerContext at)
    {
        int heads = at.Config.Size("num_attention_heads");
        int headDim = at.Config.Size("head_dim");
        int window = at.Config.Size("sliding_window");
        int queryRank = at.Config.Size("q_lora_rank");
        int groups = at.Config.Size("o_groups");
        int ratio = Ratio(at);
        Attention attention = new(heads, AttentionReader.KeyValueHeads(at, heads), headDim, headDim)
        {
            KeyIsValue = true,
            QueryRank = queryRank,
            QueryKeyNorm = headDim,
            Sinks = true,
            OutputFactors = heads % groups == 0
                ? (groups, at.Config.Size("o_lora_rank"))
                : throw at.Config.Mismatch("o_groups", $"does not divide the {heads} heads", "it must"),
        };
        if (ratio <= 1)
        {
            return attention with { Window = window };
        }

        return attention with
        {
            Compression = ratio,
            CompressionOverlap = ratio == IndexedRatio,
            LocalWindow = window,
            Sparse = ratio != IndexedRatio
                ? null
                : new(
                    at.Config.Size("index_topk"),
                    at.Config.Size("index_n_heads"),
                    at.Config.Size("index_head_dim"),
                    queryRank),
        };
    }

    /// <summary>Weights of the mixing between parallel residual streams (hyper-connections) in one layer.</summary>
    public static long Mixing(int streams, int hidden)
    {
        long mixes = (2L + streams) * streams;
        return 2 * ((mixes * streams * hidden) + mixes + 3);
    }

    private static int Ratio(LayerContext at)
    {
        IReadOnlyList<JsonView> ratios = at.Config.PerLayer("compress_ratios", at.Layers, 16)
            ?? throw at.Config.Main.Wrong("has no 'compress_ratios'", "this kind of model needs one number a layer");
        return at.Index < ratios.Count ? ratios[at.Index].Integer(0, ConfigFields.Largest) : 0;
    }
}
