namespace Chalkline.Ciphers;

/// <summary>What a small step of one input does to the outputs of a reversible net, after each number of blocks.</summary>
/// <param name="Blocks">Blocks.</param>
/// <param name="Stretch">Length of the output's change over the step: near 1 where a net is trained to be smooth.</param>
/// <param name="Dependent">Share of pairs of input and output of which the one moves the other.</param>
public sealed record NetDiffusion(int Blocks, double Stretch, double Dependent)
{
    private const double Step = 1e-6;

    /// <summary>Measures a net.</summary>
    /// <param name="blocks">Blocks.</param>
    /// <param name="width">Width of a half.</param>
    /// <param name="gain">Size of what a block adds.</param>
    /// <param name="points">Random inputs tried.</param>
    /// <param name="seed">The seed.</param>
    public static NetDiffusion Measure(int blocks, int width, double gain, int points, int seed)
    {
        NetRound round = new(Math.Max(1, blocks), width, seed, gain, value => value);
        SplitMix random = new((ulong)seed + 1);
        int cells = 2 * width;
        bool[] moved = new bool[cells * cells];
        double stretch = 0;
        double[] start = new double[cells];
        double[] plain = new double[cells];
        double[] turned = new double[cells];
        for (int point = 0; point < points; point++)
        {
            for (int place = 0; place < cells; place++)
            {
                start[place] = random.Normal();
            }

            start.CopyTo(plain, 0);
            Coupling.Forward<double>(plain, blocks, round);
            for (int input = 0; input < cells; input++)
            {
                start.CopyTo(turned, 0);
                turned[input] += Step;
                Coupling.Forward<double>(turned, blocks, round);
                double squares = 0;
                for (int output = 0; output < cells; output++)
                {
                    double change = turned[output] - plain[output];
                    squares += change * change;
                    moved[(input * cells) + output] |= Math.Abs(change) > Step * 1e-9;
                }

                stretch += Math.Sqrt(squares) / Step;
            }
        }

        return new(blocks, stretch / (points * cells), moved.Count(one => one) / (double)moved.Length);
    }
}
