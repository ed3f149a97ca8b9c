using Chalkline.Formats;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Search;

namespace Chalkline.Tests.Search;

/// <summary>Context parallelism in the search: where it is tried, that nothing is missed, and how engines are told.</summary>
public sealed class ContextSpaceTests
{
    private static PlanRequest Question(string model, string system, double input, int? devices = null) => new()
    {
        Model = Serving.Catalogue.Model(model),
        System = Serving.Catalogue.System(system),
        Devices = devices,
        Precision = Precision.Bf16,
        Workload = new(new(input), new(100), default),
        BatchesPerDoubling = 2,
        Price = new UsdPerDeviceHour(2),
    };

    private static Layout[] WithContext(PlanRequest request)
        => [.. LayoutSpace.Enumerate(request).Where(layout => layout.ContextParallel > 1)];

    [Theory]
    [InlineData("llama-3.1-70b", 4000)]
    [InlineData("deepseek-v3", 8000)]
    public void Short_contexts_are_searched_as_before(string model, double input)
    {
        PlanRequest request = Question(model, "gb200-nvl72", input);
        LayoutSpace.Enumerate(request).ShouldBe(LayoutSpace.Enumerate(request.Model, request.System, request.DevicesPaid));
    }

    [Fact]
    public void It_is_tried_where_tensor_parallelism_copies_KV_heads_and_never_before()
    {
        WithContext(Question("llama-3.1-70b", "gb200-nvl72", 50_000)).ShouldBeEmpty("1.2 % of a device's memory");
        WithContext(Question("llama-3.1-70b", "gb200-nvl72", 100_000)).Min(layout => layout.TensorParallel).ShouldBe(8);
        WithContext(Question("deepseek-v3", "gb200-nvl72", 100_000)).Min(layout => layout.TensorParallel).ShouldBe(1);
    }

    /// <summary>What the rule leaves out is beaten: as much cache, more weights, more to exchange.</summary>
    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 4)]
    [InlineData(4, 2)]
    public void Tensor_parallelism_up_to_the_KV_heads_is_better(int tensor, int context)
    {
        PlanRequest request = Question("llama-3.1-70b", "gb200-nvl72", 100_000);
        PreparedLayout cut = PreparedLayout.Of(request, new(8, 1, 1, 1, 1), 0)!;
        PreparedLayout divided = PreparedLayout.Of(request, new(tensor, 1, 1, 1, 1) { ContextParallel = context }, 1)!;
        divided.Model.LargestBatch.ShouldBeLessThanOrEqualTo(cut.Model.LargestBatch);
        foreach (double batch in (double[])[1, 4, 16])
        {
            divided.Model.Decode(batch).Time.ShouldBeGreaterThan(cut.Model.Decode(batch).Time);
        }
    }

    [Theory]
    [InlineData("llama-3.1-70b")]
    [InlineData("deepseek-v3")]
    public void The_space_at_most_doubles(string model)
    {
        PlanRequest request = Question(model, "gb200-nvl72", 1_000_000);
        Layout[] added = WithContext(request);
        added.ShouldNotBeEmpty();
        added.Length.ShouldBeLessThanOrEqualTo(LayoutSpace.Enumerate(request).Count() / 2);
        added.ShouldAllBe(layout => layout.AttentionParallel == 1 && layout.DevicesPerGroup <= 72);
    }

    /// <summary>The plain twin times every layout and batch.</summary>
    [Theory]
    [InlineData("llama-3.1-8b", "h100x8", 4, 400_000)]
    [InlineData("qwen3-30b-a3b", "h200x16", 4, 300_000)]
    public void The_front_is_that_of_every_point_there_is(string model, string system, int devices, double input)
    {
        PlanRequest request = Question(model, system, input, devices);
        double[][] all = [.. SearchTwin.Points(request)];
        double[][] found =
        [
            .. Planner.Search(request, TestContext.Current.CancellationToken).Within
                .Select(point => (double[])[point.Speed.Value, point.PerDevice.Value]),
        ];
        all.FirstOrDefault(point => !found.Any(other => AtLeast(other, point))).ShouldBeNull();
        found.FirstOrDefault(point => !all.Any(other => AtLeast(other, point))).ShouldBeNull();

        static bool AtLeast(double[] left, double[] right)
            => left.Zip(right).All(pair => pair.First >= pair.Second - (1e-9 * Math.Abs(pair.Second)));
    }

    [Fact]
    public void A_million_tokens_are_served_fastest_with_it()
    {
        Plan plan = Planner.Search(
            Question("llama-3.1-70b", "gb200-nvl72", 1_000_000), TestContext.Current.CancellationToken);
        plan.Fastest!.Decode.ContextParallel.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Engines_are_told_in_their_own_words_or_cannot()
    {
        Layout layout = new(8, 1, 1, 1, 1) { ContextParallel = 4 };
        ServerSettings dense = new(Question("llama-3.1-70b", "gb200-nvl72", 100_000), "serve", layout, 4);
        VllmServer.Of(dense).Command.ShouldNotBeNull()
            .ShouldContain("--tensor-parallel-size 32 --decode-context-parallel-size 4");
        SglangServer.Of(dense).Problem.ShouldNotBeNull().ShouldContain("latent attention");
        TensorRtServer.Of(dense).Problem.ShouldNotBeNull().ShouldContain("Helix");

        ServerSettings half = new(
            Question("llama-3.1-70b", "gb200-nvl72", 100_000), "serve", layout with { TensorParallel = 4 }, 4);
        VllmServer.Of(half).Problem.ShouldNotBeNull().ShouldContain("one KV head");

        Layout experts = layout with { ExpertParallel = 32 };
        ServerSettings latent = new(Question("deepseek-v3", "gb200-nvl72", 100_000), "decode", experts, 4);
        SglangServer.Of(latent).Command.ShouldNotBeNull().ShouldContain("--tp-size 32 --dcp-size 4");
        Deployment helix = TensorRtServer.Of(latent);
        helix.Command.ShouldNotBeNull().ShouldContain("--tp_size 8 ");
        helix.Settings.ShouldContain("context_parallel_size: 4", StringComparer.Ordinal);
        helix.Settings.ShouldContain("  cp_type: HELIX", StringComparer.Ordinal);
    }
}
