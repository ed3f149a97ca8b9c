using Chalkline.Derivations;

namespace Chalkline.Economics.CostSheets;

/// <summary>What a device costs: rented or owned.</summary>
public interface IHardwarePrice
{
    /// <summary>Its electricity.</summary>
    PowerTerms Power { get; }

    /// <summary>How the price of the machine divides.</summary>
    BillShares Shares { get; }

    /// <summary>One device for an hour, with the work shown.</summary>
    /// <exception cref="ChalkException">A term is impossible.</exception>
    HardwareBill Bill<TWork>(ref TWork work)
        where TWork : struct, IWork;

    /// <summary>One device for an hour.</summary>
    /// <exception cref="ChalkException">A term is impossible.</exception>
    HardwareBill Bill()
    {
        Quiet quiet = default;
        return Bill(ref quiet);
    }
}
