using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Quantities;

namespace Chalkline.Models;

/// <summary>Bytes of KV cache, of index keys and of recurrent state that a model keeps for a sequence.</summary>
/// <remarks>
/// Keys and values are counted for each key-value head, never for each query head. Index keys of sparse attention are a
/// cache of their own with a format of their own (see <see cref="IndexKeyBytes"/>) and are counted apart. A model whose
/// keys are its values is counted once.
/// </remarks>
public static class KeyValueFootprint
{
    private static readonly Symbol Layers = new("layers", "n_layers", "n_{\\text{layers}}", "layers of this kind");

    private static readonly Symbol Elements = new("elements", "e_kv", "e_{kv}", "elements of one cache entry");

    private static readonly Symbol Added = new("added", "a", "a", "entries that one more token adds");

    private static readonly Symbol Entries = new("entries", "n_entries", "n_{\\text{entries}}", "entries held");

    private static readonly Symbol Width = new("width", "b_kv", "b_{kv}", "bytes of a cached element");

    private static readonly Symbol GrowthSum = new(
        "growth", "kappa", "\\kappa", "KV cache bytes that one more token adds");

    private static readonly Symbol HeldSum = new("held", "M_kv", "M_{kv}", "KV cache bytes of a sequence");

    /// <summary>KV bytes that one more token adds in the long run: windowed layers are full and add nothing.</summary>
    public static BytesPerToken Growth(Model model, NumberFormat format)
        => Growth(model, format, new Tokens(double.PositiveInfinity));

    /// <summary>KV bytes that one more token adds to a sequence of <paramref name="context"/> tokens.</summary>
    public static BytesPerToken Growth(Model model, NumberFormat format, Tokens context)
    {
        Quiet quiet = default;
        return Growth(model, format, context, ref quiet);
    }

    /// <summary>KV bytes that one more token adds, with the work shown.</summary>
    public static BytesPerToken Growth<TWork>(Model model, NumberFormat format, Tokens context, ref TWork work)
        where TWork : struct, IWork
    {
        double width = format.BytesPerElement;
        work.Given(Width, width);
        BytesPerToken growth = new(0);
        work.Given(GrowthSum, growth);
        foreach (LayerGroup group in LayerGroups.Of(model))
        {
            CacheShape shape = CacheShape.Of(group.Layer.Mixer);
            if (shape.EntryElements > 0)
            {
                double layers = group.Count;
                double elements = shape.EntryElements;
                double added = shape.GrowthAt(context.Value);
                work.Given(Layers, layers);
                work.Given(Elements, elements, model.Source);
                work.Given(Added, added);
                growth = work.Step(GrowthSum, growth + new BytesPerToken(layers * added * elements * width));
            }
        }

        return growth;
    }

    /// <summary>
    /// KV bytes a token would add if no layer had a window: what an engine without window support allocates.
    /// </summary>
    public static BytesPerToken GrowthWithoutWindows(Model model, NumberFormat format)
        => new(LayerGroups.Of(model).Sum(group =>
        {
            CacheShape shape = CacheShape.Of(group.Layer.Mixer);
            return group.Count * shape.EntryElements * format.BytesPerElement / shape.TokensPerEntry;
        }));

    /// <summary>KV bytes held for a sequence, index keys and recurrent state apart.</summary>
    /// <param name="model">The model.</param>
    /// <param name="format">Format of cache entries.</param>
    /// <param name="context">Tokens of the sequence.</param>
    public static Bytes Held(Model model, NumberFormat format, Tokens context)
    {
        Quiet quiet = default;
        return Held(model, format, context, ref quiet);
    }

    /// <summary>KV bytes held for a sequence, with the work shown.</summary>
    public static Bytes Held<TWork>(Model model, NumberFormat format, Tokens context, ref TWork work)
        where TWork : struct, IWork
    {
        double width = format.BytesPerElement;
        work.Given(Width, width);
        Bytes held = new(0);
        work.Given(HeldSum, held);
        foreach (LayerGroup group in LayerGroups.Of(model))
        {
            CacheShape shape = CacheShape.Of(group.Layer.Mixer);
            if (shape.EntryElements > 0)
            {
                double layers = group.Count;
                double elements = shape.EntryElements;
                double entries = shape.EntriesAt(context.Value);
                work.Given(Layers, layers);
                work.Given(Elements, elements, model.Source);
                work.Given(Entries, entries);
                held = work.Step(HeldSum, held + new Bytes(layers * entries * elements * width));
            }
        }

        return held;
    }

    /// <summary>
    /// Bytes of one index key: FP8 elements and one 32-bit scale for each 128 of them (DeepSeek-V3.2).
    /// </summary>
    /// <param name="elements">Width of the key.</param>
    public static Bytes IndexKeyBytes(int elements) => new(elements + (4 * Math.Ceiling(elements / 128.0)));

    /// <summary>Index-key bytes that one more token adds.</summary>
    public static BytesPerToken IndexGrowth(Model model) => new(LayerGroups.Of(model).Sum(group =>
    {
        CacheShape shape = CacheShape.Of(group.Layer.Mixer);
        return group.Count * IndexKeyBytes(shape.IndexElements).Value / shape.TokensPerEntry;
    }));

    /// <summary>Index-key bytes held for a sequence.</summary>
    public static Bytes IndexHeld(Model model, Tokens context) => new(LayerGroups.Of(model).Sum(group =>
    {
        CacheShape shape = CacheShape.Of(group.Layer.Mixer);
        double keys = Math.Floor(context.Value / shape.TokensPerEntry);
        return group.Count * IndexKeyBytes(shape.IndexElements).Value * keys;
    }));

    /// <summary>
    /// Bytes of recurrent state a sequence holds whatever its length: states of linear attention and state space in
    /// FP32,
    /// the history of their short convolutions in <paramref name="convolution"/>.
    /// </summary>
    public static Bytes State(Model model, NumberFormat convolution) => new(LayerGroups.Of(model).Sum(group =>
    {
        CacheShape shape = CacheShape.Of(group.Layer.Mixer);
        return group.Count * ((shape.StateElements * NumberFormat.Fp32.BytesPerElement)
            + (shape.ConvolutionElements * convolution.BytesPerElement));
    }));

    /// <summary>
    /// Everything a sequence of <paramref name="context"/> tokens holds: KV, index keys, state (BF16 history).
    /// </summary>
    public static Bytes OfSequence(Model model, NumberFormat format, Tokens context)
        => Held(model, format, context) + IndexHeld(model, context) + State(model, NumberFormat.Bf16);
}
