using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Codesign.Energy;
using Chalkline.Codesign.Quality;

namespace Chalkline.Codesign.Designs;

/// <summary>What one change does to the energy of a design's token at equal loss.</summary>
/// <param name="Name">The change.</param>
/// <param name="Energy">Energy after over before.</param>
/// <param name="Speed">Speed of a user after over before.</param>
public sealed record DesignMove(string Name, double Energy, double Speed)
{
    /// <summary>Changes tried one by one: each figure doubled, or quality ten percent better.</summary>
    public static ImmutableArray<DesignMove> Of(Design design, EnergyCatalogue tables, FormatCatalogue formats)
    {
        DesignEvaluation before = DesignEvaluation.Of(design, tables, formats);
        IsoLoss change = design.Model.Change;
        HardwareSide machine = design.Hardware;
        return
        [
            Move("twice the memory bandwidth", design with { Hardware = With(machine, "memory.bandwidth") }),
            Move("twice the arithmetic peak", design with { Hardware = With(machine, "peaks") }),
            Move("twice the batch", design with { Batch = 2 * design.Batch }),
            Move("half the context", design with { Context = new(Math.Max(1, design.Context.Value / 2)) }),
            Move("a parameter worth 10 % more", design with { Model = design.Model with { Change = change with { Parameters = 1.1 * change.Parameters } } }),
            Move("cache in FP8", design with { Model = design.Model with { KeyValue = formats.Find("fp8") } }),
            Move("half the layer time", design with { Hardware = machine with { LayerLatency = 0.5 * machine.LayerLatency } }),
        ];

        DesignMove Move(string name, Design changed)
        {
            DesignEvaluation after = DesignEvaluation.Of(changed, tables, formats);
            return new(
                name, after.Energy.Total / before.Energy.Total, after.Speed.Value / before.Speed.Value);
        }
    }

    private static HardwareSide With(HardwareSide machine, string field) => machine with
    {
        Accelerator = HardwareChange.Apply(machine.Accelerator, [HardwareChange.Times(HardwareField.Find(field), 2)]),
    };
}
