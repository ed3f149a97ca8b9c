using System.Collections.Immutable;

namespace Chalkline.Layouts;

/// <summary>
/// Experts dealt to devices by what they are visited: copies of the most popular, then each on the emptiest device
/// (expert-parallelism load balancing, EPLB; DeepSeek-V3, arXiv 2412.19437, section 3.4).
/// </summary>
/// <remarks>
/// A copy always goes to the expert whose copies are due most each; copies share its visits evenly. They are then
/// packed from the heaviest to the lightest onto the device with the fewest visits that has a slot left and, where one
/// can be had, does not hold that expert already. Ties go to the lower number.
/// </remarks>
public sealed record ExpertBalance
{
    private ExpertBalance(ImmutableArray<ImmutableArray<int>> held, ImmutableArray<double> loads, ImmutableArray<int> copies)
    {
        Held = held;
        Loads = loads;
        Copies = copies;
    }

    /// <summary>Numbers of the experts on each device, in ascending order.</summary>
    public ImmutableArray<ImmutableArray<int>> Held { get; }

    /// <summary>Visits each device is due.</summary>
    public ImmutableArray<double> Loads { get; }

    /// <summary>How often each expert is held; at least once.</summary>
    public ImmutableArray<int> Copies { get; }

    /// <summary>Visits the fullest device is due over those a mean one is due; 1 or more.</summary>
    public double Imbalance => Loads.Average() is > 0 and double mean ? Loads.Max() / mean : 1;

    /// <summary>Experts in the order of their numbers, as engines load them: no copies, no packing.</summary>
    /// <param name="visits">Visits each expert is due.</param>
    /// <param name="devices">Devices, which divide the experts.</param>
    public static ExpertBalance Numbered(ImmutableArray<double> visits, int devices)
    {
        int slots = Slots(visits.Length, devices);
        ImmutableArray<ImmutableArray<int>> held =
            [.. Enumerable.Range(0, devices).Select(device => Enumerable.Range(device * slots, slots).ToImmutableArray())];
        return new(
            held,
            [.. held.Select(experts => experts.Sum(expert => visits[expert]))],
            [.. Enumerable.Repeat(1, visits.Length)]);
    }

    /// <summary>Copies the most popular and packs all of them.</summary>
    /// <param name="visits">Visits each expert is due.</param>
    /// <param name="devices">Devices, at least 1.</param>
    /// <param name="redundant">Copies beside the first of each, at least 0; with the experts they fill the devices.</param>
    /// <exception cref="ChalkException">Experts and copies do not divide over the devices.</exception>
    public static ExpertBalance Packed(ImmutableArray<double> visits, int devices, int redundant)
    {
        int slots = Slots(visits.Length + redundant, devices);
        int[] copies = Copy(visits, redundant);
        List<int>[] held = [.. Enumerable.Range(0, devices).Select(_ => new List<int>(slots))];
        double[] loads = new double[devices];
        PriorityQueue<int, (double Load, int Device)> emptiest = new(
            Enumerable.Range(0, devices).Select(device => (device, (0.0, device))));
        foreach (int expert in Enumerable.Range(0, visits.Length)
            .OrderByDescending(expert => visits[expert] / copies[expert]).ThenBy(expert => expert))
        {
            for (int copy = 0; copy < copies[expert]; copy++)
            {
                int device = Take(emptiest, held, expert);
                held[device].Add(expert);
                loads[device] += visits[expert] / copies[expert];
                if (held[device].Count < slots)
                {
                    emptiest.Enqueue(device, (loads[device], device));
                }
            }
        }

        return new([.. held.Select(experts => experts.Order().ToImmutableArray())], [.. loads], [.. copies]);
    }

    private static int[] Copy(ImmutableArray<double> visits, int redundant)
    {
        int[] copies = [.. Enumerable.Repeat(1, visits.Length)];
        PriorityQueue<int, (double Load, int Expert)> fullest = new(
            visits.Select((due, expert) => (expert, (-due, expert))));
        for (int copy = 0; copy < redundant; copy++)
        {
            int expert = fullest.Dequeue();
            copies[expert]++;
            fullest.Enqueue(expert, (-visits[expert] / copies[expert], expert));
        }

        return copies;
    }

    /// <summary>The emptiest device without the expert; the emptiest of all where each has it.</summary>
    private static int Take(PriorityQueue<int, (double Load, int Device)> emptiest, List<int>[] held, int expert)
    {
        List<(int Device, (double Load, int Device) Order)> passed = [];
        int? found = null;
        while (found is null && emptiest.TryDequeue(out int device, out (double Load, int Device) order))
        {
            if (held[device].Contains(expert))
            {
                passed.Add((device, order));
            }
            else
            {
                found = device;
            }
        }

        if (found is null)
        {
            found = passed[0].Device;
            passed.RemoveAt(0);
        }

        foreach ((int device, (double Load, int Device) order) in passed)
        {
            emptiest.Enqueue(device, order);
        }

        return found.Value;
    }

    private static int Slots(int experts, int devices) => devices >= 1 && experts % devices == 0
        ? experts / devices
        : throw new ChalkException(
            $"{experts} experts, copies included, do not divide over {devices} devices; "
            + $"{(devices - (experts % Math.Max(1, devices))) % Math.Max(1, devices)} more copies would.");
}
