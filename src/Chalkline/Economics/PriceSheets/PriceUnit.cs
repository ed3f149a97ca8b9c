namespace Chalkline.Economics.PriceSheets;

/// <summary>How many tokens a price in a file is for.</summary>
public enum PriceUnit
{
    /// <summary>One token.</summary>
    Token,

    /// <summary>A thousand tokens.</summary>
    Thousand,

    /// <summary>A million tokens.</summary>
    Million,
}
