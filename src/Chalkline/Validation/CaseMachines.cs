using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Validation;

/// <summary>The machines of rows, each device as fast as any source says it is.</summary>
/// <param name="catalogue">Where they are looked up.</param>
internal sealed class CaseMachines(HardwareCatalogue catalogue)
{
    private readonly Dictionary<string, MachineSystem?> _found = new(StringComparer.Ordinal);

    /// <summary>A number of devices in one domain; null when the name is not in the catalogue.</summary>
    public MachineSystem? Find(string hardware, int devices)
    {
        if (!_found.TryGetValue(hardware, out MachineSystem? system))
        {
            system = Look(hardware);
            _found.Add(hardware, system);
        }

        // The floor asks nothing of networks, so how many devices share a domain does not matter.
        return system is null ? null : system with { DomainSize = devices, Domains = 1 };
    }

    private MachineSystem? Look(string hardware)
    {
        try
        {
            MachineSystem system = catalogue.FindSystem(hardware);
            return system with { Accelerator = Fastest(system.Accelerator) };
        }
        catch (ChalkException)
        {
            return null;
        }
    }

    /// <summary>
    /// The largest value of each figure that any source gives, and in each arithmetic the fastest of all that are at
    /// least as wide: 8-bit integer and floating point stand in for one another, and narrow operands run in wide
    /// arithmetic where that is faster.
    /// </summary>
    public static Accelerator Fastest(Accelerator accelerator)
    {
        FlopPerSecond best = default;
        ImmutableDictionary<Arithmetic, Datum<FlopPerSecond>> peaks = accelerator.Peaks;
        foreach (Arithmetic[] width in (Arithmetic[][])
            [[Arithmetic.Fp32], [Arithmetic.Tf32], [Arithmetic.Bf16], [Arithmetic.Fp8, Arithmetic.Int8], [Arithmetic.Fp4]])
        {
            Datum<FlopPerSecond>? datum = null;
            foreach (Arithmetic arithmetic in width)
            {
                if (accelerator.Peaks.TryGetValue(arithmetic, out Datum<FlopPerSecond>? stated))
                {
                    datum = stated;
                    best = Quantity.Max(best, Largest(stated));
                }
            }

            foreach (Arithmetic arithmetic in datum is null ? [] : width)
            {
                peaks = peaks.SetItem(arithmetic, datum! with { Value = best });
            }
        }

        Datum<BytesPerSecond> bandwidth = accelerator.Memory.Bandwidth;
        return accelerator with
        {
            Peaks = peaks,
            Memory = accelerator.Memory with { Bandwidth = bandwidth with { Value = Largest(bandwidth) } },
        };
    }

    private static FlopPerSecond Largest(Datum<FlopPerSecond> datum)
        => datum.Alternatives.Aggregate(datum.Value, (most, other) => Quantity.Max(most, other.Value));

    private static BytesPerSecond Largest(Datum<BytesPerSecond> datum)
        => datum.Alternatives.Aggregate(datum.Value, (most, other) => Quantity.Max(most, other.Value));
}
