using System.Collections.Concurrent;

namespace Chalkline.Deduction;

/// <summary>Mean costs of known architectures at the dates of sheets, computed once each.</summary>
internal sealed class ArchitectureCosts(Func<double, Fleet> fleets)
{
    private const int Draws = 256;

    private const ulong Seed = 0xC057;

    private readonly ConcurrentDictionary<(double, double, double, double), MeanCost> _known = new();

    /// <summary>The mean costs of an architecture at a date.</summary>
    public MeanCost Of(KnownArchitecture model, double year)
        => _known.GetOrAdd(
            (model.Active.Value, model.Total.Value, model.KeyValue.Value, year), _ => Mean(model, fleets(year)));

    private static MeanCost Mean(KnownArchitecture model, Fleet fleet)
    {
        double level = 0, ratio = 0, levelSquare = 0, ratioSquare = 0;
        for (int i = 0; i < Draws; i++)
        {
            DrawStream draws = new(Seed, i);
            OperatingPoint point = OperatingPrior.Draw(
                fleet, model.Active, model.Total, model.KeyValue, ref draws, out _);
            TokenCost cost = TokenCostModel.Of(model.Active, model.Total, model.KeyValue, point);
            double input = Math.Log(cost.Input.Value);
            double output = Math.Log(cost.Output.Value);
            level += (input + output) / 2 / Draws;
            ratio += (output - input) / Draws;
            levelSquare += (input + output) * (input + output) / 4 / Draws;
            ratioSquare += (output - input) * (output - input) / Draws;
        }

        return new(level, ratio, levelSquare - (level * level), ratioSquare - (ratio * ratio));
    }
}
