using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Codesign.Regret;

/// <summary>Something a device may be asked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Probability">How likely it is; those of a file add up to 1.</param>
/// <param name="Arithmetic">The arithmetic it runs in.</param>
/// <param name="Intensity">FLOP a byte read; infinite where only arithmetic counts.</param>
/// <param name="Memory">What it needs on a device.</param>
public sealed record Scenario(string Name, double Probability, Arithmetic Arithmetic, double Intensity, Bytes Memory)
{
    /// <summary>What a device does of it: the slower of arithmetic and bytes, nothing where it does not fit, FLOP/s.</summary>
    public double Of(Accelerator accelerator)
        => accelerator.Memory.Usable < Memory ? 0
            : Math.Min(accelerator.Peak(Arithmetic).Value, accelerator.Memory.Bandwidth.Value.Value * Intensity);
}

/// <summary>Scenarios of a file.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Name">Its name in words.</param>
/// <param name="Scenarios">The scenarios.</param>
/// <param name="Source">Where the probabilities come from.</param>
public sealed record ScenarioSet(string Id, string Name, ImmutableArray<Scenario> Scenarios, Source Source)
{
    private const string Folder = "scenarios";

    /// <summary>Finds a shipped set, or reads one from a JSON file.</summary>
    /// <exception cref="ChalkException">There is none, or its file is wrong.</exception>
    public static ScenarioSet Find(DataFolder data, string name)
        => Read(data.Named(Folder, name, "a known set of scenarios"), FormatCatalogue.Open(data));

    private static ScenarioSet Read(JsonView root, FormatCatalogue formats)
    {
        root.Only(["$schema", "id", "name", "scenarios", "source"]);
        JsonView list = root.Required("scenarios");
        ImmutableArray<Scenario> scenarios = [.. list.Items().Select(view => One(view, formats))];
        return scenarios.Length == 0 || Math.Abs(scenarios.Sum(scenario => scenario.Probability) - 1) > 1e-6
            ? throw list.Wrong(
                FormattableString.Invariant($"has probabilities that add up to {scenarios.Sum(scenario => scenario.Probability):G4}"), "they must add up to 1")
            : new(
                SourcedReader.NonEmpty(root.Required("id")), SourcedReader.NonEmpty(root.Required("name")), scenarios,
                FormatFile.SourceOf(root.Required("source")));
    }

    private static Scenario One(JsonView view, FormatCatalogue formats)
    {
        view.Only(["name", "probability", "format", "intensity", "memory"]);
        JsonView format = view.Required("format");
        return new(
            SourcedReader.NonEmpty(view.Required("name")), view.Required("probability").Number(0, 1),
            (formats.Named(format.Text()) ?? throw format.Wrong("is not a number format", "write one of `chalk catalog list formats`")).Arithmetic,
            view.Optional("intensity")?.Number(1e-3, 1e9) ?? double.PositiveInfinity,
            view.Optional("memory")?.Quantity<Bytes>() ?? Bytes.Zero);
    }
}
