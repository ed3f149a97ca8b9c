namespace Chalkline.Deduction;

/// <summary>
/// Random numbers of one draw (SplitMix64): a draw's numbers hang on the seed and its own number alone, so that any
/// number of threads finds the same ones.
/// </summary>
internal struct DrawStream
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;
    private double _spare;
    private bool _hasSpare;

    public DrawStream(ulong seed, int draw) => _state = Mix(seed ^ Mix(((ulong)(uint)draw + 1) * Golden));

    /// <summary>Uniform, above 0 and below 1.</summary>
    public double Uniform()
    {
        _state += Golden;
        return ((Mix(_state) >> 11) + 0.5) * (1.0 / (1UL << 53));
    }

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public double Normal()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        double radius = Math.Sqrt(-2 * Math.Log(Uniform()));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * Uniform());
        _spare = radius * sine;
        _hasSpare = true;
        return radius * cosine;
    }

    /// <summary>
    /// What a standard normal is divided by to be Student's t of 8 degrees of freedom: the root of a chi-square over 8.
    /// </summary>
    public double TailOfEight() => Math.Sqrt(-2 * Math.Log(Uniform() * Uniform() * Uniform() * Uniform()) / 8);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
