namespace Chalkline.Catalog;

/// <summary>
/// What is possible of a quantity, in its canonical unit; beyond it a value is surely a slip of the unit.
/// </summary>
internal sealed record ValueRange(double Least, double Most)
{
    /// <summary>From a hundredth of a phone to a hundred wafers.</summary>
    public static ValueRange Peak { get; } = new(1e10, 1e18);

    /// <summary>From a tenth of the smallest SRAM device to a terabyte-class one of the future.</summary>
    public static ValueRange Capacity { get; } = new(1e6, 1e13);

    /// <summary>From slow DDR to a hundred wafers.</summary>
    public static ValueRange MemoryBandwidth { get; } = new(1e9, 1e18);

    /// <summary>From gigabit Ethernet to ten times the fastest rack.</summary>
    public static ValueRange NetworkBandwidth { get; } = new(1e8, 2e13);

    /// <summary>The same in bits, of one network card or several.</summary>
    public static ValueRange CardBandwidth { get; } = new(1e9, 2e13);

    /// <summary>From light across a chip to a round trip across an ocean.</summary>
    public static ValueRange Latency { get; } = new(1e-9, 0.1);

    /// <summary>From a phone to a wafer.</summary>
    public static ValueRange DevicePower { get; } = new(1, 1e5);

    /// <summary>From a used card to a wafer, USD an hour.</summary>
    public static ValueRange DevicePrice { get; } = new(1e-3, 1e5);

    /// <summary>From a small box to a large data centre.</summary>
    public static ValueRange DomainPower { get; } = new(10, 1e9);

    /// <summary>From a small host to a whole pod's.</summary>
    public static ValueRange HostMemory { get; } = new(1e9, 1e17);

    /// <summary>From one drive of a small host to all hosts of a pod.</summary>
    public static ValueRange HostBandwidth { get; } = new(1e8, 1e16);

    /// <summary>From nothing lost to a cluster made for other work.</summary>
    public static ValueRange Oversubscription { get; } = new(1, 100);
}
