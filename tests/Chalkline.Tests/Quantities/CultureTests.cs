using System.Globalization;
using Chalkline.Quantities;

namespace Chalkline.Tests.Quantities;

public class CultureTests
{
    /// <summary>
    /// What German and Swedish do, by hand: the programs run with invariant globalisation, which refuses to make de-DE
    /// or tr-TR.
    /// </summary>
    private static CultureInfo Commas()
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "\u2212";
        culture.NumberFormat.PositiveSign = "plus";
        return culture;
    }

    [Fact]
    public void No_culture_changes_what_is_written_or_read()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Commas();
            (-1.5).ToString().ShouldBe("\u22121,5");
            new Bytes(-1234.5).ToString().ShouldBe("-1.234 kB");
            new Bytes(-1234.5).ToString("R").ShouldBe("-1234.5 B");
            new Bytes(-1e300).ToString("R").ShouldBe("-1E+300 B");
            new Tokens(1234567).ToString().ShouldBe("1,234,567 tok");
            new Seconds(-1234.5).ToString("ms:1", Commas()).ShouldBe("-1,234,500.0 ms");
            new Flop(3.8e25).ToString().ShouldBe("3.8e25 FLOP");
            new Seconds(2e-30).ToString().ShouldBe("2e-30 s");
            Bytes.Parse("-1,234.5 B", Commas()).ShouldBe(new Bytes(-1234.5));
            Bytes.Parse("-1.5e-3 B").ShouldBe(new Bytes(-1.5e-3));
            Bytes.TryParse("1,5 B", Commas(), out _).ShouldBeFalse();
            Bits.Parse("5 GBIT").ShouldBe(new Bits(5e9));
            Seconds.Parse("5 MIN").ShouldBe(new Seconds(300));
            foreach (QuantityInfo info in QuantityCatalogue.All)
            {
                string text = QuantityText.Format(-1234.5, info, "R");
                text.ShouldBe("-1234.5 " + info.Unit);
                QuantityText.TryParse(text, info, out double value, out string? error).ShouldBeTrue(error);
                value.ShouldBe(-1234.5);
            }

            UsdPerToken.Parse("0.3 $/Mtok").ShouldBe(new UsdPerToken(0.3e-6));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
