namespace Chalkline.Search;

/// <summary>Engines a plan can be written down for.</summary>
public enum ServingEngine
{
    /// <summary>vLLM: <c>vllm serve</c>.</summary>
    Vllm,

    /// <summary>SGLang: <c>sglang.launch_server</c>.</summary>
    Sglang,

    /// <summary>TensorRT-LLM: <c>trtllm-serve</c>.</summary>
    TensorRtLlm,
}
