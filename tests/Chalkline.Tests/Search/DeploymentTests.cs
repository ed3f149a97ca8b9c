using System.Globalization;
using System.Text.RegularExpressions;
using Chalkline.Formats;
using Chalkline.Layouts;
using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Tests.Search;

/// <summary>What engines are told: whether a number is of a server, a group or a micro-batch, and which share of memory it is.</summary>
public sealed partial class DeploymentTests
{
    private static readonly PlanRequest DeepSeek = Request("deepseek-v3", "h200x16", "fp8");

    [Fact]
    public void A_group_of_attention_has_the_same_seats_and_chunk_in_every_engine()
    {
        Deployment vllm = Server(ServingEngine.Vllm, DeepSeek, Groups(1, 16));
        Deployment sglang = Server(ServingEngine.Sglang, DeepSeek, Groups(1, 16));
        Deployment trtllm = Server(ServingEngine.TensorRtLlm, DeepSeek, Groups(1, 16));

        // 1,000 sequences in 16 groups: 63 in the fullest.
        Value(vllm, "--max-num-seqs").ShouldBe(63);
        Value(trtllm, "--max_batch_size").ShouldBe(63);
        Math.Floor(Value(sglang, "--max-running-requests") / Value(sglang, "--dp-size")).ShouldBe(63);
        Value(vllm, "--max-num-batched-tokens").ShouldBe(8192);
        Value(trtllm, "--max_num_tokens").ShouldBe(8192);
        (Value(sglang, "--chunked-prefill-size") / Value(sglang, "--dp-size")).ShouldBe(8192);
        Value(vllm, "--tensor-parallel-size").ShouldBe(1);
        Value(sglang, "--tp-size").ShouldBe(16);
        Value(trtllm, "--tp_size").ShouldBe(16);
        trtllm.Settings.ShouldContain("enable_attention_dp: true", StringComparer.Ordinal);
    }

    [Fact]
    public void Pipeline_stages_share_the_seats_of_a_group_and_TensorRT_counts_those_of_a_micro_batch()
    {
        PlanRequest llama = Request("llama-3.1-70b", "h100x8", "fp8");
        Layout layout = new(2, 4, 1, 1, 1);

        Value(Server(ServingEngine.Vllm, llama, layout), "--max-num-seqs").ShouldBe(1000);
        Value(Server(ServingEngine.Sglang, llama, layout), "--max-running-requests").ShouldBe(1000);
        Value(Server(ServingEngine.TensorRtLlm, llama, layout), "--max_batch_size").ShouldBe(250);
    }

    [Theory]
    [InlineData("llama-3.1-70b", "h100x8", 8)]
    [InlineData("deepseek-v3", "h200x16", 16)]
    [InlineData("llama-3.1-8b", "gb200-nvl72", 1)]
    public void Every_share_of_memory_leaves_the_KV_cache_the_room_of_the_plan(string model, string system, int devices)
    {
        PlanRequest request = Request(model, system, "fp8");
        Layout layout = model == "deepseek-v3" ? Groups(1, devices) : new(devices, 1, 1, 1, 1);
        Footprint footprint = new(PassModel.Prepare(
            request.Model, request.System, layout, request.Precision, request.Efficiency, null));
        (double all, double weights, double work) = (footprint.Capacity.Value, footprint.AllWeights.Value, footprint.Workspace.Value);
        string fraction = Server(ServingEngine.TensorRtLlm, request, layout).Settings
            .Single(line => line.Contains("free_gpu_memory_fraction", StringComparison.Ordinal)).Split(' ')[^1];

        double[] rooms =
        [
            (Value(Server(ServingEngine.Vllm, request, layout), "--gpu-memory-utilization") * all) - weights - work,
            (Value(Server(ServingEngine.Sglang, request, layout), "--mem-fraction-static") * all) - weights,
            double.Parse(fraction, CultureInfo.InvariantCulture) * (all - weights - work),
        ];

        // Shares have three decimals.
        rooms.ShouldAllBe(room => Math.Abs(room - footprint.Room.Value) <= 0.0005 * all * (1 + 1e-9));
    }

    [Fact]
    public void A_pass_has_room_for_a_token_of_every_running_sequence()
    {
        PlanRequest request = Request("llama-3.1-8b", "gb200-nvl72", "fp8");
        Deployment vllm = Server(ServingEngine.Vllm, request, new(1, 1, 1, 1, 1), 10_000);

        Value(vllm, "--max-num-batched-tokens").ShouldBe(10_000, "vLLM refuses fewer tokens than sequences");
        Value(vllm, "--max-num-seqs").ShouldBe(10_000);
    }

    [Fact]
    public void TensorRT_takes_prompts_longer_than_a_pass_in_chunks_and_a_buffer_holds_a_whole_prompt()
    {
        PlanRequest request = Request("llama-3.1-70b", "h100x8", "fp8") with { Workload = new(new(20_000), new(100), default) };
        Plan plan = Planner.Search(request, TestContext.Current.CancellationToken);
        ServingPoint point = plan.Within.FirstOrDefault(one => one.Prefill is not null)
            ?? plan.Front.First(one => one.Prefill is not null);
        IReadOnlyList<Deployment> pools = Deployment.Of(ServingEngine.TensorRtLlm, request, point);

        pools.Select(pool => pool.Role).ShouldBe(["prefill", "decode"]);
        pools.ShouldAllBe(pool => pool.Settings.Contains("enable_chunked_prefill: true", StringComparer.Ordinal));
        pools.ShouldAllBe(pool => pool.Settings.Contains("  max_tokens_in_buffer: 20000", StringComparer.Ordinal));
        pools[0].Settings.ShouldContain("disable_overlap_scheduler: true", StringComparer.Ordinal);
        pools[1].Settings.ShouldNotContain("disable_overlap_scheduler: true", StringComparer.Ordinal);
    }

    [Fact]
    public void What_an_engine_cannot_be_is_said()
    {
        Server(ServingEngine.Vllm, DeepSeek, new(1, 1, 16, 4, 1)).Problem!.ShouldContain("all 16 devices of a stage or over none, not over 4");
        Server(ServingEngine.TensorRtLlm, DeepSeek, Groups(2, 8)).Problem!.ShouldContain("not in 8 groups of 2");
        Server(ServingEngine.Sglang, DeepSeek, Groups(2, 8)).Problem.ShouldBeNull();
    }

    private static PlanRequest Request(string model, string system, string format) => new()
    {
        Model = Serving.Catalogue.Model(model),
        System = Serving.Catalogue.System(system),
        Precision = Precision.Uniform(NumberFormat.Find(format), NumberFormat.Find(format)),
        Workload = new(new(4096), new(1024), default),
    };

    private static Layout Groups(int tensor, int groups) => new(tensor, 1, groups, tensor * groups, 1);

    private static Deployment Server(ServingEngine engine, PlanRequest request, Layout layout, double batch = 1000)
        => Deployment.Of(engine, request, "serve", layout, batch);

    private static double Value(Deployment server, string option)
        => double.Parse(
            Numbers().Matches(server.Command!).Single(match => match.Groups["option"].Value == option).Groups["value"].Value,
            CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<option>--[\w-]+) (?<value>[\d.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbers();
}
