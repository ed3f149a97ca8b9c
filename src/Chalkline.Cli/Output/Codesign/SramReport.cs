using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Codesign.Energy;
using Chalkline.Codesign.SramMachines;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Scaling;
using Chalkline.Serving;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>What <c>chalk codesign sram</c> found.</summary>
internal sealed record SramAnswer
{
    /// <summary>The model.</summary>
    public required Model Model { get; init; }

    /// <summary>Format of weights and cache.</summary>
    public required NumberFormat Format { get; init; }

    /// <summary>The machine.</summary>
    public required SramMachine Machine { get; init; }

    /// <summary>Decoding on it.</summary>
    public required SramDecode Decode { get; init; }

    /// <summary>Sequences at once.</summary>
    public required double Batch { get; init; }

    /// <summary>Tokens each holds.</summary>
    public required Tokens Context { get; init; }

    /// <summary>Where the time of a layer comes from.</summary>
    public required string LayerFrom { get; init; }

    /// <summary>All machines.</summary>
    public required ImmutableArray<SramMachine> Machines { get; init; }

    /// <summary>Published speeds.</summary>
    public required ImmutableArray<PublishedSpeed> Speeds { get; init; }

    /// <summary>The model on the machine it is held against.</summary>
    public required PassModel Against { get; init; }

    /// <summary>Longest chain, tokens.</summary>
    public required double Chain { get; init; }

    /// <summary>Energies of the machine it is held against.</summary>
    public required EnergyTerms Terms { get; init; }

    /// <summary>Chips that weights and caches take.</summary>
    public required double Needed { get; init; }

    /// <summary>tok/s/user.</summary>
    public double Speed(double batch) => 1 / Decode.TimePerToken(batch);

    /// <summary>The same on the other machine, at the operator fidelity; null where the batch does not fit.</summary>
    public double? Other(double batch) => SmallestLayout.Overflow(Against, batch, Context) is not null ? null
        : 1 / StepStack.Decode(Against, batch, Context, Fidelity.Operator).Time.Value;
}

/// <summary>The page of <c>chalk codesign sram</c>.</summary>
internal static class SramReport
{
    private static readonly double[] Batches = [1, 2, 4, 8, 16, 32, 64, 128];

    private static readonly double[] Speeds = [50, 150, 500, 1000, 2000];

    /// <summary>The recording's example of idle arithmetic: a fifth is used, two thirds of the parameters are feed-forward.</summary>
    private const double ExampleUse = 0.2;

    public static Answer Of(SramAnswer answer, Derivation? work)
    {
        TableSpec speeds = BySpeed(answer);
        TableSpec published = Published(answer);
        TableSpec machines = Machines(answer);
        TableSpec rollouts = Rollouts(answer);
        return new()
        {
            Command = "codesign sram",
            Data = speeds,
            Report = new()
            {
                Title = $"{answer.Model.Name} in the SRAM of {answer.Machine.Name}",
                Lead = Lead(answer),
                Sections =
                [
                    new("Speed by batch", [new TableBlock(speeds), new ChartBlock(Curve(answer))]),
                    new("What published speeds imply", [new TableBlock(published)]),
                    new("Machines", [new TableBlock(machines)]),
                    new("Rollouts, chains in one piece", [new TableBlock(rollouts)]),
                    new("Energy of a weight bit", [new TableBlock(Bits(answer))]),
                    new("Idle arithmetic buys a larger model", [new TextBlock(Grown())]),
                ],
                Footer = $"Time of a layer: {1e6 * answer.Decode.Layer:0.#} us, {answer.LayerFrom}; everything a layer takes is in it. Rates at their peaks. Figures of machines: codesign notes, section 3.1, tags in "
                    + "the table. docs/sram.md.",
            },
            Json = writer =>
            {
                writer.WriteString("model", answer.Model.Name);
                writer.WriteString("machine", answer.Machine.Id);
                writer.WriteNumber("chips", answer.Decode.Chips);
                writer.WriteNumber("chipsNeeded", answer.Needed);
                writer.WriteNumber("layerSeconds", answer.Decode.Layer);
                writer.WriteString("layerFrom", answer.LayerFrom);
                writer.WriteNumber("tokensPerSecondPerUser", answer.Speed(answer.Batch));
                CommonJson.Finite(writer, "againstTokensPerSecondPerUser", answer.Other(answer.Batch) ?? double.NaN);
                CatalogReports.WriteRows(writer, "batches", ["batch", "tokensPerSecondPerUser", "tokensPerSecond", "use", "chips", "against"], speeds);
                CatalogReports.WriteRows(writer, "published", ["system", "model", "tokensPerSecondPerUser", "microsecondsPerLayer", "boundTokensPerSecond", "conditions", "read"], published);
                CatalogReports.WriteRows(writer, "machines", ["machine", "sramBytes", "bytesPerSecond", "flopPerSecond", "flopPerByte", "drainMilliseconds", "chips", "read"], machines);
                CatalogReports.WriteRows(writer, "rollouts", ["speed", "seconds"], rollouts);
            },
            Work = work,
        };
    }

