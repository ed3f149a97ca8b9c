using Chalkline.Derivations;

namespace Chalkline.Models;

/// <summary>How the variables of the parameter count are written.</summary>
internal static class SizeSymbols
{
    public static readonly Symbol Hidden = new("hidden", "d", "d", "width of the residual stream, elements");
    public static readonly Symbol Vocabulary = new("vocabulary", "V", "V", "rows of the embedding");
    public static readonly Symbol LookupRows = Sum("lookups", "further lookup tables: positions, per-layer embeddings");
    public static readonly Symbol Layers = new("layers", "n_layers", "n_{\\text{layers}}", "layers of this kind");
    public static readonly Symbol Norm = new(
        "norm", "w_norm", "w_{\\text{norm}}", "weights of one norm vector and its bias");
    public static readonly Symbol NormVectors = new(
        "normVectors", "n_norm", "n_{\\text{norm}}", "norm vectors in a layer");

    public static readonly Symbol QueryHeads = new("queryHeads", "n_q", "n_q", "query heads");
    public static readonly Symbol KeyValueHeads = new("keyValueHeads", "n_kv", "n_{kv}", "key-value heads");
    public static readonly Symbol HeadDim = new(
        "headDim", "d_head", "d_{\\text{head}}", "width of a query or key head");
    public static readonly Symbol ValueDim = new("valueDim", "d_v", "d_v", "width of a value head");
    public static readonly Symbol QueryRank = new("queryRank", "r_q", "r_q", "rank of the query compression");
    public static readonly Symbol Latent = new("latent", "r_kv", "r_{kv}", "width of the compressed key-value vector");
    public static readonly Symbol NopeDim = new(
        "nopeDim", "d_nope", "d_{\\text{nope}}", "key width a head without position");
    public static readonly Symbol RopeDim = new(
        "ropeDim", "d_rope", "d_{\\text{rope}}", "width of the shared rotary key");
    public static readonly Symbol Query = Sum("query", "query projection");
    public static readonly Symbol KeyValue = Sum("keyValue", "key and value projections");
    public static readonly Symbol Output = Sum("output", "output projection");
    public static readonly Symbol Gate = Sum("gate", "output gate");
    public static readonly Symbol Vectors = Sum("vectors", "biases, norms on queries and keys, sinks");
    public static readonly Symbol Compressor = Sum("compressor", "compression of cache entries");
    public static readonly Symbol Indexer = Sum("indexer", "indexer of sparse attention");
    public static readonly Symbol Mixer = Sum("mixer", "token mixer of one layer");

    public static readonly Symbol KeyWidth = new("keyWidth", "d_K", "d_K", "width of all key heads");
    public static readonly Symbol ValueWidth = new("valueWidth", "d_V", "d_V", "width of all value heads");
    public static readonly Symbol Heads = new("heads", "n_h", "n_h", "heads");
    public static readonly Symbol RateRank = new("rateRank", "r_dt", "r_{dt}", "rank of the projection to the rates");
    public static readonly Symbol Taps = new("taps", "k_conv", "k_{\\text{conv}}", "taps of the short convolution");
    public static readonly Symbol StateDim = new(
        "stateDim", "d_state", "d_{\\text{state}}", "width of B and C over all groups");

    public static readonly Symbol Intermediate = new("intermediate", "d_ff", "d_{\\text{ff}}", "inner width");
    public static readonly Symbol Matrices = new("matrices", "m", "m", "matrices: 3 when gated, 2 when not");
    public static readonly Symbol Width = new("width", "d_e", "d_e", "width routed experts work in");
    public static readonly Symbol Experts = new("experts", "E", "E", "routed experts");
    public static readonly Symbol Visited = new("visited", "k", "k", "routed experts a token visits");
    public static readonly Symbol Shared = new(
        "shared", "d_shared", "d_{\\text{shared}}", "inner width of the shared experts");
    public static readonly Symbol Biases = Sum("biases", "biases");
    public static readonly Symbol Expert = Sum("expert", "one routed expert");
    public static readonly Symbol FeedForward = Sum("feedForward", "dense feed-forward of one layer");
    public static readonly Symbol SharedPart = Sum("sharedPart", "shared experts and latent projections of one layer");
    public static readonly Symbol RouterPart = Sum("routerPart", "router of one layer");
    public static readonly Symbol OtherPart = Sum("otherPart", "other weights of one layer");

    public static readonly Symbol Embedding = Sum("embedding", "embedding and other lookup tables");
    public static readonly Symbol Attention = Sum("attention", "token mixers");
    public static readonly Symbol Dense = Sum("dense", "dense feed-forward layers");
    public static readonly Symbol Routed = Sum("routed", "routed experts");
    public static readonly Symbol Seen = Sum("seen", "routed experts that one token visits");
    public static readonly Symbol SharedExperts = Sum("sharedExperts", "shared experts");
    public static readonly Symbol Router = Sum("router", "routers");
    public static readonly Symbol Norms = Sum("norms", "norms");
    public static readonly Symbol Other = Sum("other", "other weights");
    public static readonly Symbol Head = Sum("head", "LM head");
    public static readonly Symbol TiedHead = Sum("tiedHead", "embedding rows that are also the LM head");
    public static readonly Symbol Prediction = Sum("prediction", "multi-token-prediction layers");
    public static readonly Symbol Total = new("total", "N", "N", "parameters, multi-token prediction apart");
    public static readonly Symbol Active = new(
        "active", "N_act", "N_{\\text{act}}", "parameters one token is multiplied with");

    private static Symbol Sum(string name, string meaning)
        => new(name, $"N_{name}", $"N_{{\\text{{{name}}}}}", $"parameters: {meaning}");
}
