using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Workloads;
using S = Chalkline.Operators.OperatorSymbols;

namespace Chalkline.Operators;

/// <summary>Arithmetic and traffic of the attention of one stream of sequences in one layer on one device.</summary>
/// <param name="Flop">Arithmetic of the form chosen.</param>
/// <param name="Bytes">Traffic of the form chosen.</param>
/// <param name="LeastFlop">Arithmetic of the form with the least of it.</param>
/// <param name="LeastBytes">Cache entries alone, read or written once.</param>
internal readonly record struct AttentionTiming(Flop Flop, Bytes Bytes, Flop LeastFlop, Bytes LeastBytes)
{
    /// <summary>
    /// Works out one stream; latent attention takes whichever of its two forms is faster. Context-parallel devices
    /// divide the queries of prompts evenly (a balanced zig-zag) and gather all keys; in decoding each attends for all
    /// queries to its own entries.
    /// </summary>
    public static AttentionTiming Of<TWork>(
        in Operator op, in Pass pass, bool prompts, BytesPerSecond bandwidth, ref TWork work)
        where TWork : struct, IWork
    {
        if (!(pass.Sequences > 0))
        {
            return default;
        }

        AttentionShape shape = op.Attention;
        double parts = prompts ? Math.Max(1, op.ContextParallel) : 1;
        double sequences = work.Given(S.Sequences, pass.Sequences, name: "sequences");
        double pairsEach = work.Given(S.PairsEach, shape.Pairs(pass), name: "pairsEach");
        double entriesEach = work.Given(S.EntriesEach, shape.EntriesSeen(pass), name: "entriesEach");
        Bytes entryBytes = work.Given(S.EntryBytes, shape.EntryBytes, name: "entryBytes");
        Flop indexing = Indexing(shape, pass);
        Bytes indexKeys = IndexKeys(shape, pass);
        Tokens tokens = pass.AllNewTokens * (1 / parts);
        Bytes entries = sequences * entriesEach * entryBytes;
        Bytes leastBytes = entries + indexKeys;

        Flop pairFlop = shape.PairFlop;
        Flop fixedFlop = (tokens * shape.AbsorbFlop) + indexing;
        Bytes gathered = (parts - 1) * leastBytes;
        Bytes fixedBytes = (tokens * op.Activations) + indexKeys + gathered;
        Flop leastFlop = (sequences * pairsEach * pairFlop) + fixedFlop;
        if (op.Kind == OperatorKind.LatentAttention)
        {
            Flop expand = (parts * sequences * entriesEach * shape.ExpandFlop) + indexing;
            Bytes expanded = (parts * sequences * entriesEach * shape.ExpandedEntryBytes) + fixedBytes;
            Flop expandedFlop = (sequences * pairsEach * shape.ExpandedPairFlop) + expand;
            Seconds absorbedTime = Quantity.Max(leastFlop / op.Peak, (entries + fixedBytes) / bandwidth);
            Seconds expandedTime = Quantity.Max(expandedFlop / op.Peak, (entries + expanded) / bandwidth);
            bool absorb = absorbedTime <= expandedTime;
            leastFlop = Quantity.Min(leastFlop, expandedFlop);
            pairFlop = absorb ? pairFlop : shape.ExpandedPairFlop;
            fixedFlop = absorb ? fixedFlop : expand;
            fixedBytes = absorb ? fixedBytes : expanded;
        }

        _ = work.Given(S.PairFlop, pairFlop);
        _ = work.Given(S.FixedFlop, fixedFlop);
        _ = work.Given(S.FixedBytes, fixedBytes);
        Flop flop = work.Step(S.Flop, sequences * pairsEach * pairFlop + fixedFlop);
        Bytes bytes = work.Step(S.Bytes, sequences * entriesEach * entryBytes + fixedBytes);
        return new(flop, bytes, leastFlop, leastBytes);
    }

    private static Flop Indexing(in AttentionShape shape, in Pass pass)
        => shape.IndexFlop == Flop.Zero
            ? Flop.Zero
            : pass.Sequences * pass.PairsPerSequence(double.PositiveInfinity) / shape.TokensPerEntry * shape.IndexFlop;

    private static Bytes IndexKeys(in AttentionShape shape, in Pass pass)
        => pass.Sequences * pass.EntriesSeen(double.PositiveInfinity) / shape.TokensPerEntry * shape.IndexBytes;
}