    private static string Lead(SramAnswer answer)
    {
        double own = answer.Speed(answer.Batch);
        string other = answer.Other(answer.Batch) is { } speed
            ? $" {answer.Against.System.Id} reaches {speed:N0} ({answer.Against.Layout}): SRAM is {own / speed:0.#} times as fast."
            : $" {answer.Against.System.Id} does not hold that batch.";
        double layers = answer.Decode.Layers * answer.Decode.Layer / answer.Decode.TimePerToken(answer.Batch);
        return $"**{own:N0} tok/s** a user at batch {answer.Batch:N0} on {answer.Decode.Chips:N0} chips ({answer.Needed:N0} needed for {answer.Format.Name} weights and caches); {layers:0 %} of a token's time is the fixed time of "
            + $"its {answer.Decode.Layers:0} layers, {answer.Decode.Use(answer.Batch):0.0 %} of the arithmetic is used.{other} "
            + $"A chain of {answer.Chain:N0} tokens takes {SramDecode.Rollout(answer.Chain, own):0.#} s.";
    }

    private static TableSpec BySpeed(SramAnswer answer) => Tables.Of(
        "",
        ["Batch", "tok/s/user", "tok/s", "Arithmetic used", "Chips needed", $"{answer.Against.System.Id}, tok/s/user"],
        Batches.Append(answer.Batch).Distinct().Order().Select(batch => (IEnumerable<TableCell>)
        [
            Tables.Count(batch), Tables.Number(answer.Speed(batch)), Tables.Number(batch * answer.Speed(batch)), Tables.Percent(answer.Decode.Use(batch)),
            Tables.Count(answer.Machine.Chips(answer.Decode.Weights + (answer.Decode.CacheBandwidth is null ? batch * answer.Decode.Cache : 0))),
            answer.Other(batch) is { } other ? Tables.Number(other) : "-",
        ]));

    private static TableSpec Published(SramAnswer answer) => Tables.Of(
        "Time of a layer with everything in it; the bound is the SRAM's bandwidth over the weights, where both are known.",
        ["System", "Model", "tok/s/user", "us a layer", "Bound, tok/s", "Conditions", "Read"],
        answer.Speeds.Select(speed =>
        {
            SramMachine? machine = answer.Machines.FirstOrDefault(one => one.Id == speed.Machine);
            double? bound = machine?.Bandwidth * speed.Devices / speed.Weights;
            return (IEnumerable<TableCell>)
            [
                speed.System, speed.Model, Tables.Number(speed.Speed), Tables.Number(Math.Round(1e6 * speed.PerLayer, 1)),
                bound is { } most ? Tables.Number(most) : "-", speed.Conditions.Length > 0 ? speed.Conditions : "-", CatalogReports.Word(speed.Source.Verified),
            ];
        }));

