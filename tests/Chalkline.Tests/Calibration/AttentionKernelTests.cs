using Chalkline.Calibration;
using Chalkline.Formats;
using CsCheck;

namespace Chalkline.Tests.Calibration;

/// <summary>The families of attention: counted by hand on an H100, and what must hold for any parameters.</summary>
public sealed class AttentionKernelTests
{
    private static readonly KernelDevice H100 = Device("hgx-h100");
    private static readonly KernelDevice H200 = Device("hgx-h200");

    private static readonly KernelDevice[] Devices =
        [H100, H200, Device("hgx-a100"), Device("hgx-h20"), Device("gb300-nvl72"), Device("tpu-v5e-pod")];

    private static readonly KernelModel[] Families =
    [
        new AttentionKernelPrefill(), new AttentionKernelDecode(), new LatentKernelPrefill(), new LatentKernelDecode(),
        new SparseKernelAttention(), new SparseKernelIndexer(), new LinearAttentionKernelUpdate(),
    ];

    private static readonly NumberFormat[] Caches = [NumberFormat.Bf16, NumberFormat.Fp8, NumberFormat.Int8];

    /// <summary>A family, its kernel, a device and any physical parameters.</summary>
    private static readonly Gen<Case> Cases =
        from family in Gen.Int[0, Families.Length - 1]
        from device in Gen.Int[0, Devices.Length - 1]
        from cache in Gen.Int[0, Caches.Length - 1]
        from batch in Gen.Int[1, 300]
        from query in Gen.Int[1, 4096]
        from past in Gen.Int[0, 40000]
        from groups in Gen.Int[1, 16]
        from share in Gen.Double[0, 1].Array[8]
        select Make(Families[family], Devices[device], Caches[cache], batch, query, past, groups, share);

    [Fact]
    public void Every_attention_row_has_exactly_one_family()
    {
        foreach (KernelModel family in Families)
        {
            KernelWork work = Work(family, NumberFormat.Bf16, 4, 1024, 1024, 8);
            Families.Count(other => other.Covers(work)).ShouldBe(1);
            KernelFamilies.Of(work)!.Name.ShouldBe(family.Name);
        }
    }

    [Fact]
    public void Prefill_of_4096_tokens_floor_is_half_a_square_of_products()
    {
        KernelWork work = Work(Families[0], NumberFormat.Bf16, 1, 4096, 4096, 8);
        double pairs = 4096.0 * 4097 / 2;
        Families[0].Floor(work, H100).ShouldBe(pairs * 32 * 2 * 256 / H100.Peak(Arithmetic.Bf16), 1e-12);
        AttentionKernelShape.CausalPairs(work with { KeyTokens = 8192 }).ShouldBe(pairs + (4096.0 * 4096));
    }

    [Fact]
    public void Decode_floor_is_reading_the_cache()
    {
        KernelWork work = Work(Families[1], NumberFormat.Bf16, 64, 1, 4096, 8);
        double cache = 64 * 4096.0 * 8 * 256 * 2;
        double rows = 64 * 32 * 256 * 2.0;
        Families[1].Floor(work, H100).ShouldBe((cache + rows) / H100.Bandwidth, 1e-12);
        Families[1].Floor(work with { KeyValue = NumberFormat.Fp8 }, H100)
            .ShouldBe(((cache / 2) + rows) / H100.Bandwidth, 1e-12);
    }

    [Fact]
    public void Latent_decode_reads_576_elements_a_token_whatever_the_heads()
    {
        KernelWork work = Work(Families[3], NumberFormat.Bf16, 64, 1, 65536, 8) with { Heads = 1 };
        (Families[3].Floor(work, H100) * H100.Bandwidth).ShouldBe(64 * 65536.0 * 576 * 2, 64 * 1088 * 2 + 1);
    }

    [Fact]
    public void Small_groups_of_heads_are_filled_up_to_sixteen_rows()
    {
        KernelWork work = Work(Families[1], NumberFormat.Bf16, 1, 1, 1024, 8);
        AttentionKernelShape.PaddedRows(work with { Heads = 8 }).ShouldBe(16);
        AttentionKernelShape.PaddedRows(work with { Heads = 128 }).ShouldBe(16);
        AttentionKernelShape.PaddedRows(work with { Heads = 136 }).ShouldBe(32);
    }

    [Fact]
    public void Overlap_lies_between_the_longer_and_the_sum()
        => Gen.Select(Gen.Double[1e-9, 1], Gen.Double[1e-9, 1]).Sample((one, other) =>
        {
            double together = AttentionKernelShape.Overlap(one, other);
            together.ShouldBeInRange(Math.Max(one, other), one + other);
            AttentionKernelShape.Overlap(other, one).ShouldBe(together);
        });

    [Fact]
    public void Nothing_to_overlap_takes_no_time() => AttentionKernelShape.Overlap(0, 0).ShouldBe(0);

