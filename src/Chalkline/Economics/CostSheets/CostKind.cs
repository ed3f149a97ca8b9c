namespace Chalkline.Economics.CostSheets;

/// <summary>What a cost or a price is of.</summary>
public enum CostKind
{
    /// <summary>A token of a prompt that is computed.</summary>
    Input,

    /// <summary>A token written.</summary>
    Output,

    /// <summary>A token of a prompt brought back from a memory.</summary>
    CachedInput,

    /// <summary>A token of a prompt computed and kept for a time.</summary>
    CacheWrite,

    /// <summary>A token of a prompt, at hours that would stand idle.</summary>
    BatchInput,

    /// <summary>A token written, at hours that would stand idle.</summary>
    BatchOutput,

    /// <summary>A token written in a smaller batch, and so sooner.</summary>
    FastOutput,
}
