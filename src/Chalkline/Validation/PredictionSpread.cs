namespace Chalkline.Validation;

/// <summary>
/// How far measured serving figures lie from predictions, as measured over predicted: the 10 % and 90 % quantiles over the
/// shipped <c>ok</c> rows, the same for every model, machine and engine. They carry what no kernel knows: the engine's
/// version, its settings, and whether a run was warm.
/// </summary>
public static class PredictionSpread
{
    /// <summary>The factors of an 80 % interval.</summary>
    /// <param name="metric">A metric of serving, for example <c>tpot_ms</c>.</param>
    public static (double Low, double High) Of(string metric) => metric switch
    {
        "tpot_ms" => (0.77, 1.24),
        "ttft_ms" => (0.7, 6),
        "e2e_ms" or "prefill_ms" or "decode_ms_per_step" => (0.75, 1.5),
        _ => (0.5, 1.5),
    };
}
