using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>What is laid out.</summary>
/// <param name="Model">The model, each expert once.</param>
/// <param name="System">The machine: its domains are the racks.</param>
/// <param name="Layout">How the model is cut.</param>
/// <param name="Precision">Formats.</param>
/// <param name="Batch">Sequences of one replica in flight, at least 1.</param>
/// <param name="Context">Tokens each holds, at least 1.</param>
/// <param name="Redundant">Copies of experts in each layer, at least 0.</param>
/// <param name="Exponent">Exponent of the power law of the experts' popularity; 0 for even popularity.</param>
public sealed record LayoutRequest(
    Model Model,
    MachineSystem System,
    Layout Layout,
    Precision Precision,
    double Batch,
    Tokens Context,
    int Redundant,
    double Exponent);
