namespace Chalkline.Derivations;

/// <summary>A named part of a derivation: its entries in order, and the scope its variables live in.</summary>
public sealed record Part : Entry
{
    private readonly List<Entry> _entries = [];

    internal Part(string id, string title, Part? outer)
        : base(id)
    {
        Title = title;
        Outer = outer;
        Scope = new(outer?.Scope);
    }

    /// <summary>What the part computes; may be empty for the whole derivation.</summary>
    public string Title { get; }

    /// <summary>Givens, steps and inner parts, in the order of recording.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Its last step, or else the result of its last inner part that has one; null without either.</summary>
    public StepEntry? Result
        => _entries.OfType<StepEntry>().LastOrDefault()
            ?? _entries.OfType<Part>().Select(part => part.Result).LastOrDefault(result => result is not null);

    /// <summary>Every step in it and in its inner parts, in the order of recording.</summary>
    public IEnumerable<StepEntry> Steps() => _entries.SelectMany(entry => entry switch
    {
        StepEntry step => [step],
        Part part => part.Steps(),
        _ => Enumerable.Empty<StepEntry>(),
    });

    internal Part? Outer { get; }

    internal Scope Scope { get; }

    internal void Add(Entry entry) => _entries.Add(entry);
}
