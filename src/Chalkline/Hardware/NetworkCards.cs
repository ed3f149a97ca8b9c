using Chalkline.Quantities;

namespace Chalkline.Hardware;

/// <summary>The network cards (NICs) of a device.</summary>
/// <param name="PerDevice">Cards of a device, above 0; 0.5 where two devices share one.</param>
/// <param name="Bandwidth">Bandwidth of one, one direction, in bits as sold.</param>
public sealed record NetworkCards(double PerDevice, Datum<BitsPerSecond> Bandwidth);
