using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>The words of enumerations.</summary>
internal static class Names
{
    public static string Of(Bound bound) => bound switch
    {
        Bound.Compute => "compute",
        Bound.Weights => "weights",
        Bound.KeyValue => "KV cache",
        Bound.Network => "network",
        _ => "overhead",
    };

    public static string Of(ServingEngine engine) => engine switch
    {
        ServingEngine.Vllm => "vLLM",
        ServingEngine.Sglang => "SGLang",
        _ => "TensorRT-LLM",
    };

    public static string Of(StepBound bound) => bound switch
    {
        StepBound.Compute => "compute",
        StepBound.Memory => "memory",
        StepBound.Network => "network",
        StepBound.Latency => "latency",
        _ => "host",
    };

    public static string Of(ServingMode mode) => mode switch
    {
        ServingMode.Aggregated => "aggregated",
        ServingMode.Disaggregated => "prefill/decode split",
        _ => "attention/FFN",
    };

    public static string Of(Operators.ModelPart part) => part switch
    {
        Operators.ModelPart.Attention => "attention",
        Operators.ModelPart.FeedForward => "dense feed-forward",
        Operators.ModelPart.Experts => "routed experts",
        Operators.ModelPart.SharedExperts => "shared experts",
        Operators.ModelPart.Norms => "norms",
        Operators.ModelPart.Vocabulary => "embedding and LM head",
        _ => "network",
    };
}
