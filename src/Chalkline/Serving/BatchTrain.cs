using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>
/// Decode as a train that departs on a timetable, full or not (lecture, eq. 1.12 to 1.14): how long a token waits and
/// how much the system carries.
/// </summary>
/// <param name="Period">Time between departures: one pass.</param>
/// <param name="Batch">Seats: sequences a pass.</param>
public sealed record BatchTrain(Seconds Period, double Batch)
{
    /// <summary>Worst wait: one train just missed, then the ride.</summary>
    public Seconds WorstWait => 2 * Period;

    /// <summary>Mean wait of arrivals spread evenly: half a period, then the ride.</summary>
    public Seconds MeanWait => 1.5 * Period;

    /// <summary>Tokens a second of the system when every seat is taken.</summary>
    public TokensPerSecond Throughput => new Tokens(Batch) / Period;

    /// <summary>Share of a traffic that one system carries.</summary>
    public double ShareOf(TokensPerSecond traffic) => Throughput / traffic;
}
