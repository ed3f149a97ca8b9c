using Chalkline.Layouts;

namespace Chalkline.Search;

/// <summary>The command of a vLLM server.</summary>
/// <remarks>
/// Options as in vLLM's documentation of <c>vllm serve</c>, data-parallel and expert-parallel deployment (0.12 and later),
/// and of the NixlConnector: without <c>--enable-expert-parallel</c> experts are cut over all TP x DP devices, with it
/// whole experts are; nothing between. Each data-parallel rank has its own <c>--max-num-seqs</c> and
/// <c>--max-num-batched-tokens</c>, the second no smaller than the first; <c>--gpu-memory-utilization</c> counts working
/// space. The NixlConnector takes its role from the router, so that <c>kv_both</c> serves both.
/// Decode context parallelism divides copies of KV heads: it is counted among the tensor-parallel devices.
/// </remarks>
internal static class VllmServer
{
    public static Deployment Of(ServerSettings server)
    {
        Layout layout = server.Layout;
        if (server.Experts && layout.ExpertParallel != 1 && layout.ExpertParallel != layout.DevicesPerStage)
        {
            return server.Impossible(
                ServingEngine.Vllm,
                $"vLLM has expert parallelism over all {layout.DevicesPerStage} devices of a stage or over none, not over {layout.ExpertParallel}.");
        }

        if (layout.ContextParallel > 1 && server.KeyValueHeads is var heads && layout.TensorParallel % heads != 0)
        {
            return server.Impossible(
                ServingEngine.Vllm,
                "vLLM divides by tokens only where each device has one KV head: tensor parallelism of "
                    + $"{layout.TensorParallel} leaves more of {heads}.");
        }

        if (server.CacheFormat("auto", "fp8") is not { } cache)
        {
            return server.Impossible(ServingEngine.Vllm, $"vLLM's KV cache is BF16 or FP8 here, not {server.CacheName}.");
        }

        List<string> words =
        [
            "vllm serve", server.Model, ServerSettings.Option("--tensor-parallel-size", layout.DevicesPerGroup),
        ];
        if (layout.ContextParallel > 1)
        {
            words.Add(ServerSettings.Option("--decode-context-parallel-size", layout.ContextParallel));
        }

        if (layout.PipelineStages > 1)
        {
            words.Add(ServerSettings.Option("--pipeline-parallel-size", layout.PipelineStages));
        }

        if (layout.AttentionParallel > 1)
        {
            words.Add(ServerSettings.Option("--data-parallel-size", layout.AttentionParallel));
        }

        if (layout.ExpertParallel > 1)
        {
            words.Add("--enable-expert-parallel");
        }

        words.AddRange(
        [
            ServerSettings.Option("--max-num-seqs", server.SequencesOfGroup),
            ServerSettings.Option("--max-num-batched-tokens", server.PassTokens),
            ServerSettings.Option("--max-model-len", server.Length),
            $"--kv-cache-dtype {cache}",
            ServerSettings.Option("--gpu-memory-utilization", ServerSettings.MemoryShare),
        ]);
        if (server.Apart)
        {
            words.Add("""--kv-transfer-config '{"kv_connector":"NixlConnector","kv_role":"kv_both"}'""");
        }

        return server.Possible(ServingEngine.Vllm, words);
    }
}
