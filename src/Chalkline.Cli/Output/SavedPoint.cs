using Chalkline.Cli.Commands;
using Chalkline.Files;
using Chalkline.Quantities;
using Chalkline.Search;

namespace Chalkline.Cli.Output;

/// <summary>A point of a saved plan that was asked for.</summary>
/// <param name="Objective">What it is best at.</param>
/// <param name="Mode">Together or apart.</param>
/// <param name="Layout">Its layouts in a line.</param>
/// <param name="TimeToFirstToken">TTFT.</param>
/// <param name="Cost">Cost of output; null when no price is known.</param>
/// <param name="Bound">What holds a decode step up.</param>
/// <param name="Point">What a comparison needs of it.</param>
/// <param name="Memory">Bytes of one device that decodes, by kind.</param>
internal sealed record SavedPoint(
    PlanObjective Objective,
    string Mode,
    string Layout,
    Seconds TimeToFirstToken,
    UsdPerToken? Cost,
    string Bound,
    PlannedPoint Point,
    IReadOnlyList<(string Name, Bytes Size)> Memory)
{
    private const double Most = 1e30;

    /// <summary>Degrees that every saved layout has; with context parallelism they multiply to its devices.</summary>
    private static readonly string[] Degrees =
        ["tensorParallel", "pipelineStages", "attentionParallel", "replicas"];

    /// <summary>The objective in words.</summary>
    public string Name => PlanChoice.NameOf(Objective);

    /// <summary>Reads a point.</summary>
    /// <exception cref="ChalkException">A field is missing or is not what it should be.</exception>
    public static SavedPoint Read(PlanObjective objective, JsonView view)
    {
        JsonView decode = view.Required("decode");
        JsonView terms = Newer(view, "tpotTermsSeconds");
        JsonView sizes = Newer(view, "memoryBytes");
        JsonView? feedForward = view.Optional("feedForward");
        string layout = decode.Required("text").Text()
            + (feedForward is null ? "" : $" attention + {feedForward.Required("text").Text()} FFN");
        return new(
            objective,
            view.Required("mode").Text(),
            view.Optional("prefill") is { } prefill ? $"{prefill.Required("text").Text()} prefill + {layout} decode" : layout,
            new(Positive(view, "ttftSeconds")),
            Price(view, "outputUsdPerMtok"),
            view.Required("bound").Text(),
            new(
                StepTerms.Named(name => new(terms.Required(name).Number(-Most, Most))),
                Positive(view, "batch"),
                new(Positive(view, "tokensPerSecond")),
                Devices(decode) + (feedForward is null ? 0 : Devices(feedForward)),
                view.Required("devicesPaid").Integer(1, int.MaxValue),
                Price(view, "allUsdPerOutputMtok")),
            [.. sizes.Fields().Select(size => (size.Name, new Bytes(size.Value.Number(-Most, Most))))]);
    }

    private static int Devices(JsonView layout)
    {
        const int most = 1_000_000;

        // Plans saved before context parallelism was known do not name it.
        double devices = layout.Optional("contextParallel")?.Integer(1, most) ?? 1;
        foreach (string degree in Degrees)
        {
            devices *= layout.Required(degree).Integer(1, most);
        }

        return devices <= most ? (int)devices : throw layout.Wrong($"has degrees of more than {most} devices");
    }

    private static double Positive(JsonView view, string name) => view.Required(name).Number(double.Epsilon, Most);

    private static UsdPerToken? Price(JsonView view, string name)
        => view.Has(name) ? new UsdPerToken(Positive(view, name) / 1e6) : null;

    /// <summary>A field that plans saved before comparisons could be saved do not have.</summary>
    private static JsonView Newer(JsonView view, string name) => view.Optional(name)
        ?? throw view.Wrong($"has no '{name}'", "an older version saved this plan, save it again");
}
