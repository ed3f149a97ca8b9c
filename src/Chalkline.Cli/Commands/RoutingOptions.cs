using System.CommandLine;
using System.Globalization;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Serving;

namespace Chalkline.Cli.Commands;

/// <summary>How tokens ask for experts, and copies of those asked for most.</summary>
internal sealed class RoutingOptions
{
    /// <summary>Exponent that a public collection of kernel times draws its uneven routing with.</summary>
    private const double UsualExponent = 1.2;

    private readonly Option<string?> _routing = Inputs.Text(
        "--routing",
        "LAW",
        "How popular experts are: balanced, power-law (exponent 1.2) or power-law:EXPONENT. Default: balanced.");

    private readonly Option<string?> _redundant = Inputs.Text(
        "--redundant-experts", "COUNT", "Second copies of the experts asked for most, in each layer. Default: none.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_routing);
        command.Options.Add(_redundant);
    }

    /// <summary>The inputs with the model so routed.</summary>
    /// <exception cref="ChalkException">One is wrong, or changes nothing here.</exception>
    public ModelInputs Apply(ParseResult parsed, ModelInputs inputs, Fidelity fidelity)
    {
        double exponent = Exponent(parsed.GetValue(_routing));
        int? copies = Inputs.Count(parsed, _redundant, "experts");
        Model model = copies is { } more ? RedundantExperts.Add(inputs.Model, more) : inputs.Model;
        if (exponent > 0 && fidelity != Fidelity.Calibrated)
        {
            throw new ChalkException("--routing power-law: only the calibrated fidelity knows the fullest device; leave one out.");
        }

        if (exponent > 0 && !model.Layers.Any(layer => layer.FeedForward is ExpertFeedForward))
        {
            throw new ChalkException($"--routing power-law: {model.Name} has no experts.");
        }

        return inputs with { Model = exponent > 0 ? Skewed(model, exponent) : model };
    }

    private static Model Skewed(Model model, double exponent) => model with
    {
        Layers =
        [
            .. model.Layers.Select(layer => layer.FeedForward is ExpertFeedForward experts
                ? layer with { FeedForward = experts with { Skew = exponent } }
                : layer),
        ],
    };

    private static double Exponent(string? text)
    {
        const string Name = "power-law";
        string law = text?.ToLowerInvariant() ?? "balanced";
        return law == "balanced" ? 0
            : law == Name ? UsualExponent
            : law.StartsWith(Name + ":", StringComparison.Ordinal)
                && double.TryParse(law.AsSpan(Name.Length + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double given)
                && given is > 0 and <= 5
                ? given
                : throw new ChalkException(
                    $"--routing {text} is not known; choose balanced, power-law, or power-law:EXPONENT with an exponent to 5.");
    }
}
