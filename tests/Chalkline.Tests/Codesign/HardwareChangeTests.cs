using Chalkline.Catalog;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Codesign;

/// <summary>Devices made from others.</summary>
public sealed class HardwareChangeTests
{
    private static readonly Accelerator Hopper = HardwareData.Catalogue.FindAccelerator("h100-sxm");

    public static TheoryData<string> Devices => [.. HardwareData.Catalogue.Accelerators.Select(device => device.Id)];

    [Fact]
    public void What_is_set_changes_and_nothing_else()
    {
        Accelerator made = HardwareChange.Apply(Hopper, HardwareChange.ReadAll(["hbm.bandwidth=8TB/s", "price=3$/h", "peaks=2x"]), "mine");

        made.Memory.Bandwidth.Value.Value.ShouldBe(8e12);
        made.Memory.Capacity.Value.ShouldBe(Hopper.Memory.Capacity.Value);
        made.Peaks[Arithmetic.Fp8].Value.Value.ShouldBe(2 * 1979e12, 1);
        HardwareCatalogue.DefaultPrice(made)!.Price.Value.ShouldBe(3);
        made.Kernels.ShouldBe("h100-sxm");
        made.Id.ShouldBe("mine");
        made.Memory.Bandwidth.Source.Where.ShouldContain("given by the user");
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_device_written_and_read_is_the_same(string id)
    {
        Accelerator device = HardwareData.Catalogue.FindAccelerator(id);
        Accelerator again = HardwareChange.Apply(device, [HardwareChange.Read("memory.bandwidth=1x")]);

        again.Peaks.ToDictionary(peak => peak.Key, peak => peak.Value.Value)
            .ShouldBe(device.Peaks.ToDictionary(peak => peak.Key, peak => peak.Value.Value), ignoreOrder: true);
        again.Memory.Capacity.Value.ShouldBe(device.Memory.Capacity.Value);
        again.Memory.Usable.Value.ShouldBe(device.Memory.Usable.Value, 1e-6 * device.Memory.Usable.Value);
        again.Memory.Bandwidth.Value.ShouldBe(device.Memory.Bandwidth.Value);
        again.ScaleUp?.Value.ShouldBe(device.ScaleUp!.Value);
        again.ScaleOut?.Value.ShouldBe(device.ScaleOut!.Value);
        again.Power?.Value.ShouldBe(device.Power!.Value);
        again.OnChipMemory?.Value.ShouldBe(device.OnChipMemory!.Value);
        again.Die?.Node.ShouldBe(device.Die!.Node);
        again.DomainSize.ShouldBe(device.DomainSize);
        again.System.ShouldBe(device.System);
        again.Prices.ShouldBe(device.Prices);
    }

    [Fact]
    public void A_file_stands_wherever_a_name_does_and_says_the_same_as_the_change()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        HardwareChange[] changes = [.. HardwareChange.ReadAll(["nvlink=2x", "hbm=160GB"])];
        File.WriteAllText(path, HardwareChange.Text(Hopper, changes, "mine"));
        try
        {
            MachineSystem file = HardwareData.Catalogue.FindSystem(path + "x8");
            MachineSystem fly = HardwareChange.Apply(HardwareData.Catalogue.FindSystem("h100x8"), changes);

            file.ScaleUp.Bandwidth.Value.ShouldBe(fly.ScaleUp.Bandwidth.Value);
            file.ScaleUp.Bandwidth.Value.Value.ShouldBe(900e9, 1);
            file.Accelerator.Memory.Usable.ShouldBe(fly.Accelerator.Memory.Usable);
            file.Devices.ShouldBe(8);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("hbm.bandwidth", "a field and a value")]
    [InlineData("=3", "a field and a value")]
    [InlineData("hbn.bandwith=3TB/s", "did you mean memory.bandwidth")]
    [InlineData("hbm.bandwidth=3TB", "memory.bandwidth=3TB")]
    [InlineData("hbm.bandwidth=-3TB/s", "more than zero")]
    [InlineData("hbm.bandwidth=0x", "factor above 0")]
    [InlineData("peaks=3PFLOP/s", "must be a factor")]
    [InlineData("fp4=2x", "multiplies a figure the device does not state")]
    [InlineData("sram=20GB", "of a die of 814 mm2")]
    [InlineData("hbm=1EB", "must lie between")]
    [InlineData("units=1.5", "whole number")]
    public void What_cannot_be_is_a_sentence(string change, string hint)
        => Should.Throw<ChalkException>(() => HardwareChange.Apply(Hopper, HardwareChange.ReadAll([change]))).Message.ShouldContain(hint);

    [Fact]
    public void A_field_is_set_once()
        => Should.Throw<ChalkException>(() => HardwareChange.ReadAll(["hbm=80GB", "memory.capacity=90GB"])).Message.ShouldContain("twice");

    [Fact]
    public void Doubts_are_told()
    {
        HardwareChange.Doubts(Hopper).ShouldBeEmpty();
        HardwareChange.Doubts(HardwareChange.Apply(Hopper, HardwareChange.ReadAll(["sram=3.5GB"]), "mine"))
            .ShouldContain(doubt => doubt.Contains("SRAM", StringComparison.Ordinal));
        HardwareChange.Doubts(HardwareChange.Apply(Hopper, HardwareChange.ReadAll(["area=1200", "power=3kW"]), "mine"))
            .Length.ShouldBe(3);
    }

    /// <summary>Shipped devices obey the limits that made-up ones are held to.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void No_shipped_device_holds_more_SRAM_than_its_die(string id)
        => (OnChipLimit.ShareOfDie(HardwareData.Catalogue.FindAccelerator(id)) ?? 0).ShouldBeLessThan(0.6);
}
