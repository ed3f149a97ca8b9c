using System.Globalization;
using System.Text.Json;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Codesign.Energy;
using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk energy</c>.</summary>
internal static class EnergyReport
{
    private const double PerMillion = 1e6;

    /// <summary>Groups of causes, as the picture has them.</summary>
    private static readonly (string Name, EnergyCause[] Causes)[] Groups =
    [
        ("computing", [EnergyCause.Arithmetic, EnergyCause.Instructions, EnergyCause.Registers]),
        ("on the die", [EnergyCause.Sram, EnergyCause.Wire]),
        ("memory", [EnergyCause.Weights, EnergyCause.Cache, EnergyCause.Activations, EnergyCause.HostMemory]),
        ("network", [EnergyCause.ScaleUp, EnergyCause.ScaleOut, EnergyCause.Optics]),
        ("static", [EnergyCause.Static]),
    ];

    private static readonly (EnergyCause Cause, string Word)[] Words =
    [
        (EnergyCause.Arithmetic, "arithmetic"),
        (EnergyCause.Instructions, "instructions"),
        (EnergyCause.Registers, "registers"),
        (EnergyCause.Sram, "SRAM"),
        (EnergyCause.Wire, "wires"),
        (EnergyCause.Weights, "weights from memory"),
        (EnergyCause.Cache, "KV cache from memory"),
        (EnergyCause.Activations, "activations"),
        (EnergyCause.HostMemory, "host memory"),
        (EnergyCause.ScaleUp, "scale-up links"),
        (EnergyCause.ScaleOut, "scale-out"),
        (EnergyCause.Optics, "optics"),
        (EnergyCause.Static, "static"),
    ];

    public static Answer Of(EnergyAnswer answer, Derivation? work)
    {
        TableSpec causes = Causes(answer);
        return new()
        {
            Command = "energy",
            Data = causes,
            Report = new()
            {
                Title = $"Energy of a token: {answer.Subject.Inputs.Subject}",
                Lead = Lead(answer),
                Sections =
                [
                    new("By cause", [new TableBlock(causes), new SankeyBlock(Picture(answer))]),
                    .. answer.Curve.Length > 1
                        ? [new ReportSection("Against batch", [new ChartBlock(Curve(answer))])]
                        : Array.Empty<ReportSection>(),
                    new("Held against", [new TableBlock(Checks(answer)), new TableBlock(Wires(answer))]),
                    new("Served energy as stated elsewhere", [new TableBlock(Served(answer))]),
                    new("What each thing costs on this device", [new TableBlock(Terms(answer))]),
                ],
                Footer = "Energies of the tables are of other nodes and years; arithmetic is scaled by node and cells, movement is not. No figure is "
                    + "fitted to a measured power: hold it against the ceiling above. docs/energy.md.",
            },
            Json = writer => Write(writer, answer),
            Work = work,
        };
    }

    private static string Lead(EnergyAnswer answer)
    {
        TokenEnergy energy = answer.Energy;
        (EnergyCause Cause, Joules Energy) most = energy.Parts.MaxBy(part => part.Energy.Value);
        string power = answer.Tdp is not { } tdp ? ""
            : energy.Power <= tdp ? $" That is {Watt(energy.Power)} a device of its {Watt(tdp)}."
            : $" That would be {Watt(energy.Power)} a device, **over its TDP** of {Watt(tdp)}: the tables are too high for this device, or it would slow down.";
        string phase = answer.Subject.Phase switch
        {
            EnergyPhase.Decode => $"decoding {answer.Batch:N0} sequences of {answer.Subject.Context}",
            EnergyPhase.Prefill => $"reading {answer.Batch:N0} prompts of {answer.Subject.Context}",
            _ => $"training on sequences of {answer.Subject.Context} at {100 * answer.Subject.Utilisation:0.#} % MFU",
        };
        return $"A token takes **{energy.Total}** at the package, {phase} with {answer.Subject.Inputs.Formats} as {answer.Subject.Pass.Layout}; "
            + $"most of it, {Share(most.Energy / energy.Total)}, is {Word(most.Cause)}. A kilowatt-hour buys {Big(energy.PerKilowattHour)} tokens, a megawatt keeps up "
            + $"{Big(energy.PerMegawatt)} tok/s; electricity is {Dollar(answer.Money.Value * PerMillion)} a million.{power}";
    }

