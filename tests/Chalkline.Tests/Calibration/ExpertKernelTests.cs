using Chalkline.Calibration;
using Chalkline.Formats;
using Chalkline.Tests.Catalog;
using CsCheck;

namespace Chalkline.Tests.Calibration;

public sealed class ExpertKernelTests
{
    private static readonly ExpertKernel Kernel = new();
    private static readonly double[] Start = [.. Kernel.Parameters.Select(parameter => parameter.Start)];

    private static readonly KernelDevice[] Devices =
    [
        .. ((string[])["a100-sxm-80", "h100-sxm", "h20", "b200-sxm", "mi300x", "tpu-v6e"])
            .Select(name => new KernelDevice(HardwareData.Catalogue.FindSystem(name))),
    ];

    private static readonly Gen<KernelDevice> AnyDevice =
        Gen.Int[0, Devices.Length - 1].Select(place => Devices[place]);

    private static readonly (NumberFormat Weights, NumberFormat Activations)[] Formats =
    [
        (NumberFormat.Bf16, NumberFormat.Bf16),
        (NumberFormat.Fp8, NumberFormat.Fp8),
        (NumberFormat.Fp8Block, NumberFormat.Fp8Block),
        (NumberFormat.Nvfp4, NumberFormat.Nvfp4),
        (NumberFormat.Mxfp4, NumberFormat.Bf16),
        (NumberFormat.Mxfp4, NumberFormat.Mxfp8),
        (NumberFormat.Int4, NumberFormat.Bf16),
    ];

    private static readonly Gen<double[]> Values = Gen.Double[0, 1].Array[Start.Length].Select(shares =>
        shares.Select((share, i) => Kernel.Parameters[i].Least
            * Math.Pow(Kernel.Parameters[i].Most / Kernel.Parameters[i].Least, share)).ToArray());

    private static readonly Gen<KernelWork> Works =
        from formats in Gen.Int[0, Formats.Length - 1].Select(place => Formats[place])
        from experts in Gen.Int[3, 9]
        from ranks in Gen.Int[0, 5]
        from visits in Gen.Int[1, 8]
        from hidden in Gen.Int[4, 64]
        from inner in Gen.Int[4, 64]
        from tokens in Gen.Double[1, 20000]
        from shared in Gen.Int[0, 3]
        from skew in Gen.OneOf(Gen.Const(0.0), Gen.Double[0.2, 2])
        select new KernelWork
        {
            Kind = KernelKind.Experts,
            Weights = formats.Weights,
            Activations = formats.Activations,
            Experts = 1 << experts,
            ExpertsPerToken = visits,
            ExpertParallel = 1 << Math.Min(experts, ranks),
            ExpertTensorParallel = 1 << shared,
            Hidden = 128 * hidden,
            Intermediate = 128 * inner,
            Tokens = tokens,
            Skew = skew,
        };

    /// <summary>Qwen3-235B in BF16: 128 experts of 3 x 4096 x 1536 weights are 4.83 GB, 1.44 ms of an H100.</summary>
    [Fact]
    public void A_small_batch_over_all_experts_takes_the_time_to_read_them()
    {
        KernelWork work = Qwen(NumberFormat.Bf16, 16);
        double read = 128 * 3 * 4096.0 * 1536 * 2 / 3.35e12;
        double time = Kernel.Time(work, Devices[1], Start);
        time.ShouldBeInRange(read / 0.9, read / 0.75);
        Kernel.Time(work with { Tokens = 8 }, Devices[1], Start).ShouldBe(time / 2, time * 0.05);
    }

    [Fact]
    public void Narrower_formats_read_less_and_multiply_faster_where_the_device_has_them()
    {
        double[] small = Times(16);
        double[] large = Times(16384);
        small.ShouldBe(small.OrderDescending());
        large.ShouldBe(large.OrderDescending());

        static double[] Times(double tokens) =>
        [
            Kernel.Time(Qwen(NumberFormat.Bf16, tokens), Devices[3], Start),
            Kernel.Time(Qwen(NumberFormat.Fp8, tokens), Devices[3], Start),
            Kernel.Time(Qwen(NumberFormat.Nvfp4, tokens), Devices[3], Start),
        ];
    }

