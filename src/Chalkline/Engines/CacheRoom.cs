using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Engines;

/// <summary>How much KV cache an engine sets up in a replica, in tokens of a workload's sequences.</summary>
public static class CacheRoom
{
    /// <summary>
    /// Device memory that neither weights nor cache nor activations get: driver context, collective buffers, captured
    /// graphs.
    /// </summary>
    public static Bytes Outside { get; } = new(2e9);

    /// <summary>Bytes of cache on each device; not above zero when the weights leave no room.</summary>
    public static Bytes Of(PassModel pass, EnginePreset engine)
    {
        Footprint footprint = new(pass);
        Bytes taken = footprint.AllWeights + Outside + (engine.WorkspaceApart ? Bytes.Zero : footprint.Workspace);
        return engine.FreeShare * ((engine.MemoryShare * pass.System.Accelerator.Memory.Usable) - taken);
    }

    /// <summary>
    /// Tokens of cache in a replica, in all its attention-parallel groups, when sequences end at
    /// <paramref name="final"/>. Infinite when the cache does not grow.
    /// </summary>
    public static double Tokens(PassModel pass, EnginePreset engine, Tokens final)
    {
        Bytes each = new Footprint(pass).KeyValue(final);
        Bytes room = Of(pass, engine);
        if (each > Bytes.Zero && !(room >= each))
        {
            // A default that has no room for one request is raised by whoever starts the engine, up to what there is.
            room = Quantity.Max(room, Of(pass, engine with { MemoryShare = 1, WorkspaceApart = false }));
        }

        return room <= Bytes.Zero ? 0
            : each > Bytes.Zero ? room / each * final.Value * pass.Layout.AttentionParallel : double.PositiveInfinity;
    }
}
