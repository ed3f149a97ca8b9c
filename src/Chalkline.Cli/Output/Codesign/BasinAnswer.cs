using System.Collections.Immutable;
using Chalkline.Codesign.Basins;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>What <c>chalk codesign basin</c> found.</summary>
/// <param name="Basins">The basins of the devices asked for.</param>
/// <param name="LeftOut">Devices left out, and what is not known of them.</param>
/// <param name="Shapes">Shapes tried.</param>
/// <param name="Intensity">Intensity of the one workload.</param>
/// <param name="Needs">Memory it needs on a device.</param>
/// <param name="Inferred">Whether the shares of resources are the inferred ones.</param>
internal sealed record BasinAnswer(
    ImmutableArray<Basin> Basins, ImmutableArray<(string Accelerator, string Lacks)> LeftOut, int Shapes, FlopPerByte Intensity, Bytes Needs, bool Inferred);
