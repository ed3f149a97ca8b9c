using Chalkline.Layouts;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>The command of an SGLang server.</summary>
/// <remarks>
/// Options as in SGLang's documentation of its server arguments (0.5 and later): with <c>--enable-dp-attention</c>,
/// <c>--tp-size</c> counts all devices of a stage and <c>--dp-size</c> the groups of attention among them, which share
/// <c>--max-running-requests</c> and <c>--chunked-prefill-size</c>: each group has the whole divided by <c>--dp-size</c>,
/// rounded down. <c>--mem-fraction-static</c> is the share of weights and KV cache, without working space.
/// Decode context parallelism is within the tensor-parallel devices of a group and divides latent caches alone.
/// </remarks>
internal static class SglangServer
{
    public static Deployment Of(ServerSettings server)
    {
        Layout layout = server.Layout;
        if (server.CacheFormat("auto", "fp8_e4m3") is not { } cache)
        {
            return server.Impossible(ServingEngine.Sglang, $"SGLang's KV cache is BF16 or FP8 here, not {server.CacheName}.");
        }

        if (layout.ContextParallel > 1 && !server.Latent)
        {
            return server.Impossible(
                ServingEngine.Sglang,
                "SGLang's decode context parallelism is for latent attention (MLA), not for KV heads.");
        }

        List<string> words =
        [
            "python3 -m sglang.launch_server --model-path", server.Model,
            ServerSettings.Option("--tp-size", layout.DevicesPerStage),
        ];
        if (layout.ContextParallel > 1)
        {
            words.Add(ServerSettings.Option("--dcp-size", layout.ContextParallel));
        }

        if (layout.AttentionParallel > 1)
        {
            words.Add(ServerSettings.Option("--dp-size", layout.AttentionParallel));
            words.Add("--enable-dp-attention");
        }

        if (layout.ExpertParallel > 1)
        {
            words.Add(ServerSettings.Option("--ep-size", layout.ExpertParallel));
        }

        if (layout.PipelineStages > 1)
        {
            words.Add(ServerSettings.Option("--pp-size", layout.PipelineStages));
        }

        words.AddRange(
        [
            ServerSettings.Option("--max-running-requests", server.Sequences),
            ServerSettings.Option("--chunked-prefill-size", (double)Footprint.ChunkTokens * layout.AttentionParallel),
            ServerSettings.Option("--context-length", server.Length),
            $"--kv-cache-dtype {cache}",
            ServerSettings.Option("--mem-fraction-static", server.StaticShare),
        ]);
        if (server.Apart)
        {
            words.Add($"--disaggregation-mode {server.Role}");
        }

        return server.Possible(ServingEngine.Sglang, words);
    }
}
