using Chalkline.Codesign.Energy;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Codesign.Activations;

/// <summary>How a model's handicap of quality is paid.</summary>
public enum HandicapCharge
{
    /// <summary>All of it in parameters: conservative, as bytes are.</summary>
    Parameters,

    /// <summary>Split evenly between parameters and training tokens: the root of it in parameters.</summary>
    Split,
}

/// <summary>A model and machine in which activations are compared.</summary>
public sealed record ActivationSetting
{
    /// <summary>Active parameters.</summary>
    public required Parameters Active { get; init; }

    /// <summary>Share of them in feed-forward layers, 0 to 1.</summary>
    public required double FeedForwardShare { get; init; }

    /// <summary>d, width of the residual stream.</summary>
    public required double Width { get; init; }

    /// <summary>The device.</summary>
    public required Accelerator Accelerator { get; init; }

    /// <summary>Its energies.</summary>
    public required EnergyTerms Terms { get; init; }

    /// <summary>Format of the weights.</summary>
    public required NumberFormat Format { get; init; }

    /// <summary>Whether a predictor tells which neurons are needed before their weights are read.</summary>
    public bool Predictor { get; init; } = true;

    /// <summary>Whether arithmetic of neurons at zero is skipped token by token.</summary>
    public bool SkipsFlop { get; init; } = true;

    /// <summary>rho of the union model; 1 for independent tokens.</summary>
    public double Correlation { get; init; } = 1;

    /// <summary>How a handicap of quality is paid.</summary>
    public HandicapCharge Charge { get; init; }
}

/// <summary>One activation at one batch, at equal quality.</summary>
/// <param name="Kind">The activation.</param>
/// <param name="Handicap">Compute that makes up for its loss, 1 for the baseline.</param>
/// <param name="Touched">Share of neurons that the batch touches.</param>
/// <param name="BytesShare">Weight bytes of a step, times those of a dense baseline.</param>
/// <param name="FlopShare">FLOP of a token, times those of a dense baseline.</param>
/// <param name="Time">Time of a step.</param>
/// <param name="Energy">Energy of a token.</param>
public sealed record ActivationPoint(
    ActivationKind Kind, double Handicap, double Touched, double BytesShare, double FlopShare, Seconds Time, Joules Energy)
{
    private static readonly Symbol HandicapSymbol = new("handicap", "c", "c", "compute that makes up for the loss: 1.22 a percent", "arXiv:2001.08361, figure 5");
    private static readonly Symbol PaidSymbol = new("paid", "c_N", "c_N", "the part of it paid in parameters");
    private static readonly Symbol ActiveSymbol = new("active", "a", "a", "share of neurons a token touches");
    private static readonly Symbol TokensSymbol = new("tokens", "B_eff", @"B_{\text{eff}}", "independent tokens of the batch, B^rho");
    private static readonly Symbol TouchedSymbol = new("touched", "u", "u", "share the batch touches", "codesign notes, 2.5");
    private static readonly Symbol ShareSymbol = new("share", "phi", @"\phi", "share of weights in feed-forward layers");
    private static readonly Symbol ReadSymbol = new("read", "r", "r", "share of feed-forward bytes that are read");
    private static readonly Symbol BytesSymbol = new("bytes", "b", "b", "bytes of a step over a dense baseline's");

    /// <summary>The point of an activation; null where its quality is not known.</summary>
    public static ActivationPoint? Of(ActivationKind kind, ActivationKind baseline, ActivationSetting setting, double batch)
    {
        Quiet quiet = default;
        return Of(kind, baseline, setting, batch, ref quiet);
    }

    /// <summary>The point of an activation, with the work shown.</summary>
    public static ActivationPoint? Of<TWork>(
        ActivationKind kind, ActivationKind baseline, ActivationSetting setting, double batch, ref TWork work)
        where TWork : struct, IWork
    {
        if (kind.Handicap(baseline) is not { } known)
        {
            return null;
        }

        double handicap = work.Given(HandicapSymbol, known, kind.Source, "handicap");
        double paid = setting.Charge == HandicapCharge.Split
            ? work.Step(PaidSymbol, Math.Sqrt(handicap)) : work.Given(PaidSymbol, handicap, name: "paid");
        double active = work.Given(ActiveSymbol, 1 - kind.Sparsity, kind.Source, "active");
        double tokens = work.Given(TokensSymbol, Math.Pow(batch, setting.Correlation), name: "tokens");
        double touched = kind.Sparsity > 0
            ? work.Step(TouchedSymbol, 1 - Math.Pow(1 - active, tokens)) : work.Given(TouchedSymbol, 1.0, name: "touched");
        double share = work.Given(ShareSymbol, setting.FeedForwardShare, name: "share");
        double read = work.Given(
            ReadSymbol, kind.Sparsity > 0 ? UnionModel.Bytes(touched, kind.Gated, setting.Predictor) : 1, name: "read");
        double bytes = work.Step(BytesSymbol, paid * (1 - share + (share * read)));
        double flop = paid * Share(
            kind.Sparsity > 0 && setting.SkipsFlop ? UnionModel.Bytes(active, kind.Gated, setting.Predictor) : 1, setting);
        double weights = bytes * setting.Active.Value * setting.Format.BytesPerElement;
        double arithmetic = flop * 2 * setting.Active.Value;
        double peak = setting.Accelerator.Peak(setting.Format.Arithmetic).Value;
        double time = Math.Max(batch * arithmetic / peak, weights / setting.Accelerator.Memory.Bandwidth.Value.Value);
        TokenEnergy energy = TokenEnergy.Of(
            new()
            {
                WeightFlop = new(arithmetic),
                WeightArithmetic = setting.Format.Arithmetic,
                Weights = new(weights / batch),
                DeviceTime = new(time / batch),
            },
            setting.Terms);
        return new(kind, handicap, touched, bytes, flop, new(time), energy.Total);
    }

    /// <summary>
    /// The batch up to which a sparse activation reads no more bytes than the baseline; infinite where it never does, 0 where it
    /// always reads more.
    /// </summary>
    public static double? Crossover(ActivationKind kind, ActivationKind baseline, ActivationSetting setting)
    {
        if (kind.Handicap(baseline) is not { } handicap || kind.Sparsity <= 0)
        {
            return null;
        }

        double parameters = setting.Charge == HandicapCharge.Split ? Math.Sqrt(handicap) : handicap;
        double share = ((1 / parameters) - (1 - setting.FeedForwardShare)) / setting.FeedForwardShare;
        double touched = setting.Predictor ? share : kind.Gated ? ((3 * share) - 1) / 2 : (2 * share) - 1;
        return touched >= 1 ? double.PositiveInfinity
            : touched <= 1 - kind.Sparsity ? 0
            : Math.Pow(UnionModel.Batch(1 - kind.Sparsity, touched), 1 / setting.Correlation);
    }

    private static double Share(double feedForward, ActivationSetting setting)
        => 1 - setting.FeedForwardShare + (setting.FeedForwardShare * feedForward);
}
