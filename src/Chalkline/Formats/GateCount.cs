using Chalkline.Derivations;

namespace Chalkline.Formats;

/// <summary>
/// Cells of a multiply-accumulate lane by part, unweighted (arXiv:2510.25602, table 6, equations 44 to 48). The library's
/// factors of area and energy by cell are not published, so cells are counted, not summed in square micrometres.
/// </summary>
/// <param name="Multiplier">Cells of the multiplier.</param>
/// <param name="Adder">Cells of the adder.</param>
/// <param name="Exponents">Cells that add, subtract and compare exponents; 0 for integers.</param>
/// <param name="Aligner">Multiplexers that align; 0 for integers.</param>
/// <param name="Normaliser">A lane's share of the normaliser; 0 for integers.</param>
public readonly record struct GateCount(double Multiplier, double Adder, double Exponents, double Aligner, double Normaliser)
{
    /// <summary>Widest aligned sum, bits: that of an FP32 mantissa.</summary>
    private const double WidestSum = 24;

    private static readonly Symbol ExponentSymbol = new("exponent", "x", "x", "exponent bits");
    private static readonly Symbol MantissaSymbol = new("mantissa", "y", "y", "mantissa bits");
    private static readonly Symbol LanesSymbol = new("lanes", "k", "k", "lanes that share an accumulator");
    private static readonly Symbol WidthSymbol = new("width", "n", "n", "bits of the aligned sum", "arXiv:2510.25602, table 6");
    private static readonly Symbol MultiplierSymbol = new("multiplier", "mul", @"\text{mul}", "cells of the multiplier", "eq. 44");
    private static readonly Symbol AdderSymbol = new("adder", "add", @"\text{add}", "cells of the adder", "eq. 45");
    private static readonly Symbol ExponentsSymbol = new("exponents", "exp", @"\text{exp}", "exponent add, subtract, compare", "eq. 46");
    private static readonly Symbol AlignerSymbol = new("aligner", "align", @"\text{align}", "multiplexers that align", "eq. 47");
    private static readonly Symbol NormaliserSymbol = new("normaliser", "norm", @"\text{norm}", "a lane's share of the normaliser", "eq. 48");

    /// <summary>All cells of a lane.</summary>
    public double Total => Multiplier + Adder + Exponents + Aligner + Normaliser;

    /// <summary>Counts a format's lane.</summary>
    public static GateCount Of(FormatAnatomy format)
    {
        Quiet quiet = default;
        return Of(format, ref quiet);
    }

    /// <summary>Counts a format's lane, with the work shown.</summary>
    public static GateCount Of<TWork>(FormatAnatomy format, ref TWork work)
        where TWork : struct, IWork
    {
        double mantissa = work.Given(MantissaSymbol, format.Mantissa, format.Source, "mantissa");
        if (format.IsInteger)
        {
            double product = work.Step(MultiplierSymbol with { Name = "product" }, (mantissa + 1) * (mantissa + 1));
            double sum = work.Step(AdderSymbol with { Name = "sum" }, 2 * (mantissa + 1));
            return new(product, sum, 0, 0, 0);
        }

        double exponent = work.Given(ExponentSymbol, format.Exponent, format.Source, "exponent");
        double lanes = work.Given(LanesSymbol, format.Lanes, name: "lanes");
        double width = work.Step(WidthSymbol, Math.Min(Math.Pow(2, exponent + 1) + (2 * mantissa), WidestSum));
        double multiplier = work.Step(MultiplierSymbol, (mantissa + 1) * (mantissa + 1));
        double adder = work.Step(AdderSymbol, width);
        double exponents = work.Step(ExponentsSymbol, 3 * exponent);
        double aligner = work.Step(AlignerSymbol, width * Math.Log2(width));
        double normaliser = work.Step(NormaliserSymbol, width * Math.Log2(width) / lanes);
        return new(multiplier, adder, exponents, aligner, normaliser);
    }

    /// <summary>An integer multiply-accumulate of p by q bits: p q AND gates and p q full adders (Pope, chip design from the bottom
    /// up).</summary>
    public static (double And, double FullAdders) Integer(double left, double right) => (left * right, left * right);

    /// <summary>Reading an n-entry register file of p bits through a multiplexer: n p AND and (n - 1) p OR gates (same source).</summary>
    public static (double And, double Or) Multiplexer(double entries, double bits) => (entries * bits, (entries - 1) * bits);
}
