using System.Collections.Immutable;
using Chalkline.Formats;
using Chalkline.Quantities;

namespace Chalkline.Codesign.Energy;

/// <summary>Energy of a token by cause.</summary>
/// <param name="Parts">Energy by cause; they add up to the whole.</param>
/// <param name="Traffic">What the token does and moves.</param>
public sealed record TokenEnergy(ImmutableArray<(EnergyCause Cause, Joules Energy)> Parts, TokenTraffic Traffic)
{
    private const double JoulesPerKilowattHour = 3.6e6;

    /// <summary>Energy of a token at the package.</summary>
    public Joules Total => new(Parts.Sum(part => part.Energy.Value));

    /// <summary>Tokens that a kilowatt-hour buys.</summary>
    public double PerKilowattHour => JoulesPerKilowattHour / Total.Value;

    /// <summary>Tokens a second that a megawatt keeps up.</summary>
    public double PerMegawatt => 1e6 / Total.Value;

    /// <summary>Average power of a device while it does such tokens.</summary>
    public Watts Power => Traffic.DeviceTime > Seconds.Zero ? new(Total.Value / Traffic.DeviceTime.Value) : new(0);

    /// <summary>Energy of a cause.</summary>
    public Joules Of(EnergyCause cause) => new(Parts.Where(part => part.Cause == cause).Sum(part => part.Energy.Value));

    /// <summary>Electricity of a token: what the package takes, times the facility's overhead.</summary>
    /// <param name="price">Price of electricity.</param>
    /// <param name="overhead">PUE, at least 1.</param>
    public UsdPerToken Money(UsdPerKilowattHour price, double overhead) => new(price.Value * overhead * Total.Value / JoulesPerKilowattHour);

    /// <summary>The energy of a token's traffic on a device.</summary>
    public static TokenEnergy Of(TokenTraffic traffic, EnergyTerms terms)
    {
        Arithmetic narrow = traffic.WeightArithmetic;
        double products = traffic.WeightFlop.Value;
        double attention = traffic.AttentionFlop.Value;
        double Both(Func<Arithmetic, double> of) => (products * of(narrow)) + (attention * of(Arithmetic.Bf16));
        double local = traffic.WeightsOnDie ? 8 * traffic.Weights.Value : 0;
        double read = (8 * traffic.Memory.Value) - local;
        return new(
            [
                (EnergyCause.Arithmetic, new(Both(terms.Flop))),
                (EnergyCause.Instructions, new(Both(terms.Instructions))),
                (EnergyCause.Registers, new(Both(terms.RegisterBits) * terms.RegisterBit.Joules)),
                (EnergyCause.Sram, new((Both(EnergyTerms.SharedBits) * terms.SharedBit.Joules) + (read * terms.CacheBit.Joules) + (local * terms.LocalBit))),
                (EnergyCause.Wire, new(read * terms.WireBit.Joules)),
                (EnergyCause.Weights, new(((8 * traffic.Weights.Value) - local) * terms.MemoryBit.Joules)),
                (EnergyCause.Cache, new(8 * traffic.Cache.Value * terms.MemoryBit.Joules)),
                (EnergyCause.Activations, new(8 * traffic.Activations.Value * terms.MemoryBit.Joules)),
                (EnergyCause.HostMemory, new(8 * traffic.Host.Value * terms.HostBit.Joules)),
                (EnergyCause.ScaleUp, new(8 * traffic.ScaleUp.Value * terms.ScaleUpBit.Joules)),
                (EnergyCause.ScaleOut, new(8 * traffic.ScaleOut.Value * terms.ScaleOutBit.Joules)),
                (EnergyCause.Optics, new(8 * traffic.ScaleOut.Value * terms.OpticsBit.Joules)),
                (EnergyCause.Static, new(traffic.DeviceTime.Value * terms.Static.Joules)),
            ],
            traffic);
    }
}