    private static TableSpec Machines(SramAnswer answer) => Tables.Of(
        $"Chips: for the weights of {answer.Model.Name} in {answer.Format.Name}.",
        ["Machine", "SRAM", "Bandwidth", "Peak", "FLOP/B", "Drain (ms)", "Chips", "Read"],
        answer.Machines.Select(machine => (IEnumerable<TableCell>)
        [
            machine.Name, Tables.Cell(new Bytes(machine.Sram)), machine.Bandwidth is { } rate ? Tables.Cell(new BytesPerSecond(rate)) : "-",
            Tables.Cell(new FlopPerSecond(machine.Peak)), machine.Bandwidth is { } with ? Tables.Number(Math.Round(machine.Peak / with, 2)) : "-",
            machine.Drain is { } drain ? Tables.Number(Math.Round(1e3 * drain, 4)) : "-", Tables.Count(machine.Chips(answer.Decode.Weights)),
            CatalogReports.Word(machine.Source.Verified),
        ]));

    private static TableSpec Rollouts(SramAnswer answer) => Tables.Of(
        $"A synchronous step of RL waits for its longest chain, {answer.Chain:N0} tokens.",
        ["tok/s/user", "Time (s)"],
        Speeds.Append(Math.Round(answer.Speed(answer.Batch))).Distinct().Order().Select(speed => (IEnumerable<TableCell>)
            [Tables.Number(speed), Tables.Number(Math.Round(SramDecode.Rollout(answer.Chain, speed), 1))]));

    private static TableSpec Bits(SramAnswer answer)
    {
        double local = answer.Terms.LocalBit * 1e12;
        double memory = (answer.Terms.MemoryBit.Joules + answer.Terms.WireBit.Joules) * 1e12;
        return Tables.Of(
            $"It matters while the batch is small: weights are a token's share. Marks: {answer.Terms.MemoryBit.Mark}, {answer.Terms.WireBit.Mark}, inferred.",
            ["Where", "pJ/bit", "Times"],
            [
                ["128 KB bank of SRAM and a millimetre", Tables.Number(Math.Round(local, 3)), Tables.Number(1)],
                [$"{answer.Against.System.Accelerator.Memory.Name} of {answer.Against.System.Accelerator.Id} and the way over the die", Tables.Number(Math.Round(memory, 2)), Tables.Number(Math.Round(memory / local))],
            ]);
    }

    private static string Grown()
    {
        ScalingLaw law = ScalingLawCatalogue.Open(DataFolder.Default).Default;
        IScalingLaw form = law.OfActive(LawSetting.Dense, 1);
        double grown = SramDecode.Grown(ExampleUse, 2.0 / 3);
        double before = form.Loss(new(37e9), new(15e12));
        double after = form.Loss(new(37e9 * grown), new(15e12));
        return FormattableString.Invariant(
            $"Where decoding uses a fifth of the arithmetic and feed-forward layers are two thirds of the parameters, layers five times as wide make the model {grown:0.00} times as large in the same time, if their weights are free to read (SRAM, or a large batch). By {law.Id} ({law.Mark(new(37e9 * grown), new(15e12), LawSetting.Dense, 1)}) 37 billion parameters on 15 trillion tokens become {37 * grown:0.0} billion and the loss falls from {before:0.0000} to {after:0.0000}, {100 * ((after / before) - 1):0.00} %.");
    }

    private static ChartSpec Curve(SramAnswer answer) => new()
    {
        Title = "Speed of a user against throughput",
        Subtitle = $"{answer.Model.Name}, {answer.Format.Name}, context {answer.Context}; {answer.Decode.Chips:N0} {answer.Machine.Name} against {answer.Against.System.Id}",
        X = Axis.Log("Throughput", "tok/s"),
        Y = Axis.Log("Speed of a user", "tok/s"),
        Series =
        [
            new LineSeries(answer.Machine.Name, [.. Batches.Select(batch => new ChartPoint(batch * answer.Speed(batch), answer.Speed(batch), "", $"batch {batch:0}"))]) { Markers = true },
            new LineSeries(answer.Against.System.Id, [.. Batches.Where(batch => answer.Other(batch) is not null)
                .Select(batch => new ChartPoint(batch * answer.Other(batch)!.Value, answer.Other(batch)!.Value, "", $"batch {batch:0}"))]) { Markers = true },
        ],
        Legend = LegendPlace.Above,
        Footnote = "SRAM holds the caches too: the chips needed grow with the batch (table).",
    };
}
