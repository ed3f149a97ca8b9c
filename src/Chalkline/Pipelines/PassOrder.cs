namespace Chalkline.Pipelines;

/// <summary>The passes of every stage in order, in one array, so that nothing is allocated for a pass.</summary>
internal sealed class PassOrder
{
    private readonly PassSlot[] _slots;
    private readonly int[] _counts;
    private readonly int _room;

    /// <summary>An empty order.</summary>
    /// <param name="stages">Stages.</param>
    /// <param name="room">Passes of a stage at most.</param>
    public PassOrder(int stages, int room)
    {
        (_counts, _room) = (new int[stages], room);
        _slots = new PassSlot[stages * room];
    }

    /// <summary>Stages.</summary>
    public int Stages => _counts.Length;

    /// <summary>All passes.</summary>
    public int Passes => _counts.Sum();

    /// <summary>The passes of a stage.</summary>
    public ReadOnlySpan<PassSlot> Of(int stage) => _slots.AsSpan(stage * _room, _counts[stage]);

    /// <summary>Adds a pass to the end of a stage's order.</summary>
    public void Add(int stage, PassKind kind, int microBatch, int chunk = 0, int beside = -1)
        => _slots[(stage * _room) + _counts[stage]++] = new(kind, microBatch, chunk, beside);

    /// <summary>Takes all passes out again.</summary>
    public void Clear() => Array.Clear(_counts);
}
