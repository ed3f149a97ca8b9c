using Chalkline.Derivations;
using Chalkline.Hardware;
using Chalkline.Quantities;
using S = Chalkline.Serving.LayoutSymbols;

namespace Chalkline.Serving;

/// <summary>
/// Whether the boundary between pipeline stages on domains of their own hides behind the experts of a stage (lecture,
/// eq. 3.1 to 3.3): time on the scale-up network over time on the scale-out network.
/// </summary>
/// <param name="LayersPerStage">Layers with experts of a stage.</param>
/// <param name="Ratio">(W_out / W_up) 2 n_act L_stage; at 1 or more the boundary is hidden.</param>
/// <param name="LeastLayers">Fewest layers of a stage at which it is.</param>
public sealed record StageBoundary(double LayersPerStage, double Ratio, int LeastLayers)
{
    /// <summary>Counts it, with the work shown.</summary>
    /// <param name="system">The machine, which has a scale-out network.</param>
    /// <param name="expertsPerToken">Experts each token visits, at least 1.</param>
    /// <param name="stageLayers">Layers of a stage, above 0.</param>
    /// <param name="work">Where the work goes.</param>
    public static StageBoundary Of<TWork>(MachineSystem system, int expertsPerToken, double stageLayers, ref TWork work)
        where TWork : struct, IWork
    {
        Network outer = system.ScaleOut
            ?? throw new ChalkException($"{system.Id} has no scale-out network that a stage boundary could cross.");
        work.Open("the boundary of a stage");
        BytesPerSecond scaleUp = work.Given(
            S.ScaleUp, system.ScaleUp.Bandwidth.Value, system.ScaleUp.Bandwidth.Source, "scaleUp");
        BytesPerSecond scaleOut = work.Given(S.ScaleOut, outer.Bandwidth.Value, outer.Bandwidth.Source, "scaleOut");
        double copies = work.Given(S.Copies, (double)expertsPerToken, name: "copies");
        double layersPerStage = work.Given(S.LayersPerStage, stageLayers, name: "layersPerStage");
        double leastLayers = work.Step(S.LeastLayers, scaleUp / scaleOut / (2 * copies));
        double stageRatio = work.Step(S.StageRatio, scaleOut / scaleUp * 2 * copies * layersPerStage);
        work.Close();
        return new(stageLayers, stageRatio, (int)Math.Max(1, Math.Ceiling(leastLayers - 1e-9)));
    }
}
