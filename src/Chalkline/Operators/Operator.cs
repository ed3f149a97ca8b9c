using Chalkline.Calibration;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Operators;

/// <summary>
/// One operator of a layer as one device runs it: everything that does not depend on the batch, worked out once, so
/// that timing a pass is a short sum.
/// </summary>
public readonly record struct Operator
{
    /// <summary>Name shown to the user, for example <c>query-key-value projection</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What drives its cost.</summary>
    public required OperatorKind Kind { get; init; }

    /// <summary>The part of the model it belongs to.</summary>
    public required ModelPart Part { get; init; }

    /// <summary>How often a pass runs it on one device: its layers, divided over pipeline stages.</summary>
    public required double Count { get; init; }

    /// <summary>Dense peak in the arithmetic it runs in.</summary>
    public required FlopPerSecond Peak { get; init; }

    /// <summary>Bytes of its weights on one device; for experts, of all experts the device holds.</summary>
    public Bytes Weights { get; init; }

    /// <summary>
    /// Work of one new token (one logit for the LM head, one routed token for experts) on one device.
    /// </summary>
    public FlopPerToken Flop { get; init; }

    /// <summary>Activation bytes one such token reads and writes.</summary>
    public BytesPerToken Activations { get; init; }

    /// <summary>Kernels it launches each time.</summary>
    public double Kernels { get; init; }

    /// <summary>For experts: natural logarithm of the chance that a token misses a given expert, ln(1 - k/E).</summary>
    public double LogMiss { get; init; }

    /// <summary>For experts: smallest share of the device's experts that any routing must touch, k/E.</summary>
    public double LeastTouched { get; init; }

    /// <summary>For attention: its cache and arithmetic.</summary>
    public AttentionShape Attention { get; init; }

    /// <summary>
    /// The kernel it runs, its sizes of a pass left open; null for what the <c>calibrated</c> fidelity times as the
    /// <c>operator</c> fidelity does.
    /// </summary>
    public KernelWork? Kernel { get; init; }

    /// <summary>Share of the weights, and of the arithmetic, that is padding and no part of the model; in [0, 1).</summary>
    public double Padding { get; init; }

    /// <summary>For collectives: bytes of the message that do not grow with the tokens, such as gathered weights.</summary>
    public Bytes Gathered { get; init; }

    /// <summary>For collectives: whether logits are exchanged rather than the activations of every new token.</summary>
    public bool OnLogits { get; init; }

    /// <summary>For collectives: whether the entries that prompts read are exchanged; decoding has none.</summary>
    public bool OnEntries { get; init; }

    /// <summary>
    /// Devices that divide the tokens of prompts among them, and the entries of caches; 0 for operators that are not so
    /// divided. Tokens of decoding are on all of them.
    /// </summary>
    public int ContextParallel { get; init; }

    /// <summary>For collectives: the prepared network cost.</summary>
    public Collective Collective { get; init; }

    /// <summary>For collectives: the cost in passes with prompts, where it differs; null where it does not.</summary>
    public Collective? OfPrompts { get; init; }

    /// <summary>Whether it hands activations from one pipeline stage to the next.</summary>
    internal bool IsHandOver => Kind == OperatorKind.Collective && Collective.Kind == CollectiveKind.PointToPoint;

    /// <summary>Tokens of a pass that drive the cost on one device; or the entries that prompts exchange.</summary>
    /// <param name="load">What the device's group gets to do.</param>
    public Tokens Seen(in PassLoad load) => this switch
    {
        { Kind: OperatorKind.PerLogit } or { OnLogits: true } => load.Logits,
        { Kind: OperatorKind.Experts } => load.RoutedTokens,
        { OnEntries: true } => new(load.Prefill.Sequences * Attention.EntriesSeen(load.Prefill)),
        { ContextParallel: > 1 } => load.Decode.AllNewTokens + (load.Prefill.AllNewTokens * (1.0 / ContextParallel)),
        _ => load.NewTokens,
    };
}

