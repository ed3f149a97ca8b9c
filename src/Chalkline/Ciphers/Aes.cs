namespace Chalkline.Ciphers;

/// <summary>
/// AES-128 with any number of its rounds (FIPS 197): to be looked at, not to keep secrets: tables leak their indices through caches.
/// </summary>
public sealed class Aes
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 16;

    /// <summary>Rounds of the standard.</summary>
    public const int Rounds = 10;

    private static readonly byte[] Box = MakeBox();

    private readonly byte[] _keys = new byte[BlockBytes * (Rounds + 1)];

    /// <summary>Expands a key (FIPS 197, section 5.2).</summary>
    /// <param name="key">16 bytes.</param>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public Aes(ReadOnlySpan<byte> key)
    {
        if (key.Length != BlockBytes)
        {
            throw new ArgumentException("A key of AES-128 has 16 bytes.", nameof(key));
        }

        key.CopyTo(_keys);
        byte constant = 1;
        for (int place = BlockBytes; place < _keys.Length; place += 4)
        {
            Span<byte> word = [_keys[place - 4], _keys[place - 3], _keys[place - 2], _keys[place - 1]];
            if (place % BlockBytes == 0)
            {
                (word[0], word[1], word[2], word[3]) = ((byte)(Box[word[1]] ^ constant), Box[word[2]], Box[word[3]], Box[word[0]]);
                constant = Double(constant);
            }

            for (int part = 0; part < 4; part++)
            {
                _keys[place + part] = (byte)(_keys[place + part - BlockBytes] ^ word[part]);
            }
        }
    }

    /// <summary>The substitution of a byte (FIPS 197, section 5.1.1).</summary>
    public static byte Substitute(byte value) => Box[value];

    /// <summary>Encrypts a block in place with the first of its rounds; ten make AES-128, whose last has no MixColumns.</summary>
    /// <param name="block">16 bytes.</param>
    /// <param name="rounds">Rounds, 0 to 10.</param>
    public void Encrypt(Span<byte> block, int rounds = Rounds)
    {
        AddKey(block, 0);
        for (int round = 1; round <= rounds; round++)
        {
            SubstituteAndShift(block);
            if (round < Rounds)
            {
                MixColumns(block);
            }

            AddKey(block, round);
        }
    }

    private static void SubstituteAndShift(Span<byte> block)
    {
        Span<byte> copy = stackalloc byte[BlockBytes];
        block.CopyTo(copy);
        for (int column = 0; column < 4; column++)
        {
            for (int row = 0; row < 4; row++)
            {
                block[(4 * column) + row] = Box[copy[(4 * ((column + row) % 4)) + row]];
            }
        }
    }

    private static void MixColumns(Span<byte> block)
    {
        for (int start = 0; start < BlockBytes; start += 4)
        {
            (byte a, byte b, byte c, byte d) = (block[start], block[start + 1], block[start + 2], block[start + 3]);
            byte all = (byte)(a ^ b ^ c ^ d);
            block[start] = (byte)(a ^ all ^ Double((byte)(a ^ b)));
            block[start + 1] = (byte)(b ^ all ^ Double((byte)(b ^ c)));
            block[start + 2] = (byte)(c ^ all ^ Double((byte)(c ^ d)));
            block[start + 3] = (byte)(d ^ all ^ Double((byte)(d ^ a)));
        }
    }

    private void AddKey(Span<byte> block, int round)
    {
        for (int place = 0; place < BlockBytes; place++)
        {
            block[place] ^= _keys[(BlockBytes * round) + place];
        }
    }

    private static byte Double(byte value) => (byte)((value << 1) ^ ((value & 0x80) != 0 ? 0x1B : 0));

    /// <summary>The inverse in GF(2^8), then an affine map over GF(2).</summary>
    private static byte[] MakeBox()
    {
        byte[] box = new byte[256];
        byte value = 1;
        byte inverse = 1;
        do
        {
            value = (byte)(value ^ Double(value));
            inverse ^= (byte)(inverse << 1);
            inverse ^= (byte)(inverse << 2);
            inverse ^= (byte)(inverse << 4);
            inverse ^= (byte)((inverse & 0x80) != 0 ? 0x09 : 0);
            byte turned = (byte)(inverse ^ Turn(inverse, 1) ^ Turn(inverse, 2) ^ Turn(inverse, 3) ^ Turn(inverse, 4));
            box[value] = (byte)(turned ^ 0x63);
        }
        while (value != 1);

        box[0] = 0x63;
        return box;
    }

    private static byte Turn(byte value, int bits) => (byte)((value << bits) | (value >> (8 - bits)));
}
