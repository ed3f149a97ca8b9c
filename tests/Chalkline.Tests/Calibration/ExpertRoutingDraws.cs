using Chalkline.Calibration;

namespace Chalkline.Tests.Calibration;

/// <summary>Tokens that draw their experts one by one: slow, plain and seeded.</summary>
internal static class ExpertRoutingDraws
{
    /// <summary>Mean share of touched experts, and mean of the fullest rank over the mean rank.</summary>
    public static (double Touched, double Hottest) Run(ExpertRouting routing, int tokens, int draws)
    {
        Random random = new(20260801);
        int experts = (int)routing.Experts;
        int held = experts / (int)routing.Ranks;
        double touched = 0;
        double hottest = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            double[] chances = Chances(routing, tokens, random);
            int[] counts = new int[experts];
            for (int token = 0; token < tokens; token++)
            {
                Visit(chances, (int)routing.ExpertsPerToken, counts, random);
            }

            touched += counts.Count(count => count > 0) / (double)experts;
            int[] ranks = [.. counts.Chunk(held).Select(chunk => chunk.Sum())];
            hottest += ranks.Max() / ranks.Average();
        }

        return (touched / draws, hottest / draws);
    }

    /// <summary>Chances of a visit that add up to the experts a token visits, none above 1.</summary>
    private static double[] Chances(ExpertRouting routing, int tokens, Random random)
    {
        double span = Math.Max(ExpertRouting.LeastSpan, 0.8 * tokens);
        double power = 1 - routing.Skew;
        double[] weights =
        [
            .. Enumerable.Range(0, (int)routing.Experts).Select(_ => routing.Skew <= 0
                ? 1
                : Math.Pow(1 + (random.NextDouble() * (Math.Pow(span, power) - 1)), 1 / power)),
        ];
        double scale = routing.ExpertsPerToken / weights.Sum();
        for (int round = 0; round < 200; round++)
        {
            scale *= routing.ExpertsPerToken / weights.Sum(weight => Math.Min(1, scale * weight));
        }

        return [.. weights.Select(weight => Math.Min(1, scale * weight))];
    }

    /// <summary>A systematic draw: so many different experts, each with its own chance, in random order.</summary>
    private static void Visit(double[] chances, int visits, int[] counts, Random random)
    {
        int[] order = [.. Enumerable.Range(0, chances.Length)];
        random.Shuffle(order);
        double next = random.NextDouble();
        double passed = 0;
        int left = visits;
        foreach (int expert in order)
        {
            passed += chances[expert];
            if (passed > next && left > 0)
            {
                counts[expert]++;
                next++;
                left--;
            }
        }
    }
}
