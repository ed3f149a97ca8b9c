using Chalkline.Codesign.Basins;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Codesign;

/// <summary>The width of a basin and what rests for it (codesign recording, 8:06).</summary>
public sealed class BasinTests
{
    private static readonly Seconds Limit = new(0.05);

    private static readonly WorkShape Shape = new("70B at 8k", new(70e9), new(70e9), new(1.342e9), new(5.2e6));

    /// <summary>H100 uses all its FLOP and 98 % of bandwidth, v6e 54 % and all; 60 GB fits the first alone.</summary>
    [Fact]
    public void The_worked_example_of_v6e_against_H100()
    {
        (double compute, double bandwidth, bool fits) = Machine("h100-sxm", NumberFormat.Bf16).At(new FlopPerByte(300), new Bytes(60e9));
        compute.ShouldBe(1);
        bandwidth.ShouldBe(0.98, 0.005);
        fits.ShouldBeTrue();

        (compute, bandwidth, fits) = Machine("tpu-v6e", NumberFormat.Bf16).At(new FlopPerByte(300), new Bytes(60e9));
        compute.ShouldBe(0.54, 0.005);
        bandwidth.ShouldBe(1);
        fits.ShouldBeFalse();
    }

    [Fact]
    public void V6e_carries_18_percent_less_memory_time()
    {
        double v6e = HardwareData.Catalogue.FindAccelerator("tpu-v6e").Memory.DrainTime.Value;
        double h100 = HardwareData.Catalogue.FindAccelerator("h100-sxm").Memory.DrainTime.Value;

        (1e3 * v6e).ShouldBe(19.5, 0.05);
        (1e3 * h100).ShouldBe(23.9, 0.05);
        (1 - (v6e / h100)).ShouldBe(0.18, 0.005);
    }

    [Fact]
    public void The_best_batch_is_the_one_a_plain_search_finds()
    {
        foreach (string device in new[] { "h100-sxm", "tpu-v6e", "l40s", "mi355x", "a100-pcie-80" })
        {
            BasinMachine machine = Machine(device, NumberFormat.Fp8);
            BasinPoint found = machine.At(Shape);
            (double batch, double used) = Search(machine);

            found.Compute.ShouldBe(used, 1e-12, device);
            found.Batch.ShouldBe(batch, device);
        }
    }

    [Fact]
    public void What_does_not_fit_does_not_run_and_rests_whole()
    {
        WorkShape huge = Shape with { Weights = new(1e13) };
        Basin basin = Basin.Of(Machine("h100-sxm", NumberFormat.Fp8), [huge, Shape], huge, new(2), ResourceShares.Inferred);

        basin.Points[0].Binding.ShouldBe(BindingResource.DoesNotRun);
        basin.Runs.ShouldBe(0.5);
        basin.Width.ShouldBe(0.5);
        basin.Slack.ShouldBe(1);
        basin.SlackPrice!.Value.Value.ShouldBe(2);
    }

    [Fact]
    public void Shares_of_what_binds_add_up_to_all_shapes()
    {
        WorkShape[] shapes = [.. Enumerable.Range(0, 12).Select(power => Shape with { Cache = new(1e6 * Math.Pow(4, power)) })];
        Basin basin = Basin.Of(Machine("h100-sxm", NumberFormat.Fp8), shapes, Shape, null, ResourceShares.Inferred);

        Enum.GetValues<BindingResource>().Sum(basin.Bound).ShouldBe(1, 1e-12);
        basin.SlackPrice.ShouldBeNull();
        basin.Slack.ShouldBeInRange(0, 1);
    }

    [Fact]
    public void More_memory_and_bandwidth_never_use_less_of_the_peak()
    {
        BasinMachine machine = Machine("h100-sxm", NumberFormat.Fp8);
        double last = 0;
        foreach (double scale in new[] { 0.5, 1, 2, 4, 8 })
        {
            MemoryTier memory = machine.Accelerator.Memory;
            Accelerator better = machine.Accelerator with
            {
                Memory = new(
                    memory.Name,
                    memory.Capacity with { Value = scale * memory.Capacity.Value },
                    memory.Bandwidth with { Value = scale * memory.Bandwidth.Value }),
            };
            double used = (machine with { Accelerator = better }).At(Shape).Compute;
            used.ShouldBeGreaterThanOrEqualTo(last - 1e-12);
            last = used;
        }
    }

    [Theory]
    [InlineData("compute=0.5", "--shares")]
    [InlineData("compute=0.5,bandwidth=0.2,capacity=0.2,network=0.2", "together are 1")]
    [InlineData("compute=0.5,bandwidth=0.2,capacity=0.2,power=0.1", "power=0.1")]
    [InlineData("compute=-1,bandwidth=1,capacity=1,network=0", "compute=-1")]
    public void Shares_that_cannot_be_are_told(string text, string hint)
        => Should.Throw<ChalkException>(() => ResourceShares.Parse(text)).Message.ShouldContain(hint);

    /// <summary>Every batch one by one, within memory and time.</summary>
    private static (double Batch, double Used) Search(BasinMachine machine)
    {
        double best = 0;
        double used = 0;
        double devices = machine.Devices;
        for (int batch = 1; batch < 100_000; batch++)
        {
            double compute = batch * 2 * Shape.Active.Value / (devices * machine.Accelerator.Peak(machine.Format.Arithmetic).Value);
            double held = Shape.Weights.Value + (batch * Shape.Cache.Value);
            double memory = held / (devices * machine.Accelerator.Memory.Bandwidth.Value.Value);
            double network = batch * Shape.Exchange.Value * (devices - 1) / devices / machine.Accelerator.ScaleUp!.Value.Value;
            double step = Math.Max(compute, Math.Max(memory, network));
            if (step > machine.Limit.Value || held > devices * machine.Accelerator.Memory.Usable.Value)
            {
                break;
            }

            (best, used) = (batch, compute / step);
        }

        return (best, used);
    }

    private static BasinMachine Machine(string device, NumberFormat format)
        => new(HardwareData.Catalogue.FindAccelerator(device), 8, format, Limit);
}
