using Chalkline.Engines;
using Chalkline.Serving;

namespace Chalkline.Tests.Engines;

/// <summary>
/// Kernels whose time grows evenly with the tokens that are cached: steps at their middle context take as long as one
/// after another. What is left between a replay and its twin is then scheduling, and nothing is rounded.
/// </summary>
/// <param name="pass">The model, for its launches.</param>
/// <param name="engine">The engine.</param>
/// <param name="perCachedToken">Time of each cached token, s.</param>
internal sealed class LinearTimer(PassModel pass, EnginePreset engine, double perCachedToken)
    : StepTimer(pass, engine, Fidelity.Calibrated, null)
{
    protected override StepTime Lookup(
        double decoding, double context, double promptTokens, double prompts, double offset, double evenness)
    {
        // More than launches or the host ever take, so that nothing is cut off.
        double time = 0.2 + (1e-3 * decoding) + (perCachedToken * decoding * context)
            + (1e-4 * promptTokens) + (1e-6 * prompts * offset) + (0.01 * evenness);
        return new(time, 0, 0, 0);
    }
}
