using System.Globalization;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk explain</c>.</summary>
internal static class ExplainReport
{
    private static readonly StepBound[] Bounds = Enum.GetValues<StepBound>();

    public static Answer Of(ExplainAnswer answer, Derivation? work)
    {
        return new()
        {
            Command = "explain",
            Work = work,
            Data = Whole(answer.Stack),
            Report = new()
            {
                Title = $"One {Phase(answer)} step of {answer.Inputs.Subject}",
                Lead = Lead(answer),
                Sections =
                [
                    new("Where the time goes", [new ChartBlock(Chart(answer)), new TableBlock(Stack(answer.Stack))]),
                    new("What holds it up", [new TableBlock(ByBound(answer.Stack))]),
                ],
                Footer = Footer(answer),
            },
            Json = writer => ExplainJson.Write(writer, answer),
        };
    }

    private static string Phase(ExplainAnswer answer) => answer.Prompts ? "prefill" : "decode";

    private static string Lead(ExplainAnswer answer)
    {
        StepStack stack = answer.Stack;
        StepPart first = stack.Parts[0];
        string what = answer.Prompts
            ? $"{answer.Sequences:N0} {(answer.Sequences == 1 ? "prompt" : "prompts")} of {answer.Held}"
                + (answer.Prefix > Tokens.Zero ? $", {answer.Prefix} of it cached," : "")
            : $"{answer.Sequences:N0} {(answer.Sequences == 1 ? "sequence" : "sequences")} that {(answer.Sequences == 1 ? "holds" : "hold")} {answer.Held} each";
        string interval = answer.Fidelity == Fidelity.Calibrated ? $" (80 %: {stack.Low} to {stack.High})" : "";
        string cost = answer.Cost is { } each ? $", {each} at {answer.Inputs.Price}" : "";
        return $"In {answer.Pass.Layout}, with {answer.Inputs.Formats}, a step for {what} takes **{stack.Time}**{interval}{cost}. {Served(answer)}"
            + $"No implementation is faster than {stack.Floor}, **{Share(stack.Floor / stack.Time)}** of that. "
            + $"Most of it is {first.Name}, {Share(first.Time / stack.Time)}, held up by {Names.Of(first.Bound)}.";
    }

    /// <summary>What a client of the engine sees of it, with the interval that chalk validate judges.</summary>
    private static string Served(ExplainAnswer answer) => answer.Served is { } span
        ? $"Measured {(answer.Prompts ? "TTFT" : "TPOT")} of a server below saturation lies between {new Seconds(span.Low)} "
            + $"and {new Seconds(span.High)} for 80 %. "
        : "";

    private static string Share(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Footer(ExplainAnswer answer)
        => (answer.Fidelity == Fidelity.Calibrated
            ? "Kernels by their fitted equations (docs/accuracy.md); the intervals are those of the kernels, taken to err together. "
            : "Stated efficiencies; no interval is known. ")
            + "Floors are proved for arithmetic and memory, not for links, launches and the host. "
            + (answer.Engine is { } engine
                ? $"Host time of {engine.Name} {engine.Versions}: {engine.HostPerStep} a step and {engine.HostPerSequence} a sequence."
                : "Host time left out: add --engine.");

    /// <summary>What a page shows.</summary>
    private static TableSpec Stack(StepStack stack) => Tables.Of(
        "",
        ["Operator", "Runs", "Time (us)", "Share", "80 % (us)", "Floor / time", "Bound"],
        stack.Parts.Select(part => (IEnumerable<TableCell>)
        [
            part.Name,
            Tables.Number(Math.Round(part.Runs, 2)),
            Tables.Cell(part.Time, "us", 1),
            Tables.Percent(part.Time / stack.Time),
            Interval(part.Low, part.High),
            part.FloorShare is { } share ? Tables.Percent(share) : "-",
            Names.Of(part.Bound),
        ]).Append(
        [
            "the step",
            "-",
            Tables.Cell(stack.Time, "us", 1),
            Tables.Percent(1),
            Interval(stack.Low, stack.High),
            Tables.Percent(stack.Floor / stack.Time),
            "",
        ]));

    private static TableCell Interval(Seconds low, Seconds high)
        => $"{Tables.Cell(low, "us", 1).Text} to {Tables.Cell(high, "us", 1).Text}";

    /// <summary>What CSV holds: every figure in a column of its own.</summary>
    private static TableSpec Whole(StepStack stack) => Tables.Of(
        "",
        ["Operator", "Part", "Runs", "Time (us)", "Share", "Low (us)", "High (us)", "Floor (us)", "Bound"],
        stack.Parts.Select(part => (IEnumerable<TableCell>)
        [
            part.Name,
            part.Part is { } whose ? Names.Of(whose) : "host",
            Tables.Number(part.Runs),
            Tables.Cell(part.Time, "us", 1),
            Tables.Percent(part.Time / stack.Time),
            Tables.Cell(part.Low, "us", 1),
            Tables.Cell(part.High, "us", 1),
            Tables.Cell(part.Floor, "us", 1),
            Names.Of(part.Bound),
        ]));

    private static TableSpec ByBound(StepStack stack) => Tables.Of(
        "",
        ["Bound", "Time (us)", "Share", "Operators"],
        Bounds.Select(bound => (Bound: bound, Parts: stack.Parts.Where(part => part.Bound == bound).ToArray()))
            .Where(group => group.Parts.Length > 0)
            .OrderByDescending(group => group.Parts.Sum(part => part.Time.Value))
            .Select(group =>
            {
                Seconds time = new(group.Parts.Sum(part => part.Time.Value));
                return (IEnumerable<TableCell>)
                [
                    Names.Of(group.Bound),
                    Tables.Cell(time, "us", 1),
                    Tables.Percent(time / stack.Time),
                    string.Join(", ", group.Parts.Select(part => part.Name)),
                ];
            }));

    private static ChartSpec Chart(ExplainAnswer answer)
    {
        StepStack stack = answer.Stack;
        return new()
        {
            Title = $"Time of one {Phase(answer)} step by operator",
            Subtitle = $"{answer.Inputs.Model.Name} on {answer.Inputs.System.Id}, {answer.Pass.Layout}, coloured by what holds it up",
            X = Axis.Linear("Time", "us"),
            Y = Axis.Of("Operator", stack.Parts.Select(part => part.Name)),
            Series =
            [
                .. Bounds.Where(bound => stack.Parts.Any(part => part.Bound == bound)).Select(bound => new BarSeries(
                    Names.Of(bound),
                    [.. stack.Parts.Select(part => part.Bound == bound ? part.Time.Value * 1e6 : 0)])
                {
                    Colour = (int)bound,
                    Tooltips = [.. stack.Parts.Select(part =>
                        $"{part.Name}: {part.Time} ({Share(part.Time / stack.Time)}), 80 %: {part.Low} to {part.High}")],
                }),
            ],
            Legend = LegendPlace.Above,
        };
    }
}
