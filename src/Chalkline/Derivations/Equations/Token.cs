namespace Chalkline.Derivations.Equations;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>A numeric literal.</summary>
    Number,

    /// <summary>An identifier or keyword.</summary>
    Name,

    /// <summary>An operator or punctuation mark.</summary>
    Mark,

    /// <summary>The end of the text.</summary>
    End,
}

/// <summary>A token of an equation.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its characters.</param>
/// <param name="Position">Where it starts, from zero.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position);
