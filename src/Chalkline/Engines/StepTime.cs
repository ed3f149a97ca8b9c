using System.Runtime.InteropServices;

namespace Chalkline.Engines;

/// <summary>The time of one step of a replica, and what its busiest device must do in it. All in seconds.</summary>
/// <param name="Time">Estimated time, the host's included.</param>
/// <param name="Compute">Time of its arithmetic at full dense peak.</param>
/// <param name="Memory">Time of its reads and writes of local memory at full bandwidth.</param>
/// <param name="Network">Estimated time of its collectives, part of the whole.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StepTime(double Time, double Compute, double Memory, double Network);
