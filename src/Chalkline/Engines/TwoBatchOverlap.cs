using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Engines;

/// <summary>
/// A step as two half batches, each of which computes while the other's tokens are on their way between experts
/// (DeepSeek-V3, arXiv:2412.19437, section 3.4; SGLang's two-batch overlap, vLLM's dual-batch overlap).
/// </summary>
internal static class TwoBatchOverlap
{
    /// <summary>
    /// Share of a device's multiprocessors that move the exchange of prompts while the others compute: 20 of 132
    /// (DeepSeek-V3, section 3.2.2). Kernels for decoding leave the exchange to the network and keep none.
    /// </summary>
    public const double ExchangeShare = 20.0 / 132;

    /// <summary>
    /// Time of a stage: 2 max(t_c, t_x) of a half's arithmetic and exchange, or one batch after the other where that is
    /// shorter, as engines do without below a batch that pays.
    /// </summary>
    /// <param name="pass">The prepared model.</param>
    /// <param name="load">The whole batch.</param>
    /// <param name="whole">Its time without overlap.</param>
    /// <param name="fidelity">Which model of time.</param>
    public static Seconds Time(PassModel pass, in PassLoad load, in PassTime whole, Fidelity fidelity)
    {
        if (whole.Exchange <= Seconds.Zero)
        {
            return whole.Estimate;
        }

        PassTime half = pass.Time(Half(load), fidelity);
        double left = load.Prefill.Sequences > 0 ? 1 - ExchangeShare : 1;
        Seconds compute = (half.Estimate - half.Exchange) / left;
        return Quantity.Min(whole.Estimate, 2 * Quantity.Max(compute, half.Exchange));
    }

    /// <summary>
    /// Half of a group's work. Two prompts and more are parted whole; one alone is cut in the middle, so that its second
    /// half finds the first one cached: as many pairs in all. A single decoding sequence cannot be parted.
    /// </summary>
    public static PassLoad Half(in PassLoad load)
    {
        Workloads.Pass decode = load.Decode.Share(0.5);
        decode = decode.Sequences > 0 ? decode with { Sequences = Math.Max(1, decode.Sequences) } : decode;
        Workloads.Pass prompts = load.Prefill;
        prompts = prompts.Sequences >= 2
            ? prompts.Share(0.5)
            : prompts with { NewTokens = prompts.NewTokens / 2, Context = prompts.Context + (prompts.NewTokens / 4) };
        double share = (decode.AllNewTokens + prompts.AllNewTokens) / load.NewTokens;
        return new(decode, prompts, share * load.RoutedTokens);
    }
}
