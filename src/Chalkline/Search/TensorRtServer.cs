using System.Globalization;
using Chalkline.Layouts;

namespace Chalkline.Search;

/// <summary>The command and settings of a TensorRT-LLM server.</summary>
/// <remarks>
/// Options as in TensorRT-LLM's documentation of <c>trtllm-serve</c>, of parallel strategies and of disaggregated serving
/// (1.0 and later): attention is cut over all <c>--tp_size</c> devices, or with <c>enable_attention_dp</c> whole on each.
/// <c>--max_batch_size</c> and <c>--max_num_tokens</c> are of one pass: of one device with attention data-parallel, and
/// of one micro-batch with pipeline stages. <c>free_gpu_memory_fraction</c> is the KV cache's share of what weights and
/// buffers leave. Without <c>enable_chunked_prefill</c> a prompt longer than <c>--max_num_tokens</c> is refused.
/// Context parallelism (Helix) is for latent attention, on the generation servers of disaggregated serving.
/// </remarks>
internal static class TensorRtServer
{
    /// <summary>Tokens of a block of the cache that Helix hands out in turn: the value of its documentation.</summary>
    private const string TokensPerBlock = "32";

    public static Deployment Of(ServerSettings server)
    {
        Layout layout = server.Layout;
        if (layout is { AttentionParallel: > 1, TensorParallel: > 1 })
        {
            return server.Impossible(
                ServingEngine.TensorRtLlm,
                $"TensorRT-LLM has attention data-parallel over all devices of a stage or over none, not in {layout.AttentionParallel} "
                    + $"groups of {layout.TensorParallel}.");
        }

        if (layout.ContextParallel > 1 && !(server.Latent && server.Role == "decode"))
        {
            return server.Impossible(
                ServingEngine.TensorRtLlm,
                "TensorRT-LLM has context parallelism (Helix) for the decode of latent attention alone, "
                    + "where prefill and decode stand apart.");
        }

        if (server.CacheFormat("auto", "fp8") is not { } cache)
        {
            return server.Impossible(
                ServingEngine.TensorRtLlm, $"TensorRT-LLM's KV cache is BF16 or FP8 here, not {server.CacheName}.");
        }

        double tensor = layout.DevicesPerStage / layout.ContextParallel;
        List<string> words = ["trtllm-serve", server.Model, ServerSettings.Option("--tp_size", tensor)];
        if (layout.PipelineStages > 1)
        {
            words.Add(ServerSettings.Option("--pp_size", layout.PipelineStages));
        }

        if (layout.ExpertParallel > 1)
        {
            words.Add(ServerSettings.Option("--ep_size", layout.ExpertParallel));
        }

        words.AddRange(
        [
            ServerSettings.Option("--max_batch_size", server.SequencesOfMicroBatch),
            ServerSettings.Option("--max_num_tokens", server.PassTokens),
            ServerSettings.Option("--max_seq_len", server.Length),
            $"--extra_llm_api_options {server.Role}.yaml",
        ]);
        string share = server.FreeShare.ToString(CultureInfo.InvariantCulture);
        List<string> settings =
        [
            $"enable_attention_dp: {(layout.AttentionParallel > 1 ? "true" : "false")}",
            "enable_chunked_prefill: true",
            "kv_cache_config:", $"  dtype: {cache}", $"  free_gpu_memory_fraction: {share}",
        ];
        if (layout.ContextParallel > 1)
        {
            string parts = layout.ContextParallel.ToString(CultureInfo.InvariantCulture);
            settings.AddRange(
            [
                $"  tokens_per_block: {TokensPerBlock}",
                $"context_parallel_size: {parts}",
                "cp_config:",
                "  cp_type: HELIX",
                $"  tokens_per_block: {TokensPerBlock}",
            ]);
        }

        if (server.Apart)
        {
            settings.AddRange(["cache_transceiver_config:", "  backend: DEFAULT", $"  max_tokens_in_buffer: {server.Prompt}"]);
        }

        if (server.Role == "prefill")
        {
            settings.Add("disable_overlap_scheduler: true");
        }

        return server.Possible(ServingEngine.TensorRtLlm, words, [.. settings]);
    }
}
