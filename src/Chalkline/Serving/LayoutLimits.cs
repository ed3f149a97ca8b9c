using Chalkline.Quantities;
using Chalkline.Workloads;
using Chalkline.Operators;

namespace Chalkline.Serving;

/// <summary>
/// The limits a decode step meets as its batch grows, each at the full rates of the machine: the batch from which it
/// decides, null where it never does. Up to the first of them the step reads weights and cache (bandwidth).
/// </summary>
/// <param name="Time">The step at the batch asked for, one stage of it.</param>
/// <param name="Compute">Sequences from which arithmetic takes longer than reading weights and cache.</param>
/// <param name="Network">Sequences from which collectives take longer than either.</param>
/// <param name="Capacity">The most sequences that memory holds; 0 when the weights alone do not fit.</param>
public sealed record LayoutLimits(PassTime Time, double? Compute, double? Network, double Capacity)
{
    private const double LargestBatch = 1e7;

    /// <summary>The limit that is met first as the batch grows.</summary>
    public string First
    {
        get
        {
            (string Name, double Batch)[] met =
            [
                ("capacity", Capacity + 1), ("compute", Compute ?? double.PositiveInfinity),
                ("network", Network ?? double.PositiveInfinity),
            ];
            return met.MinBy(limit => limit.Batch) is { Batch: < double.PositiveInfinity } first ? first.Name : "bandwidth";
        }
    }

    /// <summary>Finds the limits of a pass prepared at ideal efficiency.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="footprint">Its footprint.</param>
    /// <param name="batch">Sequences of one replica in flight.</param>
    /// <param name="context">Tokens each holds.</param>
    public static LayoutLimits Of(PassModel pass, Footprint footprint, double batch, Tokens context)
    {
        return new(At(batch), FirstBatch(Computes), FirstBatch(Waits), footprint.LargestBatch(context));

        PassTime At(double sequences) => pass.Time(Load(pass, sequences, context));

        bool Computes(double sequences) => At(sequences) is var time && time.Compute >= time.Weights + time.KeyValue;

        bool Waits(double sequences) => At(sequences) is var time
            && time.Network >= Quantity.Max(time.Compute, time.Weights + time.KeyValue);
    }

    /// <summary>The load of one stage when so many sequences are in flight.</summary>
    internal static PassLoad Load(PassModel pass, double sequences, Tokens context)
    {
        double microBatch = Math.Max(
            sequences / pass.Layout.PipelineStages, Math.Min(sequences, pass.Layout.AttentionParallel));
        return PassLoad.Split(Pass.Decode(microBatch, context), Pass.None, pass.Layout.AttentionParallel);
    }

    /// <summary>The first batch, an eighth of an octave apart, at which something holds; null when none does.</summary>
    private static double? FirstBatch(Func<double, bool> holds)
    {
        for (int eighth = 0; ; eighth++)
        {
            double batch = Math.Round(Math.Pow(2, eighth / 8.0));
            if (batch > LargestBatch)
            {
                return null;
            }

            if (holds(batch))
            {
                return batch;
            }
        }
    }
}
