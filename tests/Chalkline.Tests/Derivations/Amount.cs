using Chalkline.Quantities;

namespace Chalkline.Tests.Derivations;

/// <summary>A quantity whose text is given, so that renderings are tested apart from formatting.</summary>
internal readonly record struct Amount(double Value, string Unit, string Text) : IAnyQuantity
{
    public QuantityInfo Kind => new("Amount", Unit, "fixed " + Unit, "a test amount", "1 " + Unit, "A test amount");

    public string ToString(string? format, IFormatProvider? formatProvider) => Text;
}
