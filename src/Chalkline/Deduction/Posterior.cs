using System.Collections.Immutable;
using Chalkline.Quantities;

namespace Chalkline.Deduction;

/// <summary>Weighted draws, and what is read from them.</summary>
internal sealed class Posterior
{
    private const int Batches = 8;

    private const int SampleCount = 400;

    private const int PointsApart = 4;

    private static readonly DeducedQuantity[] Quantities = Enum.GetValues<DeducedQuantity>();

    private readonly ParticleSet _set;
    private readonly List<Observation> _observations;
    private readonly double[] _weights;

    public Posterior(ParticleSet set, List<Observation> observations)
    {
        _set = set;
        _observations = observations;
        _weights = new double[set.Count];
        Weigh(_weights, _ => true);
        Diagnostics = new(set.Count, Effective(_weights), BetweenBatches());
    }

    public DeductionDiagnostics Diagnostics { get; }

    /// <summary>Reads everything.</summary>
    public DeductionResult Result(DeductionRequest request, CacheTierModel tiers, ImmutableArray<string> notes)
    {
        double[] prior = new double[_set.Count];
        Weigh(prior, _ => false);
        double[][] alone = [.. _observations.Select(one => Weighed(other => ReferenceEquals(other, one)))];
        double[][] without = [.. _observations.Select(one => Weighed(other => !ReferenceEquals(other, one)))];
        double offset = Observations.PriceOffset(request.Sheet);
        double[] values = new double[_set.Count];
        List<Marginal> marginals = [];
        double[,] added = new double[_observations.Count, Quantities.Length];
        double[,] leftOut = new double[_observations.Count, Quantities.Length];
        foreach (DeducedQuantity quantity in Quantities)
        {
            (double from, double to) = Read(quantity, offset, values);
            WeightedBins before = new(from, to);
            WeightedBins after = new(from, to);
            WeightedBins other = new(from, to);
            before.Fill(values, prior);
            after.Fill(values, _weights);
            marginals.Add(Read(quantity, before, after));
            for (int observation = 0; observation < _observations.Count; observation++)
            {
                other.Fill(values, alone[observation]);
                added[observation, (int)quantity] = other.BitsFrom(before);
                other.Fill(values, without[observation]);
                leftOut[observation, (int)quantity] = after.BitsFrom(other);
            }
        }

        return new()
        {
            Request = request,
            Marginals = [.. marginals],
            Observations =
            [
                .. _observations.Select((one, at) =>
                    new ObservationBits(one.Name, [.. Row(added, at)], [.. Row(leftOut, at)])),
            ],
            Hardware = Hardware(prior),
            Caches = tiers.Of(request.Sheet, Drains()),
            Unused = [.. UnusedPrices.Of(request.Sheet)],
            Sparse = (SparseShare(prior), SparseShare(_weights)),
            Samples = Samples(offset),
            Diagnostics = Diagnostics,
            Notes = notes,
        };
    }

    private static IEnumerable<double> Row(double[,] table, int row)
        => Enumerable.Range(0, table.GetLength(1)).Select(column => table[row, column]);

    private static double Effective(double[] weights)
    {
        double square = 0;
        foreach (double weight in weights)
        {
            square += weight * weight;
        }

        return square > 0 ? 1 / square : 0;
    }

    private static Marginal Read(DeducedQuantity quantity, WeightedBins prior, WeightedBins posterior)
    {
        Interval Middle(WeightedBins bins, double share)
            => new(Math.Exp(bins.Quantile((1 - share) / 2)), Math.Exp(bins.Quantile((1 + share) / 2)));
        (double At, double Density)[] before = prior.Density(PointsApart);
        (double At, double Density)[] after = posterior.Density(PointsApart);
        return new()
        {
            Quantity = quantity,
            Median = Math.Exp(posterior.Quantile(0.5)),
            Half = Middle(posterior, 0.5),
            Eighty = Middle(posterior, 0.8),
            NinetyFive = Middle(posterior, 0.95),
            PriorMedian = Math.Exp(prior.Quantile(0.5)),
            PriorEighty = Middle(prior, 0.8),
            Bits = posterior.BitsFrom(prior),
            AtWall = posterior.Below(prior.Quantile(0.01)) > 0.1 || 1 - posterior.Below(prior.Quantile(0.99)) > 0.1,
            Density = [.. before.Zip(after, (b, a) => new DensityPoint(Math.Exp(b.At), b.Density, a.Density))],
        };
    }

    /// <summary>A quantity of every draw; its range among draws that can be.</summary>
    private (double From, double To) Read(DeducedQuantity quantity, double offset, double[] values)
    {
        double shift = quantity == DeducedQuantity.PriceOverCost ? offset : 0;
        double from = double.PositiveInfinity;
        double to = double.NegativeInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _set.Value(quantity, i) + shift;
            if (!double.IsNegativeInfinity(_set.Weight[i]))
            {
                from = Math.Min(from, values[i]);
                to = Math.Max(to, values[i]);
            }
        }

