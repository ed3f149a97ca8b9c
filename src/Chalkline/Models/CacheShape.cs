using System.Runtime.InteropServices;

namespace Chalkline.Models;

/// <summary>What one layer keeps of a sequence between passes.</summary>
/// <param name="EntryElements">Elements of one cache entry: keys and values of all key-value heads, or the
/// latent.</param>
/// <param name="TokensPerEntry">Tokens folded into one entry; 1 for an ordinary cache.</param>
/// <param name="Window">Tokens kept at most; null when the cache grows with the context.</param>
/// <param name="LocalWindow">Recent tokens kept uncompressed beside compressed entries; 0 when there are none.</param>
/// <param name="IndexElements">Elements of the index key kept with an entry; 0 when there is no indexer.</param>
/// <param name="StateElements">Elements of the recurrent state, whatever the context; kept in FP32.</param>
/// <param name="ConvolutionElements">Elements of the short convolution's history, whatever the context.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CacheShape(
    double EntryElements,
    int TokensPerEntry,
    int? Window,
    int LocalWindow,
    int IndexElements,
    double StateElements,
    double ConvolutionElements)
{
    /// <summary>The shape for a token mixer. A layer that reads another layer's cache keeps nothing.</summary>
    public static CacheShape Of(TokenMixer mixer) => mixer switch
    {
        Attention { OwnsKeyValue: true } attention => new(
            attention.KeyValueHeads * ((double)attention.HeadDim + (attention.KeyIsValue ? 0 : attention.ValueHeadDim)),
            attention.Compression,
            attention.Window,
            attention.LocalWindow,
            attention.Sparse is { OwnsIndex: true } sparse ? sparse.IndexDim : 0,
            0,
            0),
        LatentAttention latent => new(
            (double)latent.KeyValueRank + latent.RopeDim,
            1,
            null,
            0,
            latent.Sparse is { OwnsIndex: true } sparse ? sparse.IndexDim : 0,
            0,
            0),
        LinearAttention linear => new(
            0,
            1,
            null,
            0,
            0,
            (double)linear.ValueHeads * linear.KeyDim * linear.ValueDim,
            Math.Max(linear.ConvolutionKernel - 1, 0)
                * ((2.0 * linear.KeyHeads * linear.KeyDim) + ((double)linear.ValueHeads * linear.ValueDim))),
        ShortConvolution convolution => new(
            0, 1, null, 0, 0, 0, Math.Max(convolution.Kernel - 1, 0) * (double)convolution.Channels),
        SelectiveScan scan => new(
            0, 1, null, 0, 0, (double)scan.Channels * scan.StateDim,
            Math.Max(scan.ConvolutionKernel - 1, 0) * (double)scan.Channels),
        StateSpace space => new(
            0,
            1,
            null,
            0,
            0,
            (double)space.Heads * space.HeadDim * space.StateDim,
            Math.Max(space.ConvolutionKernel - 1, 0)
                * (((double)space.Heads * space.HeadDim) + (2.0 * space.Groups * space.StateDim))),
        _ => new(0, 1, null, 0, 0, 0, 0),
    };

    /// <summary>Entries, in tokens or folds of tokens, held for a sequence.</summary>
    /// <param name="context">Tokens of the sequence.</param>
    public double EntriesAt(double context)
    {
        double visible = Window is int window ? Math.Min(context, window) : context;
        return TokensPerEntry == 1 ? visible : Math.Floor(visible / TokensPerEntry) + Math.Min(context, LocalWindow);
    }

    /// <summary>Entries that one more token adds, on average over a fold.</summary>
    /// <param name="context">Tokens before it; infinite for the growth in the long run.</param>
    public double GrowthAt(double context)
    {
        double growth = Window is int window && context >= window ? 0 : 1.0 / TokensPerEntry;
        return growth + (TokensPerEntry > 1 && context < LocalWindow ? 1 : 0);
    }
}
