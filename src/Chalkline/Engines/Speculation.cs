namespace Chalkline.Engines;

/// <summary>Speculative decoding: a draft of several tokens is verified in one pass.</summary>
/// <param name="Drafts">Tokens drafted a step, at least 1.</param>
/// <param name="Acceptance">Chance that a drafted token is accepted when all before it were, in [0, 1].</param>
/// <param name="DraftShare">Time of drafting one token over the time of a decode pass: a layer over all of them for MTP.</param>
public sealed record Speculation(int Drafts, double Acceptance, double DraftShare)
{
    /// <summary>
    /// Tokens a step yields on average: 1 + a + a^2 + ... + a^drafts (Leviathan et al., arXiv:2211.17192, eq. 1).
    /// </summary>
    public double TokensPerStep
        => Acceptance >= 1 ? Drafts + 1 : (1 - Math.Pow(Acceptance, Drafts + 1)) / (1 - Acceptance);

    /// <summary>Tokens of each sequence in a verifying pass.</summary>
    public int Width => Drafts + 1;
}
