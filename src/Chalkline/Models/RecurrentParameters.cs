using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Models;

/// <summary>Parameters of mixers with a fixed state. Each part of the derivation ends in the value returned.</summary>
internal static class RecurrentParameters
{
    public static Parameters OfLinear<TWork>(LinearAttention layer, double hidden, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open(Title(layer.Kind));
        double keyWidth = (double)layer.KeyHeads * layer.KeyDim;
        double valueWidth = (double)layer.ValueHeads * layer.ValueDim;
        double heads = layer.ValueHeads;
        double valueDim = layer.ValueDim;
        double taps = layer.ConvolutionKernel;
        work.Given(SizeSymbols.KeyWidth, keyWidth);
        work.Given(SizeSymbols.ValueWidth, valueWidth);
        work.Given(SizeSymbols.Heads, heads);
        work.Given(SizeSymbols.ValueDim, valueDim);
        work.Given(SizeSymbols.Taps, taps);
        Parameters keyValue = work.Step(
            SizeSymbols.KeyValue, new Parameters((hidden + taps) * ((2 * keyWidth) + valueWidth)));
        Parameters output = work.Step(SizeSymbols.Output, new Parameters(valueWidth * hidden));

        // Decay, beta and norms: two rates a head for the delta net, a rate a key channel for Kimi, none for lightning.
        Parameters gate;
        Parameters vectors;
        if (layer.Kind == LinearAttentionKind.GatedDeltaNet)
        {
            gate = work.Step(SizeSymbols.Gate, new Parameters(hidden * (valueWidth + (2 * heads))));
            vectors = work.Step(SizeSymbols.Vectors, new Parameters((2 * heads) + valueDim));
        }
        else if (layer.Kind == LinearAttentionKind.Lightning)
        {
            gate = work.Step(SizeSymbols.Gate, new Parameters(hidden * valueWidth));
            vectors = work.Step(SizeSymbols.Vectors, new Parameters(valueWidth));
        }
        else
        {
            gate = layer.FullRankGate
                ? work.Step(
                    SizeSymbols.Gate,
                    new Parameters((hidden * (heads + valueDim)) + (valueDim * keyWidth) + (hidden * valueWidth)))
                : work.Step(
                    SizeSymbols.Gate,
                    new Parameters((hidden * (heads + (2 * valueDim))) + (valueDim * (keyWidth + valueWidth))));
            vectors = work.Step(SizeSymbols.Vectors, new Parameters(heads + keyWidth + valueDim));
        }

        Parameters mixer = work.Step(SizeSymbols.Mixer, keyValue + output + gate + vectors);
        work.Close();
        return mixer;
    }

    /// <summary>A gated short convolution: three projections in, taps, one out.</summary>
    public static Parameters OfConvolution<TWork>(ShortConvolution layer, double hidden, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open("short convolution");
        double valueWidth = layer.Channels;
        double taps = layer.Kernel;
        work.Given(SizeSymbols.ValueWidth, valueWidth);
        work.Given(SizeSymbols.Taps, taps);
        Parameters keyValue = work.Step(SizeSymbols.KeyValue, new Parameters(3 * hidden * valueWidth));
        Parameters output = work.Step(SizeSymbols.Output, new Parameters(valueWidth * hidden));
        Parameters biases = new(layer.Bias ? (4 * valueWidth) + hidden : 0);
        work.Given(SizeSymbols.Biases, biases);
        Parameters vectors = work.Step(SizeSymbols.Vectors, new Parameters(taps * valueWidth) + biases);
        Parameters mixer = work.Step(SizeSymbols.Mixer, keyValue + output + vectors);
        work.Close();
        return mixer;
    }

    /// <summary>
    /// Mamba: x and its gate in, a convolution with bias, rates, B and C from the channels, rates through a low rank.
    /// </summary>
    public static Parameters OfScan<TWork>(SelectiveScan layer, double hidden, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open("selective scan");
        double valueWidth = layer.Channels;
        double stateDim = layer.StateDim;
        double rateRank = layer.RateRank;
        double taps = layer.ConvolutionKernel;
        work.Given(SizeSymbols.ValueWidth, valueWidth);
        work.Given(SizeSymbols.StateDim, stateDim);
        work.Given(SizeSymbols.RateRank, rateRank);
        work.Given(SizeSymbols.Taps, taps);
        Parameters keyValue = work.Step(
            SizeSymbols.KeyValue,
            new Parameters((2 * hidden * valueWidth) + (valueWidth * ((2 * rateRank) + (2 * stateDim)))));
        Parameters output = work.Step(SizeSymbols.Output, new Parameters(valueWidth * hidden));
        Parameters biases = new(layer.Norms ? rateRank + (2 * stateDim) : 0);
        work.Given(SizeSymbols.Biases, biases);
        Parameters vectors = work.Step(
            SizeSymbols.Vectors, new Parameters(valueWidth * (taps + 3 + stateDim)) + biases);
        Parameters mixer = work.Step(SizeSymbols.Mixer, keyValue + output + vectors);
        work.Close();
        return mixer;
    }

    /// <summary>
    /// Mamba-2: one input projection (gate, x, B, C, dt), a convolution with bias over x, B and C, a gated norm.
    /// </summary>
    public static Parameters OfStateSpace<TWork>(StateSpace layer, double hidden, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open("state space");
        double heads = layer.Heads;
        double valueWidth = (double)layer.Heads * layer.HeadDim;
        double stateDim = (double)layer.Groups * layer.StateDim;
        double taps = layer.ConvolutionKernel;
        work.Given(SizeSymbols.Heads, heads);
        work.Given(SizeSymbols.ValueWidth, valueWidth);
        work.Given(SizeSymbols.StateDim, stateDim);
        work.Given(SizeSymbols.Taps, taps);
        Parameters keyValue = work.Step(
            SizeSymbols.KeyValue, new Parameters(hidden * ((2 * valueWidth) + (2 * stateDim) + heads)));
        Parameters output = work.Step(SizeSymbols.Output, new Parameters(valueWidth * hidden));
        Parameters vectors = work.Step(
            SizeSymbols.Vectors,
            new Parameters(((taps + 1) * (valueWidth + (2 * stateDim))) + (3 * heads) + valueWidth));
        Parameters mixer = work.Step(SizeSymbols.Mixer, keyValue + output + vectors);
        work.Close();
        return mixer;
    }

    private static string Title(LinearAttentionKind kind) => kind switch
    {
        LinearAttentionKind.GatedDeltaNet => "gated delta net",
        LinearAttentionKind.KimiDelta => "Kimi delta attention",
        _ => "lightning attention",
    };
}