    [Fact]
    public void A_context_beyond_the_selection_costs_sparse_attention_nothing()
    {
        KernelWork work = Work(Families[4], NumberFormat.Fp8, 64, 1, 8192, 1);
        double[] values = Start(Families[4]);
        Families[4].Time(work with { KeyTokens = 131072 }, H100, values).ShouldBe(Families[4].Time(work, H100, values));
        Families[4].Time(work with { K = 4096 }, H100, values)
            .ShouldBeGreaterThan(Families[4].Time(work, H100, values));
    }

    [Fact]
    public void Devices_before_FP8_walk_a_latent_sequence_uncut()
    {
        KernelWork work = Work(Families[3], NumberFormat.Bf16, 1, 1, 65536, 1);
        double[] values = Start(Families[3]);
        Families[3].Time(work, Device("hgx-a100"), values)
            .ShouldBeGreaterThan(20 * Families[3].Time(work, H100, values));
    }

    [Fact]
    public void No_time_is_below_the_floor()
        => Cases.Sample(sample => sample.Time(sample.Work)
            .ShouldBeGreaterThanOrEqualTo(sample.Family.Floor(sample.Work, sample.Device) * (1 - 1e-12)));

    [Fact]
    public void More_sequences_context_or_heads_never_take_less()
        => Cases.Sample(sample =>
        {
            double least = sample.Time(sample.Work) * (1 - 1e-12);
            KernelWork work = sample.Work;
            sample.Time(work with { Batch = work.Batch + 1 }).ShouldBeGreaterThanOrEqualTo(least);
            sample.Time(work with { KeyTokens = work.KeyTokens + 1 }).ShouldBeGreaterThanOrEqualTo(least);
            sample.Time(work with { Heads = work.Heads + work.KeyValueHeads }).ShouldBeGreaterThanOrEqualTo(least);
            sample.Time(work with { QueryTokens = work.QueryTokens + 1, KeyTokens = work.KeyTokens + 1 })
                .ShouldBeGreaterThanOrEqualTo(least);
        });

    [Fact]
    public void More_bandwidth_never_slows()
        => Cases.Sample(sample => sample.Family.Time(sample.Work, H200, sample.Values)
            .ShouldBeLessThanOrEqualTo(sample.Family.Time(sample.Work, H100, sample.Values) * (1 + 1e-12)));

    [Fact]
    public void Parameters_start_within_their_limits()
    {
        foreach (KernelParameter parameter in Families.SelectMany(family => family.Parameters))
        {
            parameter.Least.ShouldBeGreaterThan(0);
            parameter.Start.ShouldBeInRange(parameter.Least, parameter.Most);
        }
    }

    private static double[] Start(KernelModel family) => [.. family.Parameters.Select(parameter => parameter.Start)];

    private static KernelDevice Device(string system) => new(Serving.Catalogue.System(system));

    private static Case Make(
        KernelModel family,
        KernelDevice device,
        NumberFormat cache,
        int batch,
        int query,
        int past,
        int groups,
        double[] share)
    {
        double[] values =
        [
            .. family.Parameters.Select((parameter, place)
                => parameter.Least * Math.Pow(parameter.Most / parameter.Least, share[place])),
        ];
        return new(family, Work(family, cache, batch, query, query + past, groups), device, values);
    }

    private static KernelWork Work(
        KernelModel family, NumberFormat cache, double batch, double query, double keys, double groups)
    {
        KernelWork work = new()
        {
            Kind = KernelKind.AttentionPrefill,
            Weights = NumberFormat.Bf16,
            Activations = NumberFormat.Bf16,
            KeyValue = cache,
            Batch = batch,
            QueryTokens = query,
            KeyTokens = keys,
            Heads = 4 * groups,
            KeyValueHeads = groups,
            HeadDim = 128,
            ValueHeadDim = 128,
        };
        KernelWork latent = work with { HeadDim = 576, ValueHeadDim = 512, KeyValueHeads = 1, Heads = 16 * groups };
        return family switch
        {
            AttentionKernelPrefill => work,
            AttentionKernelDecode => work with { Kind = KernelKind.AttentionDecode },
            LatentKernelPrefill => work with
            {
                Kind = KernelKind.LatentPrefill, HeadDim = 192, KeyValueHeads = 4 * groups,
            },
            LatentKernelDecode => latent with { Kind = KernelKind.LatentDecode },
            SparseKernelAttention => latent with { Kind = KernelKind.SparseAttention },
            SparseKernelIndexer => work with
            {
                Kind = KernelKind.SparseAttention, Algorithm = KernelAlgorithm.Indexer, KeyValueHeads = 1,
            },
            _ => work with { Kind = KernelKind.LinearAttention },
        };
    }

    private sealed record Case(KernelModel Family, KernelWork Work, KernelDevice Device, double[] Values)
    {
        public double Time(in KernelWork work) => Family.Time(work, Device, Values);
    }
}
