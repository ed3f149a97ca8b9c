namespace Chalkline.Quantities;

/// <summary>A unit that one word names, and the prefixes it takes.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Prefixes">What may stand before it.</param>
/// <param name="MayBeRate">The plural of FLOP, which some write for FLOP/s.</param>
internal readonly record struct UnitWord(Unit Unit, Prefixes Prefixes, bool MayBeRate = false);

/// <summary>The words that name units.</summary>
internal static class UnitWords
{
    private static readonly UnitScale Minute = new(1, 1, 1);
    private static readonly UnitScale Hour = Minute.Power(2);
    private static readonly UnitScale Day = new(2, 5, 3);

    /// <summary>Symbols in which case tells units apart.</summary>
    private static readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> Symbols =
        Table(StringComparer.Ordinal, exact: true);

    /// <summary>Words whose case says nothing.</summary>
    private static readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> Spellings =
        Table(StringComparer.OrdinalIgnoreCase, exact: false);

    /// <summary>Finds a word with or without a prefix: "GiB", "tokens", "PFLOP".</summary>
    public static bool TryFind(ReadOnlySpan<char> text, out UnitWord word)
    {
        if (TryFindBare(text, out word))
        {
            return true;
        }

        return Prefix.TryRead(text, out Prefix prefix)
            && TryFindBare(text[prefix.Length..], out word)
            && TryScale(prefix, ref word);
    }

    /// <summary>Puts a prefix before a word, if the word takes it.</summary>
    public static bool TryScale(Prefix prefix, ref UnitWord word)
    {
        word = word with { Unit = word.Unit.Scaled(prefix.Scale), Prefixes = word.Prefixes & prefix.Kind };
        return word.Prefixes != Prefixes.None;
    }

    public static bool TryFindBare(ReadOnlySpan<char> text, out UnitWord word)
    {
        bool known = Symbols.TryGetValue(text, out Entry? entry) || Spellings.TryGetValue(text, out entry);
        word = known ? entry!.Word : default;
        return known;
    }

    private static Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> Table(
        StringComparer comparer, bool exact)
    {
        Dictionary<string, Entry> table = new(comparer);
        if (exact)
        {
            AddSymbols(table);
        }
        else
        {
            AddSpellings(table);
        }

        return table.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private static void AddSymbols(Dictionary<string, Entry> table)
    {
        Unit second = Unit.Of(Atom.Second);
        Unit joule = Unit.Of(Atom.Joule);
        Unit bit = Unit.Of(Atom.Bit);
        Unit data = Unit.Of(Atom.Byte);
        const Prefixes Any = Prefixes.Large | Prefixes.Binary;
        const Prefixes Scientific = Prefixes.Small | Prefixes.Large;
        table["B"] = new(new(data, Any));
        table["b"] = new(new(bit, Any));
        table["Bps"] = new(new(data / second, Any));
        table["bps"] = new(new(bit / second, Any));
        table["s"] = new(new(second, Prefixes.Small));
        table["h"] = new(new(second.Scaled(Hour), Prefixes.None));
        table["d"] = new(new(second.Scaled(Day), Prefixes.None));
        table["J"] = new(new(joule, Scientific));
        table["W"] = new(new(joule / second, Scientific));
        table["Wh"] = new(new((joule / second) * second.Scaled(Hour), Scientific));
        table["$"] = new(new(Unit.Of(Atom.Dollar), Prefixes.Large));
        table["FLOPS"] = new(new(Unit.Of(Atom.Flop) / second, Prefixes.Large));
    }

    private static void AddSpellings(Dictionary<string, Entry> table)
    {
        Unit second = Unit.Of(Atom.Second);
        Unit joule = Unit.Of(Atom.Joule);
        const Prefixes Any = Prefixes.Large | Prefixes.Binary;
        const Prefixes Scientific = Prefixes.Small | Prefixes.Large;
        Add(new(Unit.Of(Atom.Byte), Any), "byte", "bytes");
        Add(new(Unit.Of(Atom.Bit), Any), "bit", "bits");
        Add(new(second, Prefixes.Small), "sec", "secs", "second", "seconds");
        Add(new(second.Scaled(Minute), Prefixes.None), "min", "mins", "minute", "minutes");
        Add(new(second.Scaled(Hour), Prefixes.None), "hr", "hrs", "hour", "hours");
        Add(new(second.Scaled(Day), Prefixes.None), "day", "days");
        Add(new(joule, Scientific), "joule", "joules");
        Add(new(joule / second, Scientific), "watt", "watts");
        Add(new((joule / second) * second.Scaled(Hour), Scientific), "wh");
        Add(new(Unit.Of(Atom.Dollar), Prefixes.Large), "usd", "us$", "dollar", "dollars");
        Add(new(Unit.Of(Atom.Flop), Prefixes.Large), "flop");
        Add(new(Unit.Of(Atom.Flop), Prefixes.Large, MayBeRate: true), "flops");
        Add(new(Unit.Of(Atom.MultiplyAdd), Prefixes.Large), "mac", "macs");
        Add(new(Unit.Of(Atom.Token), Prefixes.Large), "tok", "toks", "token", "tokens");
        Add(new(Unit.Of(Atom.Sequence), Prefixes.Large), "seq", "seqs", "sequence", "sequences");
        Add(new(Unit.Of(Atom.Request), Prefixes.Large), "req", "reqs", "request", "requests");
        Add(new(Unit.Of(Atom.Parameter), Prefixes.Large), "param", "params", "parameter", "parameters");
        Add(new(Unit.Of(Atom.Element), Prefixes.Large), "elem", "elems", "element", "elements");
        Add(new(Unit.Of(Atom.User), Prefixes.Large), "user", "users");
        Add(
            new(Unit.Of(Atom.Device), Prefixes.Large),
            "device", "devices", "gpu", "gpus", "tpu", "tpus", "chip", "chips", "accelerator", "accelerators");

        void Add(UnitWord word, params ReadOnlySpan<string> spellings)
        {
            foreach (string spelling in spellings)
            {
                table[spelling] = new(word);
            }
        }
    }

    /// <summary>A word as a class: dictionaries of our own structs are not compiled ahead of time.</summary>
    private sealed record Entry(UnitWord Word);
}
