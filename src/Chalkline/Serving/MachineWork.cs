using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>The machine's figures as inputs of a derivation, down to their datasheets.</summary>
public static class MachineWork
{
    private static readonly Symbol Memory = new("memory", "C", "C", "memory of one device");
    private static readonly Symbol Bandwidth = new("memoryBandwidth", "W_mem", @"W_{\text{mem}}", "memory bandwidth of one device");
    private static readonly Symbol ScaleUp = new("scaleUp", "W_up", @"W_{\text{up}}", "scale-up bandwidth of one device, one direction");
    private static readonly Symbol ScaleUpLatency = new("scaleUpLatency", "alpha_up", @"\alpha_{\text{up}}", "scale-up latency");
    private static readonly Symbol ScaleOut = new("scaleOut", "W_out", @"W_{\text{out}}", "scale-out bandwidth of one device, one direction");
    private static readonly Symbol ScaleOutLatency = new("scaleOutLatency", "alpha_out", @"\alpha_{\text{out}}", "scale-out latency");

    /// <summary>Writes the figures that a model in these formats uses.</summary>
    public static void Show<TWork>(MachineSystem system, Precision precision, ref TWork work)
        where TWork : struct, IWork
    {
        Accelerator device = system.Accelerator;
        foreach (Arithmetic arithmetic in device.Peaks.Keys.Order())
        {
            if (arithmetic == precision.Activations.Arithmetic || arithmetic == Arithmetic.Bf16)
            {
                string name = arithmetic.ToString().ToUpperInvariant();
                Symbol symbol = new($"peak{arithmetic}", $"F_{name}", $@"F_{{\text{{{name}}}}}", $"dense {name} peak of one device");
                work.Given(symbol, device.Peaks[arithmetic].Value, device.Peaks[arithmetic].Source, symbol.Name);
            }
        }

        Given(Memory, device.Memory.Capacity, ref work);
        Given(Bandwidth, device.Memory.Bandwidth, ref work);
        Given(ScaleUp, system.ScaleUp.Bandwidth, ref work);
        Given(ScaleUpLatency, system.ScaleUp.Latency, ref work);
        if (system.ScaleOut is { } outer)
        {
            Given(ScaleOut, outer.Bandwidth, ref work);
            Given(ScaleOutLatency, outer.Latency, ref work);
        }
    }

    private static void Given<T, TWork>(Symbol symbol, Datum<T> datum, ref TWork work)
        where T : struct, IQuantity<T>
        where TWork : struct, IWork
        => work.Given(symbol, datum.Value, datum.Source, symbol.Name);
}
