using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Serving;

/// <summary>
/// The time of one step of one replica as a stack of operators, longest first: where the time goes, and why.
/// </summary>
public sealed record StepStack
{
    /// <summary>The operators that take any time, and the host where it takes some; longest first.</summary>
    public required ImmutableArray<StepPart> Parts { get; init; }

    /// <summary>Time of the step: the sum of its parts, one after another.</summary>
    public required Seconds Time { get; init; }

    /// <summary>Lower end of the 80 % interval, the parts taken to err together.</summary>
    public required Seconds Low { get; init; }

    /// <summary>Upper end.</summary>
    public required Seconds High { get; init; }

    /// <summary>Proved floor of the whole step, any overlap of its operators allowed.</summary>
    public required Seconds Floor { get; init; }

    /// <summary>Stacks up a step in which every sequence gets a token.</summary>
    /// <param name="pass">A prepared model.</param>
    /// <param name="sequences">Sequences of the replica, at least 1.</param>
    /// <param name="context">Tokens each of them holds.</param>
    /// <param name="fidelity"><c>operator</c> or <c>calibrated</c>.</param>
    /// <param name="host">Exposed time of the step outside the kernels.</param>
    /// <exception cref="ChalkException">The fidelity has no operators, or lacks its calibration.</exception>
    public static StepStack Decode(PassModel pass, double sequences, Tokens context, Fidelity fidelity, Seconds host = default)
        => Of(pass, Load(pass, sequences, context, default, prompts: false), fidelity, host);

    /// <summary>Stacks up a step that processes whole prompts and nothing else.</summary>
    /// <param name="pass">A prepared model.</param>
    /// <param name="prompts">Prompts of the replica, at least 1.</param>
    /// <param name="input">Tokens of each.</param>
    /// <param name="prefix">Tokens of each that are cached already, fewer than its tokens.</param>
    /// <param name="fidelity"><c>operator</c> or <c>calibrated</c>.</param>
    /// <param name="host">Exposed time of the step outside the kernels.</param>
    /// <exception cref="ChalkException">The fidelity has no operators, or lacks its calibration.</exception>
    public static StepStack Prefill(
        PassModel pass, double prompts, Tokens input, Tokens prefix, Fidelity fidelity, Seconds host = default)
        => Of(pass, Load(pass, prompts, input, prefix, prompts: true), fidelity, host);

    /// <summary>Shows the work of the same step: every operator's, then that of the pass.</summary>
    /// <param name="pass">A prepared model.</param>
    /// <param name="sequences">Sequences, or prompts.</param>
    /// <param name="held">Tokens each holds, or tokens of a prompt.</param>
    /// <param name="prefix">Tokens of a prompt that are cached already.</param>
    /// <param name="prompts">Whether the step processes prompts.</param>
    /// <param name="fidelity"><c>operator</c> or <c>calibrated</c>.</param>
    /// <param name="work">Where it is shown.</param>
    public static void Show<TWork>(
        PassModel pass, double sequences, Tokens held, Tokens prefix, bool prompts, Fidelity fidelity, ref TWork work)
        where TWork : struct, IWork
        => pass.Time(Load(pass, sequences, held, prefix, prompts), fidelity, Overlap.Full, ref work);

    private static PassLoad Load(PassModel pass, double sequences, Tokens held, Tokens prefix, bool prompts) => prompts
        ? StepLoad.Of(pass.Layout, Pass.None, sequences, sequences * (held - prefix).Value, prefix)
        : StepLoad.Of(pass.Layout, Pass.Decode(sequences, held), 0, 0, default);

    private static StepStack Of(PassModel pass, PassLoad load, Fidelity fidelity, Seconds host)
    {
        if (fidelity == Fidelity.Chalk)
        {
            throw new ChalkException("The closed form (fidelity chalk) knows no operators; choose operator or calibrated.");
        }

        Dictionary<(string Name, ModelPart Part), StepTally> tallies = [];
        foreach (ref readonly Operator op in pass.Operators)
        {
            if (!tallies.TryGetValue((op.Name, op.Part), out StepTally? tally))
            {
                tallies.Add((op.Name, op.Part), tally = new(pass));
            }

            tally.Add(op, load, pass.Time(op, load, fidelity));
        }

        // A token passes every stage, and each takes as long as the busiest.
        double stages = pass.Layout.PipelineStages;
        IEnumerable<StepPart> parts = tallies.Select(each => each.Value.Sum(each.Key.Name, each.Key.Part, stages));
        if (host > Seconds.Zero)
        {
            parts = parts.Append(new("host", null, 1, host, host, host, Seconds.Zero, StepBound.Host));
        }

        ImmutableArray<StepPart> stack =
        [
            .. parts.Where(part => part.Time > Seconds.Zero).OrderByDescending(part => part.Time.Value),
        ];
        return new()
        {
            Parts = stack,
            Time = new(stack.Sum(part => part.Time.Value)),
            Low = new(stack.Sum(part => part.Low.Value)),
            High = new(stack.Sum(part => part.High.Value)),
            Floor = stages * pass.Time(load, fidelity).Floor,
        };
    }
}