    private static TableSpec Causes(EnergyAnswer answer) => Tables.Of(
        "",
        ["Cause", "mJ/tok", "Share", "Mark"],
        answer.Energy.Parts.Where(part => part.Energy > new Joules(0)).Select(part => (IEnumerable<TableCell>)
        [
            Word(part.Cause),
            Tables.Cell(part.Energy, "mJ", 3),
            Tables.Percent(part.Energy / answer.Energy.Total),
            Term(answer, part.Cause) is { Mark.Length: > 0 } term ? term.Mark : "read in its source",
        ]).Append(
        [
            "together",
            Tables.Cell(answer.Energy.Total, "mJ", 3),
            Tables.Percent(1),
            "",
        ]));

    private static EnergyTerm? Term(EnergyAnswer answer, EnergyCause cause) => cause switch
    {
        EnergyCause.Cache or EnergyCause.Activations => answer.Terms.MemoryBit,
        _ => answer.Terms.All.FirstOrDefault(term => term.Cause == cause),
    };

    private static TableSpec Terms(EnergyAnswer answer) => Tables.Of(
        "",
        ["Term", "pJ", "A", "How", "Mark"],
        answer.Terms.All.Select(term => (IEnumerable<TableCell>)
        [
            Word(term.Cause),
            term.Unit == "s" ? $"{term.Joules:0.#} W" : Tables.Number(term.Joules * 1e12),
            term.Unit == "s" ? "device" : term.Unit,
            term.How,
            term.Mark.Length > 0 ? term.Mark : "-",
        ]));

    private static TableSpec Checks(EnergyAnswer answer)
    {
        TokenEnergy energy = answer.Energy;
        double perFlop = energy.Total.Value / energy.Traffic.Flop.Value;
        return Tables.Of(
            "The ceiling is TDP over dense peak; what is served costs 5 to 20 times as much a FLOP, since peaks are not reached.",
            ["Figure", "Value", "Note"],
            [
                ["pJ a FLOP of the token", Tables.Number(perFlop * 1e12), "all causes over all FLOP"],
                .. answer.Ceilings.Select(ceiling => (IEnumerable<TableCell>)
                    [$"ceiling, {ceiling.Arithmetic.ToString().ToUpperInvariant()}", Tables.Number(ceiling.Ceiling.Value * 1e12), "pJ/FLOP, TDP over dense peak"]),
                .. answer.AtTdp is { } most
                    ? [["mJ a token if devices drew TDP", Tables.Cell(most, "mJ", 3), $"{Share(energy.Total / most)} of it is accounted for"]]
                    : Array.Empty<IEnumerable<TableCell>>(),
                ["pJ an active parameter and token", Tables.Number(energy.Total.Value * 1e12 / Models.ParameterCount.Count(answer.Subject.Inputs.Model).Active.Value), ""],
            ]);
    }

    private static TableSpec Wires(EnergyAnswer answer) => Tables.Of(
        "Where sources of wire energy disagree, the token under each; two are by one author.",
        ["Wire", "pJ/bit/mm", "mJ/tok", "Source"],
        answer.Wires.Select(wire => (IEnumerable<TableCell>)
        [
            wire.Wire.Name,
            Tables.Number(wire.Wire.Picojoules),
            Tables.Cell(wire.Energy.Total, "mJ", 3),
            wire.Wire.Source.Where,
        ]));

    private static TableSpec Served(EnergyAnswer answer) => Tables.Of(
        "Vendor-stated, input and output tokens mixed: not to be compared with decoding alone.",
        ["Model", "Device", "tok/s/kW", "mJ/tok", "pJ/active param/tok", "Source"],
        answer.Served.Select(served => (IEnumerable<TableCell>)
        [
            served.Model,
            served.Device,
            Tables.Number(served.PerKilowatt),
            Tables.Number(served.PerToken.Value * 1e3),
            Tables.Number(served.PerParameter * 1e12),
            served.Source.Where,
        ]));

    private static SankeySpec Picture(EnergyAnswer answer)
    {
        List<SankeyNode> nodes = [new("token", 0, 7)];
        List<SankeyFlow> flows = [];
        for (int group = 0; group < Groups.Length; group++)
        {
            (EnergyCause Cause, double Energy)[] parts =
            [
                .. Groups[group].Causes.Select(cause => (cause, answer.Energy.Of(cause).Value * 1e3)).Where(part => part.Item2 > 0),
            ];
            if (parts.Length == 0)
            {
                continue;
            }

            int place = nodes.Count;
            nodes.Add(new(Groups[group].Name, 1, group));
            flows.Add(new(0, place, parts.Sum(part => part.Energy)));
            foreach ((EnergyCause cause, double energy) in parts)
            {
                flows.Add(new(place, nodes.Count, energy));
                nodes.Add(new(Word(cause), 2, group));
            }
        }

        return new()
        {
            Title = "Where the energy of a token goes",
            Subtitle = $"{answer.Subject.Inputs.Subject}, {answer.Subject.Phase.ToString().ToLowerInvariant()}, batch {answer.Batch:N0}, {answer.Subject.Inputs.Formats}",
            Nodes = [.. nodes],
            Flows = [.. flows],
            Unit = "mJ",
            Footnote = "Terms marked recalled or inferred are in the table.",
        };
    }

