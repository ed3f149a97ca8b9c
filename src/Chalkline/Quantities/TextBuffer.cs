namespace Chalkline.Quantities;

/// <summary>Text grown in a caller's span, large enough by construction.</summary>
internal ref struct TextBuffer(Span<char> room)
{
    private readonly Span<char> room = room;
    private int length;

    public readonly ReadOnlySpan<char> Written => room[..length];

    public void Append(char letter) => room[length++] = letter;

    public void Append(scoped ReadOnlySpan<char> text)
    {
        text.CopyTo(room[length..]);
        length += text.Length;
    }
}