        return (from, to);
    }

    private double[] Weighed(Func<Observation, bool> counts)
    {
        double[] weights = new double[_set.Count];
        Weigh(weights, counts);
        return weights;
    }

    /// <summary>Weights of the draws by some of the observations; they sum to 1.</summary>
    private void Weigh(double[] into, Func<Observation, bool> counts)
    {
        _set.Weight.CopyTo(into, 0);
        foreach (Observation observation in _observations.Where(counts))
        {
            double[] log = observation.LogLikelihood;
            for (int i = 0; i < into.Length; i++)
            {
                into[i] += log[i];
            }
        }

        double most = double.NegativeInfinity;
        foreach (double log in into)
        {
            most = Math.Max(most, log);
        }

        double sum = 0;
        for (int i = 0; i < into.Length; i++)
        {
            sum += into[i] = double.IsNegativeInfinity(most) ? 0 : Math.Exp(into[i] - most);
        }

        for (int i = 0; i < into.Length && sum > 0; i++)
        {
            into[i] /= sum;
        }
    }

    /// <summary>
    /// R-hat over batches of draws (Gelman and Rubin 1992), each batch a chain of its effective length.
    /// </summary>
    private double BetweenBatches()
    {
        double worst = 1;
        foreach (DeducedQuantity quantity in Quantities.AsSpan(0, 3))
        {
            double[] means = new double[Batches];
            double within = 0;
            for (int batch = 0; batch < Batches; batch++)
            {
                double sum = 0, first = 0, second = 0;
                for (int i = batch; i < _weights.Length; i += Batches)
                {
                    double value = _set.Value(quantity, i);
                    sum += _weights[i];
                    first += _weights[i] * value;
                    second += _weights[i] * value * value;
                }

                means[batch] = sum > 0 ? first / sum : 0;
                within += sum > 0 ? Math.Max(0, (second / sum) - (means[batch] * means[batch])) / Batches : 0;
            }

            double mean = means.Average();
            double between = means.Sum(one => (one - mean) * (one - mean)) / (Batches - 1);
            worst = within > 1e-12 ? Math.Max(worst, Math.Sqrt(1 + (between / within))) : worst;
        }

        return worst;
    }

    private double SparseShare(double[] weights)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += _set.Sparse[i] ? weights[i] : 0;
        }

        return sum;
    }

    private ImmutableArray<HardwareShare> Hardware(double[] prior)
    {
        double[] before = new double[_set.Fleet.Devices.Length];
        double[] after = new double[before.Length];
        for (int i = 0; i < prior.Length; i++)
        {
            before[_set.Device[i]] += prior[i];
            after[_set.Device[i]] += _weights[i];
        }

        return
        [
            .. _set.Fleet.Devices.Select((device, at) => (device.Id, Before: before[at], After: after[at]))
                .GroupBy(item => item.Id, StringComparer.Ordinal)
                .Select(group => new HardwareShare(
                    group.Key, group.Sum(item => item.Before), group.Sum(item => item.After)))
                .OrderByDescending(share => share.Posterior)
                .ThenBy(share => share.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>How long each device takes to read its memory, and how likely the device is.</summary>
    private (Seconds Drain, double Share)[] Drains()
    {
        double[] shares = new double[_set.Fleet.Devices.Length];
        for (int i = 0; i < _weights.Length; i++)
        {
            shares[_set.Device[i]] += _weights[i];
        }

        return [.. _set.Fleet.Devices.Select((device, at) => (device.Capacity / device.Bandwidth, shares[at]))];
    }

    /// <summary>Equally weighted draws, taken at equal steps of the summed weight.</summary>
    private ImmutableArray<DeductionSample> Samples(double offset)
    {
        ImmutableArray<DeductionSample>.Builder samples = ImmutableArray.CreateBuilder<DeductionSample>(SampleCount);
        double sum = 0;
        for (int i = 0; i < _weights.Length && samples.Count < SampleCount; i++)
        {
            sum += _weights[i];
            while (samples.Count < SampleCount && sum >= (samples.Count + 0.5) / SampleCount)
            {
                samples.Add(new(
                    new(Math.Exp(_set.Active[i])),
                    new(Math.Exp(_set.Total[i])),
                    new(Math.Exp(_set.KeyValue[i])),
                    Math.Exp(_set.Batch[i]),
                    Math.Exp(_set.Value(DeducedQuantity.PriceOverCost, i) + offset)));
            }
        }

        return samples.ToImmutable();
    }
}