    private static ChartSpec Curve(EnergyAnswer answer) => new()
    {
        Title = "Energy of a token against batch",
        Subtitle = $"{answer.Subject.Inputs.Subject}, {answer.Subject.Inputs.Formats}, context {answer.Subject.Context}",
        X = Axis.Log("Batch", logBase: 2),
        Y = Axis.Log("Energy of a token", "J"),
        Series =
        [
            new LineSeries("together", [.. answer.Curve.Select(point => new ChartPoint(point.Batch, point.Energy.Total.Value))]) { Bold = true },
            .. Groups.Select(group => new LineSeries(
                group.Name,
                [.. answer.Curve.Select(point => new ChartPoint(point.Batch, group.Causes.Sum(cause => point.Energy.Of(cause).Value)))]))
                .Where(line => line.Points.All(point => point.Y > 0)),
        ],
        Legend = LegendPlace.Above,
    };

    private static void Write(Utf8JsonWriter writer, EnergyAnswer answer)
    {
        TokenEnergy energy = answer.Energy;
        CommonJson.Subject(writer, answer.Subject.Inputs);
        writer.WriteString("layout", answer.Subject.Pass.Layout.ToString());
        writer.WriteString("phase", answer.Subject.Phase.ToString().ToLowerInvariant());
        writer.WriteNumber("batch", answer.Batch);
        writer.WriteNumber("contextTokens", answer.Subject.Context.Value);
        writer.WriteNumber("joulesPerToken", energy.Total.Value);
        writer.WriteNumber("tokensPerKilowattHour", energy.PerKilowattHour);
        writer.WriteNumber("tokensPerSecondPerMegawatt", energy.PerMegawatt);
        writer.WriteNumber("electricityUsdPerMtok", answer.Money.Value * PerMillion);
        writer.WriteNumber("devicePowerWatts", energy.Power.Value);
        if (answer.Tdp is { } tdp)
        {
            writer.WriteNumber("tdpWatts", tdp.Value);
            writer.WriteBoolean("overTdp", energy.Power > tdp);
            writer.WriteNumber("joulesPerTokenAtTdp", answer.AtTdp!.Value.Value);
        }

        writer.WriteNumber("flopPerToken", energy.Traffic.Flop.Value);
        writer.WriteStartArray("causes");
        foreach ((EnergyCause cause, Joules joules) in energy.Parts)
        {
            writer.WriteStartObject();
            writer.WriteString("cause", Word(cause));
            writer.WriteNumber("joules", joules.Value);
            writer.WriteString("mark", Term(answer, cause)?.Mark ?? "");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        CatalogReports.WriteRows(writer, "terms", ["term", "picojoules", "unit", "how", "mark"], Terms(answer));
        CatalogReports.WriteRows(writer, "wires", ["wire", "picojoulesPerBitMillimetre", "joulesPerToken", "source"], Tables.Of(
            "", ["", "", "", ""], answer.Wires.Select(wire => (IEnumerable<TableCell>)
                [wire.Wire.Name, Tables.Number(wire.Wire.Picojoules), Tables.Number(wire.Energy.Total.Value), wire.Wire.Source.Where])));
        writer.WriteStartArray("curve");
        foreach ((double batch, TokenEnergy at) in answer.Curve)
        {
            writer.WriteStartObject();
            writer.WriteNumber("batch", batch);
            writer.WriteNumber("joulesPerToken", at.Total.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("ceilings");
        foreach (EnergyCeiling ceiling in answer.Ceilings)
        {
            writer.WriteStartObject();
            writer.WriteString("arithmetic", ceiling.Arithmetic.ToString().ToLowerInvariant());
            writer.WriteNumber("joulesPerFlop", ceiling.Ceiling.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Word(EnergyCause cause) => Words.Single(word => word.Cause == cause).Word;

    private static string Share(double share) => share.ToString("0.# %", CultureInfo.InvariantCulture);

    private static string Watt(Watts power) => power.Value.ToString("N0", CultureInfo.InvariantCulture) + " W";

    private static string Dollar(double usd) => usd.ToString("0.####", CultureInfo.InvariantCulture) + " $";

    private static string Big(double count) => count >= 1e6
        ? (count / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + " M"
        : count.ToString("N0", CultureInfo.InvariantCulture);
}
