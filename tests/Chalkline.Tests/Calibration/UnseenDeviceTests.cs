using System.Collections.Immutable;
using Chalkline.Calibration;

namespace Chalkline.Tests.Calibration;

/// <summary>Intervals of devices that took no part in a fit.</summary>
public sealed class UnseenDeviceTests
{
    private static UnseenDevice Device(string name, bool kin, params double[] ratios)
    {
        ImmutableArray<(double, double)> pairs = [.. ratios.Select(ratio => (ratio, 1.0))];
        return new(name, kin, pairs, pairs);
    }

    [Fact]
    public void A_devices_own_rows_never_widen_its_interval()
    {
        UnseenDevice odd = Device("odd", false, 3, 3, 3, 3);
        LeftOut together = UnseenDevice.Together(
            [odd, Device("one", false, 0.99, 1, 1, 1.01), Device("two", false, 0.98, 1, 1, 1.02)]);

        // The odd one lies outside what the others promise; they lie inside, because the odd one widens theirs.
        together.Coverage.ShouldBe(8.0 / 12, 1e-12);
        together.Devices.ShouldBe(3);
    }

    [Fact]
    public void Fewer_devices_promise_less()
    {
        UnseenDevice[] all = [.. Enumerable.Range(0, 6).Select(at => Device($"d{at}", false, at % 2 == 0 ? 1.1 : 1 / 1.1))];
        ErrorSpread two = UnseenDevice.FarSpread([.. all.Take(2)]);
        ErrorSpread six = UnseenDevice.FarSpread([.. all]);

        two.High.ShouldBeGreaterThan(six.High);
        two.Low.ShouldBeLessThan(six.Low);

        // Student's t of 2 and of 6 degrees at 90 %, times an offset of 10 % whichever way.
        Math.Log(two.High).ShouldBe(1.8856 * Math.Log(1.1), 1e-4);
        Math.Log(six.High).ShouldBe(1.4398 * Math.Log(1.1), 1e-4);
    }

    [Fact]
    public void Kin_are_judged_by_kin()
    {
        UnseenDevice[] all = [Device("a", true, 1.01, 0.99), Device("b", true, 1.02, 0.98), Device("c", false, 2, 2)];

        UnseenDevice.NearSpread([.. all]).High.ShouldBeLessThan(UnseenDevice.FarSpread([.. all]).High);
        UnseenDevice.NearSpread([all[2]]).ShouldBe(UnseenDevice.FarSpread([all[2]]));
    }
}
