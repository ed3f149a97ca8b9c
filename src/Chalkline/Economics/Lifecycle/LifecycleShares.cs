using System.Globalization;

namespace Chalkline.Economics.Lifecycle;

/// <summary>How the compute of a model's life is to be shared out; the three add up to 1.</summary>
/// <param name="PreTraining">Share of pre-training, above 0.</param>
/// <param name="ReinforcementLearning">Share of RL, from 0.</param>
/// <param name="Inference">Share of inference, above 0.</param>
public sealed record LifecycleShares(double PreTraining, double ReinforcementLearning, double Inference)
{
    private const double Slack = 0.005;

    /// <summary>A third each (lecture, eq. 5.5).</summary>
    public static LifecycleShares Thirds { get; } = new(1 / 3.0, 1 / 3.0, 1 / 3.0);

    /// <summary>As much for both trainings together as for inference (lecture, eq. 5.5, the alternative).</summary>
    public static LifecycleShares Quarters { get; } = new(0.25, 0.25, 0.5);

    /// <summary>Reads <c>thirds</c>, or three shares in percent such as <c>25/25/50</c>.</summary>
    /// <exception cref="ChalkException">They are not three, one is out of range, or they do not add up.</exception>
    public static LifecycleShares Parse(string text)
    {
        if (text.Equals("thirds", StringComparison.OrdinalIgnoreCase))
        {
            return Thirds;
        }

        double[] parts = [.. text.Split('/').Select(Percent)];
        if (parts is not [> 0, >= 0, > 0])
        {
            throw new ChalkException(
                $"'{text}' is not a split of compute; write thirds, or percent of pre-training, RL and inference such "
                    + "as 25/25/50, the first and last above 0.");
        }

        double sum = parts.Sum();
        return Math.Abs(sum - 1) <= Slack
            ? new(parts[0] / sum, parts[1] / sum, parts[2] / sum)
            : throw new ChalkException(
                string.Create(CultureInfo.InvariantCulture, $"The shares {text} add up to {100 * sum:0.##} %; ")
                    + "they must add up to 100, such as 25/25/50, or write thirds.");
    }

    /// <summary>The shares as they are written.</summary>
    public override string ToString() => this == Thirds
        ? "thirds"
        : FormattableString.Invariant(
            $"{100 * PreTraining:0.#}/{100 * ReinforcementLearning:0.#}/{100 * Inference:0.#}");

    private static double Percent(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share)
            ? share / 100
            : double.NaN;
}
