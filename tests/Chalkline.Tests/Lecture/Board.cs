using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Tests.Lecture;

/// <summary>The lecture's blackboard: rho of 300 at one byte a weight, and what it says of models and racks.</summary>
internal static class Board
{
    /// <summary>64 devices of a rack at 8 TB/s.</summary>
    public static readonly BytesPerSecond Rack = new(64 * 8e12);

    /// <summary>A machine with rho = 300 whatever the bandwidth: 600 FLOP for each byte at one byte a weight.</summary>
    public static Roofline Model(double active, double total, double keyValue = 0, double rho = 300) => new()
    {
        Active = new(active),
        Total = new(total),
        WeightWidth = new(1),
        KeyValue = new(keyValue),
        Peak = new(2 * rho * Rack.Value),
        Bandwidth = Rack,
    };

    /// <summary>A model whose weights take one drain of 20 ms, eight times sparse: balanced at 2,400.</summary>
    public static Roofline TwentyMilliseconds { get; } = Model(0.02 * Rack.Value / 8, 0.02 * Rack.Value);
}
