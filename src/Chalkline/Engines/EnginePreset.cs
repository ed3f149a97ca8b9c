using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Engines;

/// <summary>
/// What a serving engine does in every step, and the few times it spends outside the kernels. The numbers belong to the
/// engine and its versions; none belongs to a model, a machine or a run.
/// </summary>
public sealed record EnginePreset
{
    /// <summary>Name on the command line: <c>vllm</c>, <c>sglang</c>, <c>trtllm</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Versions the numbers were taken from.</summary>
    public required string Versions { get; init; }

    /// <summary>How prompts and decoding share a step.</summary>
    public required StepPolicy Policy { get; init; }

    /// <summary>Whether a prompt that does not fit a step is cut into chunks rather than waiting for an emptier one.</summary>
    public required bool Chunked { get; init; }

    /// <summary>Tokens a step takes at most, decode tokens included.</summary>
    public required int StepTokens { get; init; }

    /// <summary>Whether each attention-parallel group has that many to itself; otherwise they share them.</summary>
    public required bool TokensPerGroup { get; init; }

    /// <summary>Sequences that run at once at most, in each attention-parallel group.</summary>
    public required int Sequences { get; init; }

    /// <summary>Share of the device memory, weights included, that may be used; 1 when <see cref="FreeShare"/> rules.</summary>
    public required double MemoryShare { get; init; }

    /// <summary>Share of what weights and working space leave free that becomes KV cache.</summary>
    public required double FreeShare { get; init; }

    /// <summary>
    /// Share of its output that a request must find room for before it starts: 1 never evicts, 0 grows on demand and
    /// evicts the youngest when full.
    /// </summary>
    public required double Reserved { get; init; }

    /// <summary>Time of every step outside the kernels: scheduling, sampling, copying, as far as it is exposed.</summary>
    public required Seconds HostPerStep { get; init; }

    /// <summary>Further exposed time of a step for each running sequence.</summary>
    public required Seconds HostPerSequence { get; init; }

    /// <summary>Time of a request before its prefill and after its first token: parsing, tokenizer, transport.</summary>
    public required Seconds HostPerRequest { get; init; }

    /// <summary>
    /// Mean steps that a busy engine runs between a request and the first step that may take it in, at least 0: the step
    /// that is under way. Requests differ, from none to twice as many, so that those sent together part.
    /// </summary>
    public required int EntrySteps { get; init; }

    /// <summary>Steps of decoding between two looks at what has come in, at least 1; after a prompt it always looks.</summary>
    public int ReceiveSteps { get; init; } = 1;

    /// <summary>
    /// Sequences of an attention-parallel group for which steps of decoding are captured as a graph, ascending: a batch is
    /// filled up to the next of them with sequences of no context. Larger batches, and steps with prompts, are launched
    /// kernel by kernel. Empty when nothing is captured.
    /// </summary>
    public ImmutableArray<int> Captured { get; init; } = [];

    /// <summary>
    /// Time in which the host launches one kernel that no graph holds: interpreter, dispatch and driver. Launches run
    /// ahead of the kernels, so a step takes the longer of both.
    /// </summary>
    public Seconds HostPerLaunch { get; init; }

    /// <summary>
    /// Tokens that each attention-parallel group of a worker for prompts alone takes in a step; nobody's decoding waits
    /// for it, so that it may be longer than <see cref="StepTokens"/>.
    /// </summary>
    public required int PrefillTokens { get; init; }

    /// <summary>
    /// Time of the host to pass a request from a prefill worker on to a decode worker, the cache's own way apart: the
    /// router, the second server's parsing and queue, agreeing on where the cache goes, and looking for its end.
    /// </summary>
    public required Seconds HandOver { get; init; }

    /// <summary>Whether weights of 8 bits or fewer come with an 8-bit KV cache unless a run says otherwise.</summary>
    public required bool NarrowCache { get; init; }

    /// <summary>
    /// Time that every kernel of a step starts later because the host launches it by itself; zero where a step is
    /// captured and replayed as a graph.
    /// </summary>
    public Seconds LaunchGap { get; init; }

    /// <summary>Whether short sums over a box go through a kernel of the engine's own over peer memory, not the library.</summary>
    public bool OwnAllReduce { get; init; } = true;

    /// <summary>
    /// Whether attention of prompts runs as one kernel that keeps its scores on the chip; otherwise every score is
    /// written to memory and read again.
    /// </summary>
    public bool FusedAttention { get; init; } = true;

    /// <summary>
    /// Whether buffers for every token of a batch are set up before it starts, and the vocabulary stands whole on every
    /// device, as embedding and as head.
    /// </summary>
    public bool StaticBuffers { get; init; }

    /// <summary>
    /// Tokens up to which the prompts of a static batch go through pipeline stages together; what is more is halved
    /// until it fits, and the parts follow one another. 0 where a step is spread evenly over the stages.
    /// </summary>
    public int StageTokens { get; init; }

    /// <summary>
    /// Whether a step runs as two half batches, each computing while the other exchanges with the experts; engines do so
    /// only when asked (<c>--enable-two-batch-overlap</c>, <c>--enable-dbo</c>).
    /// </summary>
    public bool TwoBatchOverlap { get; init; }

    /// <summary>How an attention-parallel group is chosen for a request where prefill and decode share devices.</summary>
    public GroupRouting Routing { get; init; }

    /// <summary>The same in a worker for prompts alone.</summary>
    public GroupRouting PrefillRouting { get; init; }

    /// <summary>The same in a worker that only decodes.</summary>
    public GroupRouting DecodeRouting { get; init; }

    /// <summary>
    /// Whether <see cref="MemoryShare"/> is for weights and cache alone, and activations and graphs live in what it
    /// leaves.
    /// </summary>
    public bool WorkspaceApart { get; init; }

    /// <summary>Where the defaults and the times come from.</summary>
    public required Source Source { get; init; }
}

/// <summary>How prompts and decoding share a step.</summary>
public enum StepPolicy
{
    /// <summary>A step decodes every running sequence and fills the rest of its tokens with prompts.</summary>
    Mixed,

    /// <summary>Waiting prompts go first, in steps of their own; decoding stands still meanwhile.</summary>
    PrefillFirst,
}
