using System.Collections.Immutable;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using CsCheck;

namespace Chalkline.Tests.Search;

/// <summary>Random small questions with every kind of limit.</summary>
internal static class SearchQuestions
{
    private static readonly string[] Models = ["llama-3.1-8b", "gpt-oss-20b", "mixtral-8x7b", "qwen3-30b-a3b"];
    private static readonly string[] Systems = ["h100x8", "h200x16", "mi300x-platform", "gb200-nvl72"];

    private static readonly ImmutableArray<Objective>[] Objectives =
    [
        [Objective.Speed, Objective.Throughput],
        [Objective.Speed, Objective.Throughput, Objective.FirstToken],
        [Objective.Cost, Objective.Speed],
        [Objective.FirstToken, Objective.TokensPerWatt, Objective.Devices, Objective.Speed],
    ];

    private static readonly ImmutableArray<ServingMode>[] Modes =
    [
        [ServingMode.Aggregated, ServingMode.Disaggregated],
        [ServingMode.Aggregated, ServingMode.Disaggregated, ServingMode.AttentionFeedForward],
        [ServingMode.AttentionFeedForward],
    ];

    /// <summary>Questions.</summary>
    public static Gen<PlanRequest> All { get; } = Gen.Select(
        Gen.Select(Any(Models), Any(Systems), Gen.Int[1, 6], Any(Objectives)),
        Gen.Select(Gen.Int[1, 6000], Gen.Int[1, 600], Gen.Bool, Any(0.0, 2.0, 100.0)),
        Gen.Select(
            Any<double?>(null, null, 0.02, 0.005),
            Any<double?>(null, null, 0.3, 0.05),
            Any<double?>(null, null, 4),
            Any<double?>(null, null, 2e-7)),
        Gen.Select(Gen.Int[0, 3], Any(Modes)),
        (where, lengths, limits, how) => new PlanRequest
        {
            Model = Serving.Catalogue.Model(where.Item1),
            System = Serving.Catalogue.System(where.Item2),
            Devices = where.Item3,
            Objectives = where.Item4,
            Precision = lengths.Item3 ? Precision.Bf16 : Precision.Uniform(NumberFormat.Find("fp8"), NumberFormat.Find("fp8")),
            Workload = new(new(lengths.Item1), new(lengths.Item2), default)
            {
                TimePerOutputToken = limits.Item1 is { } tpot ? new Seconds(tpot) : null,
                TimeToFirstToken = limits.Item2 is { } ttft ? new Seconds(ttft) : null,
            },
            EndToEnd = limits.Item3 is { } whole ? new Seconds(whole) : null,
            CostLimit = limits.Item4 is { } cost ? new UsdPerToken(cost) : null,
            Price = new UsdPerDeviceHour(2),
            BatchesPerDoubling = 2,
            Modes = how.Item2,
            Load = how.Item1 is 1 ? new RequestsPerSecond(lengths.Item4) : null,
            Prefill = how.Item1 is 2 ? new(Mate(where.Item2), 4, new UsdPerDeviceHour(1)) : null,
        });

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(place => values[place]);

    private static MachineSystem Mate(string other) => Serving.Catalogue.System(other == "h100x8" ? "h200x16" : "h100x16");
}