/// <summary>Parts of a model by which costs and bytes are told apart.</summary>
public enum ModelPart
{
    /// <summary>Token mixing: projections, attention, recurrences.</summary>
    Attention,

    /// <summary>Dense feed-forward layers.</summary>
    FeedForward,

    /// <summary>Routed experts and their router.</summary>
    Experts,

    /// <summary>Shared experts.</summary>
    SharedExperts,

    /// <summary>Norms and other element-wise kernels.</summary>
    Norms,

    /// <summary>Embedding and LM head.</summary>
    Vocabulary,

    /// <summary>Collectives.</summary>
    Network,
}

/// <summary>The part of an attention operator that grows with context, on one device.</summary>
public readonly record struct AttentionShape
{
    /// <summary>FLOP of a query-key pair, all heads of the device; for latent attention in the absorbed form.</summary>
    public Flop PairFlop { get; init; }

    /// <summary>Bytes of a cache entry that the device reads.</summary>
    public Bytes EntryBytes { get; init; }

    /// <summary>Entries a query sees at most (window or top-k); infinity when it sees all.</summary>
    public double Window { get; init; }

    /// <summary>Tokens whose entries stay in the cache: the sliding window, or infinity when all stay.</summary>
    public double HeldWindow { get; init; }

    /// <summary>Tokens folded into an entry; 1 for an ordinary cache.</summary>
    public double TokensPerEntry { get; init; }

    /// <summary>Further uncompressed entries a query always sees (compressed attention); else 0.</summary>
    public double LocalWindow { get; init; }

    /// <summary>
    /// Of <see cref="LocalWindow"/>, the entries this layer keeps; 0 where it reads those of another layer.
    /// </summary>
    public double HeldLocally { get; init; }

    /// <summary>FLOP of the indexer for every visible pair; 0 without one.</summary>
    public Flop IndexFlop { get; init; }

    /// <summary>Bytes of an index key; 0 without an indexer.</summary>
    public Bytes IndexBytes { get; init; }

    /// <summary>For latent attention: FLOP of a pair in the expanded form.</summary>
    public Flop ExpandedPairFlop { get; init; }

    /// <summary>For latent attention: FLOP to expand one entry into keys and values.</summary>
    public Flop ExpandFlop { get; init; }

    /// <summary>For latent attention: bytes of one expanded entry, written once and read once.</summary>
    public Bytes ExpandedEntryBytes { get; init; }

    /// <summary>For latent attention: FLOP a new token spends on absorbing queries and unfolding outputs.</summary>
    public FlopPerToken AbsorbFlop { get; init; }

    /// <summary>For recurrences: state bytes of a sequence on the device.</summary>
    public Bytes StateBytes { get; init; }

    /// <summary>Query-key pairs of one sequence of a pass.</summary>
    internal double Pairs(in Pass pass)
    {
        double pairs = pass.PairsPerSequence(Window * TokensPerEntry) / TokensPerEntry;
        return LocalWindow > 0 ? pairs + pass.PairsPerSequence(LocalWindow) : pairs;
    }

    /// <summary>Entries that one sequence of a pass must read or make at least once.</summary>
    internal double EntriesSeen(in Pass pass)
    {
        double entries = pass.EntriesSeen(Window * TokensPerEntry) / TokensPerEntry;
        return LocalWindow > 0 ? entries + pass.EntriesSeen(LocalWindow) : entries;
    }

    /// <summary>Bytes that a sequence of <paramref name="context"/> tokens holds in one layer on one device.</summary>
    public Bytes Held(Tokens context)
    {
        if (TokensPerEntry == 0)
        {
            return StateBytes;
        }

        // An entry is made when its last token has come: the same rounding as in KeyValueFootprint.
        double tokens = context.Value;
        Bytes entries = Math.Floor(Math.Min(tokens, HeldWindow) / TokensPerEntry) * EntryBytes;
        Bytes local = Math.Min(tokens, HeldLocally) * EntryBytes;
        Bytes index = Math.Floor(tokens / TokensPerEntry) * IndexBytes;
        return StateBytes + entries + local + index;
    }
}