    [Fact]
    public void Weight_only_formats_save_reading_and_no_arithmetic()
    {
        KernelWork wide = Qwen(NumberFormat.Bf16, 16384);
        KernelWork narrow = wide with { Weights = NumberFormat.Int4 };
        Kernel.Time(narrow, Devices[1], Start).ShouldBeGreaterThan(Kernel.Time(wide, Devices[1], Start));
        Kernel.Time(narrow with { Tokens = 16 }, Devices[1], Start)
            .ShouldBeLessThan(Kernel.Time(wide with { Tokens = 16 }, Devices[1], Start) / 1.5);
    }

    [Fact]
    public void The_fullest_rank_of_a_skewed_layer_is_slower_than_a_rank_of_an_even_one()
    {
        KernelWork even = Qwen(NumberFormat.Bf16, 4096) with { ExpertParallel = 8 };
        double time = Kernel.Time(even, Devices[1], Start);
        Kernel.Time(even with { Skew = 1.2 }, Devices[1], Start).ShouldBeGreaterThan(time * 1.1);
    }

    [Fact]
    public void A_load_that_is_given_stands_in_for_the_routing()
    {
        KernelWork work = Qwen(NumberFormat.Bf16, 64);
        double time = Kernel.Time(work, Devices[1], Start);
        Kernel.Time(work with { M = 512, Batch = 128 }, Devices[1], Start).ShouldBe(time, 1e-12);
        Kernel.Time(work with { M = 512, Batch = 64 }, Devices[1], Start).ShouldBeLessThan(time * 0.6);
        Kernel.Time(work with { M = 5120, Batch = 128 }, Devices[1], Start).ShouldBeGreaterThan(time);
    }

    [Fact]
    public void No_time_is_below_the_floor()
        => Gen.Select(Works, AnyDevice, Values).Sample((work, device, values) =>
            Kernel.Time(work, device, values).ShouldBeGreaterThanOrEqualTo(Kernel.Floor(work, device)));

    [Fact]
    public void More_tokens_never_take_less_time()
        => Gen.Select(Works, AnyDevice, Values, Gen.Double[1, 4]).Sample((work, device, values, more) =>
            Kernel.Time(work with { Tokens = work.Tokens * more }, device, values)
                .ShouldBeGreaterThanOrEqualTo(Kernel.Time(work, device, values) * (1 - 1e-6)));

    [Fact]
    public void Better_shares_and_less_overhead_never_slow_a_layer()
        => Gen.Select(Works, AnyDevice, Values, Gen.Int[0, Start.Length - 1], Gen.Double[1, 2]).Sample(
            (work, device, values, place, more) =>
            {
                double[] better = [.. values];
                bool share = Kernel.Parameters[place].Name.EndsWith("Share", StringComparison.Ordinal);
                better[place] = share ? values[place] * more : values[place] / more;
                Kernel.Time(work, device, better)
                    .ShouldBeLessThanOrEqualTo(Kernel.Time(work, device, values) * (1 + 1e-9));
            });

    [Fact]
    public void Is_the_one_family_of_expert_layers()
    {
        KernelFamilies.All.Count(model => model.Covers(Qwen(NumberFormat.Bf16, 1))).ShouldBe(1);
        KernelFamilies.Of(Qwen(NumberFormat.Bf16, 1)).ShouldBeOfType<ExpertKernel>();
    }

    private static KernelWork Qwen(NumberFormat format, double tokens) => new()
    {
        Kind = KernelKind.Experts,
        Weights = format,
        Activations = format,
        Experts = 128,
        ExpertsPerToken = 8,
        ExpertParallel = 1,
        ExpertTensorParallel = 1,
        Hidden = 4096,
        Intermediate = 1536,
        Tokens = tokens,
    };
}
