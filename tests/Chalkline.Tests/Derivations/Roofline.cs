using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Tests.Derivations;

/// <summary>A computation as the library writes them: real quantities, two parts, a unit factor, integers.</summary>
internal static class Roofline
{
    private static readonly Symbol Work = new("flop", "F", "F", "work of the pass");
    private static readonly Symbol Peak = new("peak", "C", "C", "dense peak");
    private static readonly Symbol Traffic = new("bytes", "M", "M", "bytes read");
    private static readonly Symbol Bandwidth = new("bandwidth", "B", "B", "memory bandwidth");
    private static readonly Symbol Count = new("devices", "n", "n", "devices");
    private static readonly Symbol Domains = new("domains", "d", "d", "domains of eight, whole ones");
    private static readonly Symbol Time = new("time", "t", "t", "time of the pass");
    private static readonly Symbol Rent = new("rent", "r", "r", "rent of one device");
    private static readonly Symbol Total = new("total", "R", "R", "rent of all devices");
    private static readonly Symbol PerToken = new("cost", "c", "c", "cost of a token");

    public static UsdPerToken Cost<TWork>(Flop flop, Bytes bytes, int devices, ref TWork work)
        where TWork : struct, IWork
    {
        work.Given(Count, devices);
        Seconds time = PassTime(flop, bytes, ref work);
        UsdPerDeviceHour rent = work.Given(Rent, new UsdPerDeviceHour(2.5));
        int domains = work.Step(Domains, Math.Max(devices / 8, 1));
        UsdPerHour total = work.Step(Total, rent * new Devices(domains * 8));
        return work.Step(PerToken, total * time / new Tokens(devices));
    }

    private static Seconds PassTime<TWork>(Flop flop, Bytes bytes, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open("Time of the pass");
        work.Given(Work, flop);
        work.Given(Traffic, bytes);
        FlopPerSecond peak = work.Given(Peak, new FlopPerSecond(9.89e14));
        BytesPerSecond bandwidth = work.Given(Bandwidth, new BytesPerSecond(3.35e12));
        Seconds time = work.Step(Time, Quantity.Max(flop / peak, bytes / bandwidth));
        work.Close();
        return time;
    }
}
