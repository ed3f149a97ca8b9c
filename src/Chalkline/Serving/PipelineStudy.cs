using System.Collections.Immutable;
using Chalkline.Pipelines;

namespace Chalkline.Serving;

/// <summary>A model in a pipeline: its timetable, what its stages hold, and what its architecture costs.</summary>
public sealed record PipelineStudy
{
    /// <summary>The model layer by layer.</summary>
    public required ModelProfile Profile { get; init; }

    /// <summary>Layers of each part of the model, in order.</summary>
    public required ImmutableArray<int> Cut { get; init; }

    /// <summary>The timetable of that cut.</summary>
    public required Timetable Timetable { get; init; }

    /// <summary>The contiguous cut whose longest part is shortest.</summary>
    public required ImmutableArray<int> BestCut { get; init; }

    /// <summary>The timetable of the best cut.</summary>
    public required Timetable Best { get; init; }

    /// <summary>
    /// The timetable if every part took the mean: what a stack of alike layers that the stages divide would take.
    /// </summary>
    public required Timetable Balanced { get; init; }

    /// <summary>The stages.</summary>
    public required ImmutableArray<PipelineStage> Stages { get; init; }

    /// <summary>Time that the cut costs over balanced stages, a fraction of theirs.</summary>
    public double CutCost => Math.Max(0, (Timetable.Cost / Balanced.Cost) - 1);

    /// <summary>Time that the best contiguous cut still costs over balanced stages.</summary>
    public double BestCost => Math.Max(0, (Best.Cost / Balanced.Cost) - 1);

    /// <summary>The longest part over the mean of all.</summary>
    public double Imbalance
    {
        get
        {
            ImmutableArray<StagePasses> parts = Timetable.Run.Passes;
            return parts.Max(part => part.All.Value) / parts.Average(part => part.All.Value);
        }
    }

    /// <summary>Layers of each part as asked for, or evenly.</summary>
    /// <param name="layers">Layers of the model.</param>
    /// <param name="parts">Parts.</param>
    /// <param name="asked">Layers of each part; empty to deal them out evenly.</param>
    /// <exception cref="ChalkException">The numbers do not fit.</exception>
    public static int[] CutOf(int layers, int parts, IReadOnlyList<int> asked)
    {
        if (asked.Count == 0)
        {
            return LayerCut.Even(layers, parts);
        }

        return asked.Count != parts
            ? throw new ChalkException(FormattableString.Invariant(
                $"{asked.Count} numbers of layers are given for {parts} parts of the model; give one for each."))
            : asked.Sum() != layers
            ? throw new ChalkException(FormattableString.Invariant(
                $"The layers of the parts add up to {asked.Sum()}; the model has {layers}."))
            : [.. asked];
    }

    /// <summary>The timetables of a cut, of the best cut and of balanced parts.</summary>
    /// <param name="profile">The model.</param>
    /// <param name="run">The run, its passes left open.</param>
    /// <param name="cut">Layers of each part.</param>
    /// <param name="stage">What a stage holds, from the timetable and its number.</param>
    public static PipelineStudy Of(
        ModelProfile profile, PipelineRun run, IReadOnlyList<int> cut, Func<Timetable, int, PipelineStage> stage)
    {
        int[] best = LayerCut.Best(
            [.. profile.Layers.Select(layer => layer.Passes.All.Value)],
            cut.Count,
            profile.Embedding.Passes.All.Value,
            profile.Head.Passes.All.Value);
        Timetable table = Build(profile.Parts(cut));
        Timetable bestTable = Build(profile.Parts(best));
        if (table.Cost < bestTable.Cost)
        {
            // With several parts a stage, the shortest longest part need not give the shortest stage.
            (best, bestTable) = ([.. cut], table);
        }

        StagePasses mean = (1.0 / cut.Count) * profile.All;
        return new()
        {
            Profile = profile,
            Cut = [.. cut],
            Timetable = table,
            BestCut = [.. best],
            Best = bestTable,
            Balanced = (run with { Passes = [.. Enumerable.Repeat(mean, cut.Count)] }).Build(),
            Stages = [.. Enumerable.Range(0, run.Stages).Select(place => stage(table, place))],
        };

        Timetable Build(ImmutableArray<LayerProfile> parts)
            => (run with { Passes = [.. parts.Select(part => part.Passes)] }).Build();
    }
}
