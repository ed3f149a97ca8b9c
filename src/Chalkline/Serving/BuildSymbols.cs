using Chalkline.Derivations;

namespace Chalkline.Serving;

/// <summary>The symbols of a matrix's equations.</summary>
internal static class BuildSymbols
{
    public static readonly Symbol InputWidth = new("inputWidth", "d_in", @"d_{\text{in}}", "weights of one output, one an input");
    public static readonly Symbol OutputWidth = new("outputWidth", "d_out", @"d_{\text{out}}", "outputs of the matrix");
    public static readonly Symbol Cut = new("cut", "s", "s", "devices that share it");
    public static readonly Symbol Width = new("width", "b_w", "b_w", "stored bytes of a weight");
    public static readonly Symbol FlopPerWeight = new("flopPerWeight", "c", "c", "a multiply and an add");
    public static readonly Symbol Weights = new("weights", "n_w", "n_w", "weights on one device");
    public static readonly Symbol WeightBytes = new("weightBytes", "w", "w", "weight bytes on one device");
    public static readonly Symbol FlopPerToken = new("flopPerToken", "f", "f", "FLOP of a token on one device");
}
