using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Search;

/// <summary>What a plan is asked for.</summary>
public sealed record PlanRequest
{
    /// <summary>The model.</summary>
    public required Model Model { get; init; }

    /// <summary>The machine.</summary>
    public required MachineSystem System { get; init; }

    /// <summary>Lengths and service levels.</summary>
    public required Workload Workload { get; init; }

    /// <summary>Formats.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Devices to use and pay for; all of the machine by default.</summary>
    public int? Devices { get; init; }

    /// <summary>Price of a device; null when none is known, and then costs are left out.</summary>
    public UsdPerDeviceHour? Price { get; init; }

    /// <summary>Where the price comes from; null when the user gave it.</summary>
    public Source? PriceSource { get; init; }

    /// <summary>Which model of time.</summary>
    public Fidelity Fidelity { get; init; } = Fidelity.Operator;

    /// <summary>What the calibrated fidelity times kernels by; may be null for the others.</summary>
    public CalibrationSet? Calibrations { get; init; }

    /// <summary>Stated efficiencies.</summary>
    public Efficiency Efficiency { get; init; } = Efficiency.Stated;

    /// <summary>Kernel times on the machine; null when no calibrations are given.</summary>
    public DeviceCalibration? Calibration => Calibrations?.For(System);

    /// <summary>Another machine that takes the prompts; null when one machine does both.</summary>
    public PrefillPool? Prefill { get; init; }

    /// <summary>
    /// Requests a second to carry, each pool with just the workers that carry them; null to fill the devices. Zero asks
    /// for one worker of each.
    /// </summary>
    public RequestsPerSecond? Load { get; init; }

    /// <summary>The longest time from a request to its last token; null when any will do.</summary>
    public Seconds? EndToEnd { get; init; }

    /// <summary>The most an output token may cost, input included; null when any will do.</summary>
    public UsdPerToken? CostLimit { get; init; }

    /// <summary>The most the devices may cost an hour; caps their number. Null when any will do.</summary>
    public UsdPerHour? Budget { get; init; }

    /// <summary>The most power the devices may take; caps their number. Null when any will do.</summary>
    public Watts? Power { get; init; }

    /// <summary>What the fronts are of; speed and throughput by default.</summary>
    public ImmutableArray<Objective> Objectives { get; init; } = [Objective.Speed, Objective.Throughput];

    /// <summary>
    /// Ways to share the devices that are tried, at least one; together and in two pools by default. With attention and
    /// feed-forward layers apart, whose micro-batches hide their link, decode on the same devices may hide the exchange
    /// of experts behind a second micro-batch too, so that neither is favoured.
    /// </summary>
    public ImmutableArray<ServingMode> Modes { get; init; } = [ServingMode.Aggregated, ServingMode.Disaggregated];

    /// <summary>Whether prefill and decode must share their devices; false to try pools too.</summary>
    public bool Together { get; init; }

    /// <summary>Sequences of one replica, at least 1; null to try all that fit.</summary>
    public double? Batch { get; init; }

    /// <summary>Batches tried in each doubling, at least 1.</summary>
    public int BatchesPerDoubling { get; init; } = 4;

    /// <summary>Threads at most; null for one a core. The answer does not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>Devices paid for, of the machine that decodes; under a load, the most that may be.</summary>
    public int DevicesPaid => Math.Min(Devices ?? System.Devices, Math.Min(
        Budget is { } budget && Price is { } price ? Whole(budget.Value / price.Value) : int.MaxValue,
        Power is { } power && DevicePower.Of(System) is { } each ? Whole(power / each) : int.MaxValue));

    /// <summary>The same question put to the machine that prefills.</summary>
    internal PlanRequest OfPrefill => Prefill is { } pool
        ? this with { System = pool.System, Devices = pool.Devices, Price = pool.Price, Prefill = null }
        : this;

    /// <summary>Whether attention and feed-forward layers may stand apart; the closed form knows no operators to part.</summary>
    internal bool Splits => Modes.Contains(ServingMode.AttentionFeedForward) && Fidelity != Fidelity.Chalk;

    /// <summary>The same question with second copies of so many experts in each layer.</summary>
    internal PlanRequest WithCopies(int copies)
        => copies == 0 ? this : this with { Model = RedundantExperts.Add(Model, copies) };

    /// <summary>Devices paid for a point that uses so many: all of them, or under a load just those.</summary>
    internal int PaidFor(int used) => Load is null ? DevicesPaid : used;

    /// <summary>Checks what does not depend on a layout.</summary>
    /// <exception cref="ChalkException">There are no such devices, or a limit is impossible.</exception>
    public PlanRequest Checked()
    {
        Count(System, Devices ?? System.Devices);
        if (Prefill is { } pool)
        {
            Count(pool.System, pool.Devices);
            if (Budget is not null || Power is not null)
            {
                throw new ChalkException(
                    "A budget or a power does not say how to share it between two machines; name the devices of each.");
            }
        }

        if (Budget is { } budget && Price is null)
        {
            throw new ChalkException($"A budget of {budget} needs a price of a device; give --price, for example 2.2$/h.");
        }

        if (Power is not null && DevicePower.Of(System) is null)
        {
            throw DevicePower.Unknown(System);
        }

        if (Together && Prefill is not null)
        {
            throw new ChalkException("Prefill on another machine cannot share the devices that decode.");
        }

        if (Batch is { } batch && !(batch >= 1 && double.IsFinite(batch)))
        {
            throw new ChalkException($"A batch of {batch} is no number of sequences; ask for 1 or more.");
        }

        if (DevicesPaid < 1)
        {
            throw new ChalkException($"Not one device of {System.Id} is within {(Budget is { } most ? $"{most}" : $"{Power}")}.");
        }

        if (Objectives.IsDefaultOrEmpty || Threads < 1 || BatchesPerDoubling is < 1 or > 1024)
        {
            throw new ChalkException("A search needs at least one objective, one thread, and 1 to 1,024 batches in a doubling.");
        }

        if (Modes.IsDefaultOrEmpty || (Prefill is not null && Modes.All(mode => mode == ServingMode.Aggregated)))
        {
            throw new ChalkException(Prefill is null
                ? "A search needs at least one mode: aggregated, disaggregated or attention-ffn."
                : $"Another machine, {Prefill.System.Id}, prefills: the modes must be disaggregated, attention-ffn or both.");
        }

        Workload.Checked();
        return this;
    }

    private static void Count(MachineSystem system, int devices)
    {
        if (devices < 1 || devices > system.Devices)
        {
            throw new ChalkException(
                $"{devices} devices cannot be taken of {system.Id}, which has {system.Devices}; ask for 1 to {system.Devices}.");
        }
    }

    private static int Whole(double ratio) => (int)Math.Min(int.MaxValue, Math.Floor(ratio * (1 + 1e-12)));
}
