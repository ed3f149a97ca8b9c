using Chalkline.Files;

namespace Chalkline.Models.Import;

/// <summary>Which layers see only a window of recent tokens, and how wide it is.</summary>
internal static class WindowReader
{
    private const string Window = "sliding_window";

    public static int? None(LayerContext at) => FromTypes(at);

    /// <summary>Every layer, when a window is given (Mistral, Mixtral, Phi).</summary>
    public static int? Everywhere(LayerContext at)
        => HasTypes(at) ? FromTypes(at) : at.Config.OptionalSize(Window);

    /// <summary>Off unless <c>use_sliding_window</c>, then from layer <c>max_window_layers</c> on (Qwen).</summary>
    public static int? WhenUsed(LayerContext at)
    {
        if (HasTypes(at))
        {
            return FromTypes(at);
        }

        return at.Config.Flag("use_sliding_window", false) && at.Index >= at.Config.Count("max_window_layers")
            ? at.Config.OptionalSize(Window)
            : null;
    }

    /// <summary>Every second layer, from the first (Gemma 2, gpt-oss).</summary>
    public static int? EverySecond(LayerContext at)
        => HasTypes(at) ? FromTypes(at) : at.Index % 2 == 0 ? at.Config.OptionalSize(Window) : null;

    /// <summary>All but the last of every six (Gemma 3, 4).</summary>
    public static int? FiveOfSix(LayerContext at) => AllButEvery(at, 6);

    /// <summary>All but the last of every four (OLMo 3).</summary>
    public static int? ThreeOfFour(LayerContext at) => AllButEvery(at, 4);

    /// <summary>Chunks except in layers without rotary position, every fourth unless listed (Llama 4).</summary>
    public static int? Chunked(LayerContext at)
    {
        if (HasTypes(at))
        {
            return FromTypes(at);
        }

        bool chunked = at.Config.PerLayer("no_rope_layers", at.Layers) is { } rotary && at.Index < rotary.Count
            ? rotary[at.Index].Integer(0, 1) == 1
            : (at.Index + 1) % (at.Config.OptionalSize("no_rope_layer_interval") ?? 4) != 0;
        return chunked ? at.Config.OptionalSize("attention_chunk_size") : null;
    }

    /// <summary>Ones in <c>hybrid_layer_pattern</c> (MiMo-V2).</summary>
    public static int? Pattern(LayerContext at)
    {
        if (HasTypes(at))
        {
            return FromTypes(at);
        }

        IReadOnlyList<JsonView>? pattern = at.Config.PerLayer("hybrid_layer_pattern", at.Layers);
        return pattern is not null && at.Index < pattern.Count && pattern[at.Index].Integer(0, 1) == 1
            ? at.Config.Size(Window, "sliding_window_size")
            : null;
    }

    /// <summary>All but the last of every four behind the dense layers, which have a pattern of their own (Command A+).</summary>
    public static int? AfterDense(LayerContext at)
    {
        int dense = at.Config.Count("first_k_dense_replace");
        return HasTypes(at) ? FromTypes(at)
            : at.Index < dense
                ? AllButEvery(at, at.Index, at.Config.OptionalSize("prefix_dense_sliding_window_pattern") ?? 1)
                : AllButEvery(at, at.Index - dense, at.Config.OptionalSize("sliding_window_pattern") ?? 4);
    }

    /// <summary>By a pattern of L and G that repeats, the last layer global (EXAONE 4); a number is as elsewhere.</summary>
    public static int? Letters(LayerContext at)
    {
        if (HasTypes(at) || at.Config.Find("sliding_window_pattern") is not { } pattern
            || pattern.Element.ValueKind != System.Text.Json.JsonValueKind.String)
        {
            return AllButEvery(at, 4);
        }

        string letters = pattern.Text();
        if (letters.Length == 0 || letters.Any(letter => letter is not ('L' or 'G')))
        {
            throw pattern.Wrong("must be letters L and G, as in LLLG");
        }

        return letters[at.Index % letters.Length] == 'L' && at.Index != at.Layers - 1
            ? at.Config.OptionalSize(Window)
            : null;
    }

    private static int? AllButEvery(LayerContext at, int otherwise) => HasTypes(at)
        ? FromTypes(at)
        : AllButEvery(
            at,
            at.Index,
            at.Config.OptionalSize("sliding_window_pattern", "_sliding_window_pattern", "global_attn_every_n_layers")
                ?? otherwise);

    private static int? AllButEvery(LayerContext at, int place, int period)
        => (place + 1) % period != 0 ? at.Config.OptionalSize(Window) : null;

    private static bool HasTypes(LayerContext at) => at.Config.Has("layer_types");

    private static int? FromTypes(LayerContext at)
    {
        IReadOnlyList<JsonView>? types = at.Config.PerLayer("layer_types", at.Layers, 16);
        if (types is null || at.Index >= types.Count)
        {
            return null;
        }

        return types[at.Index].Text() switch
        {
            "full_attention" or "global" or "attention" or "linear_attention" => null,
            "sliding_attention" or "local" => at.Config.Size(Window, "sliding_window_size"),
            "chunked_attention" => at.Config.Size("attention_chunk_size", "chunk_size"),
            _ => throw types[at.Index].Wrong(
                "is not a kind of layer known here",
                "it must be full_attention, sliding_attention, chunked_attention or linear_attention"),
        };
    }
}
