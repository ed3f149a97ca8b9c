using Chalkline.Derivations;
using Chalkline.Quantities;
using S = Chalkline.Economics.CostSheets.CostSymbols;

namespace Chalkline.Economics.CostSheets;

/// <summary>The price of a machine cut into its parts.</summary>
internal static class Parts
{
    public static (UsdPerDeviceHour Accelerator, UsdPerDeviceHour Host, UsdPerDeviceHour Network) Of<TWork>(
        UsdPerDeviceHour whole, BillShares shares, ref TWork work)
        where TWork : struct, IWork
    {
        UsdPerDeviceHour rest = work.Given(S.Rest, whole, name: "rest");
        double hostShare = work.Given(S.HostShare, shares.Host, shares.Source, "hostShare");
        double networkShare = work.Given(S.NetworkShare, shares.Network, shares.Source, "networkShare");
        UsdPerDeviceHour host = work.Step(S.Host, hostShare * rest);
        UsdPerDeviceHour network = work.Step(S.Network, networkShare * rest);
        UsdPerDeviceHour accelerator = work.Step(S.Accelerator, rest - host - network);
        return (accelerator, host, network);
    }
}
