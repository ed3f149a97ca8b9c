using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Ciphers;

namespace Chalkline.Cli.Output;

/// <summary>What <c>chalk cipher invert</c> found.</summary>
internal sealed record InvertAnswer(int Width, double Gain, int Seed, ImmutableArray<(string Name, Drift[] Drifts)> Runs);

/// <summary>Pages of <c>chalk cipher</c>.</summary>
internal static class CipherReports
{
    private const string Footer = "Computed here from the seed; nothing is stored. docs/cipher.md.";

    public static Answer Invert(InvertAnswer answer)
    {
        Drift[] first = answer.Runs[0].Drifts;
        TableSpec table = Tables.Of(
            "Root mean square of what differs after running there and back, over the input's.",
            ["Network", .. first.Select(drift => $"{drift.Blocks}")],
            answer.Runs.Select(run => new TableCell[] { run.Name }
                .Concat(run.Drifts.Select(drift => drift.Exact ? new TableCell("exact", 0) : Short(drift.Relative)))));
        (string name, Drift[] drifts) = answer.Runs.First(run => run.Name.EndsWith("bf16", StringComparison.Ordinal));
        return Page(
            "cipher invert", "The same coupling, there and back",
            $"A cipher and a net in fixed point come back **bit by bit** at any depth; in floating point y + f - f is not y: {name} is off by {drifts[^1].Relative.ToString("0.0 %", CultureInfo.InvariantCulture)} "
                + $"after {drifts[^1].Blocks} blocks.",
            [
                new("Drift by depth", [new TableBlock(table), new ChartBlock(new()
                {
                    Title = "Drift of a reversible net by depth and format",
                    Subtitle = FormattableString.Invariant($"halves of {answer.Width} numbers, blocks of gain {answer.Gain:0.##}, seed {answer.Seed}"),
                    X = Axis.Log("Blocks", logBase: 2),
                    Y = Axis.Log("Relative drift"),
                    Series = [.. answer.Runs.Where(run => run.Drifts.All(drift => drift.Relative > 0)).Select(run => new LineSeries(
                        run.Name, [.. run.Drifts.Select(drift => new ChartPoint(drift.Blocks, drift.Relative))]))],
                    Legend = LegendPlace.Above,
                    Footnote = "Networks that come back exactly have no line.",
                })]),
            ],
            table, ["network", .. first.Select(drift => $"depth{drift.Blocks}")]);
    }

    public static Answer Avalanche(Avalanche[] aes, Avalanche[] feistel, NetDiffusion[] net, int blocks, int seed)
    {
        TableSpec table = Tables.Of(
            "Share of output bits that flip with one input bit, and of pairs of input and output that depend.",
            ["Rounds", "AES flips", "AES depends", "Feistel flips", "Feistel depends", "Net stretches", "Net depends"],
            aes.Select((one, place) => (IEnumerable<TableCell>)
            [
                Tables.Count(one.Rounds), Tables.Percent(one.Flipped), Tables.Percent(one.Dependent), Tables.Percent(feistel[place].Flipped),
                Tables.Percent(feistel[place].Dependent), Tables.Number(Math.Round(net[place].Stretch, 3)), Tables.Percent(net[place].Dependent),
            ]));
        int full = aes.First(one => one.Flipped > 0.49).Rounds;
        return Page(
            "cipher avalanche", "Avalanche and diffusion",
            $"AES flips half of its output bits from **{full} rounds** on ({aes[full].Flipped.ToString("0.0 %", CultureInfo.InvariantCulture)}) and every output bit has then depended on every input bit in {aes[full].Dependent.ToString("0.0 %", CultureInfo.InvariantCulture)} of the pairs. "
                + $"A net of the same coupling lets every output depend on every input after {net.First(one => one.Dependent >= 1).Blocks} blocks too, and still stretches a small step only {net[^1].Stretch.ToString("0.##", CultureInfo.InvariantCulture)} times in {net[^1].Blocks}: one is built to scatter differences, the other to pass them on.",
            [
                new("By round", [new TableBlock(table), new ChartBlock(new()
                {
                    Title = "Output bits that flip with one input bit",
                    Subtitle = FormattableString.Invariant($"{blocks} random blocks of 128 bits, seed {seed}; one half is chance"),
                    X = Axis.Linear("Rounds"),
                    Y = Axis.Linear("Flipped") with { Style = NumberStyle.Percent, Minimum = 0 },
                    Series =
                    [
                        new LineSeries("AES-128", [.. aes.Select(one => new ChartPoint(one.Rounds, one.Flipped))]) { Markers = true },
                        new LineSeries("Feistel", [.. feistel.Select(one => new ChartPoint(one.Rounds, one.Flipped))]) { Markers = true },
                    ],
                    Lines = [ReferenceLine.AtY(0.5, "chance")],
                    Legend = LegendPlace.Above,
                }), new ChartBlock(new()
                {
                    Title = "Pairs of input and output that depend",
                    X = Axis.Linear("Rounds"),
                    Y = Axis.Linear("Of all pairs") with { Style = NumberStyle.Percent, Minimum = 0, Maximum = 1 },
                    Series =
                    [
                        new LineSeries("AES-128", [.. aes.Select(one => new ChartPoint(one.Rounds, one.Dependent))]) { Markers = true },
                        new LineSeries("Feistel", [.. feistel.Select(one => new ChartPoint(one.Rounds, one.Dependent))]) { Markers = true },
                        new LineSeries("net", [.. net.Select(one => new ChartPoint(one.Blocks, one.Dependent))]) { Markers = true },
                    ],
                    Legend = LegendPlace.Above,
                })]),
            ],
            table, ["rounds", "aesFlipped", "aesDependent", "feistelFlipped", "feistelDependent", "netStretch", "netDependent"]);
    }

    public static Answer Differential((int Rounds, double Likeliest)[] cipher, NetSpectrum[] net, int width, double gain, int seed)
    {
        TableSpec likeliest = Tables.Of(
            "Probability of the likeliest output difference, over differences of one bit; exact over all 65,536 inputs of a toy Feistel cipher.",
            ["Rounds", "Likeliest difference", "log2"],
            cipher.Select(one => (IEnumerable<TableCell>)
                [Tables.Count(one.Rounds), Short(one.Likeliest), Tables.Number(Math.Round(Math.Log2(one.Likeliest), 2))]));
        TableSpec spectrum = Tables.Of(
            "Singular values of the Jacobian of a reversible net; coupling preserves volume, so that the logarithms add up to 0.",
            ["Blocks", "Largest", "Median", "Smallest", "Sum of logs"],
            net.Select(one => (IEnumerable<TableCell>)
                [Tables.Count(one.Blocks), Short(one.Largest), Short(one.Median), Short(one.Smallest), new TableCell(one.LogDeterminant.ToString("0.0e+0", CultureInfo.InvariantCulture), one.LogDeterminant)]));
        Answer page = Page(
            "cipher differential", "Differences: what attackers follow and what optimisers follow",
            $"The likeliest difference of the toy cipher falls from certainty to **{cipher[^1].Likeliest.ToString("0.####", CultureInfo.InvariantCulture)}** in {cipher[^1].Rounds} rounds (a random permutation of 16 bits has about 2^-13); AES's substitution alone allows {Chalkline.Ciphers.Differential.OfSubstitution() * 256:0}/256. "
                + $"The net's Jacobian stretches a difference at most {net[^1].Largest.ToString("G3", CultureInfo.InvariantCulture)} times in {net[^1].Blocks} blocks and its median stays at {net[^1].Median.ToString("0.##", CultureInfo.InvariantCulture)}: gradients survive because differences are not scattered.",
            [
                new("A cipher's differences by round", [new TableBlock(likeliest), new ChartBlock(new()
                {
                    Title = "Likeliest output difference by round",
                    Subtitle = "toy Feistel cipher of 16 bits with AES's substitution, every input tried",
                    X = Axis.Linear("Rounds"),
                    Y = Axis.Log("Probability", logBase: 2),
                    Series = [new LineSeries("likeliest", [.. cipher.Select(one => new ChartPoint(one.Rounds, one.Likeliest))]) { Markers = true }],
                    Lines = [ReferenceLine.AtY(4 / 256.0, "one substitution, 4/256")],
                    Legend = LegendPlace.None,
                })]),
                new("A net's Jacobian by depth", [new TableBlock(spectrum), new ChartBlock(new()
                {
                    Title = "Singular values of the Jacobian by depth",
                    Subtitle = FormattableString.Invariant($"halves of {width} numbers, blocks of gain {gain:0.##}, seed {seed}"),
                    X = Axis.Log("Blocks", logBase: 2),
                    Y = Axis.Log("Singular value"),
                    Series =
                    [
                        new LineSeries("largest", [.. net.Select(one => new ChartPoint(one.Blocks, one.Largest))]),
                        new LineSeries("median", [.. net.Select(one => new ChartPoint(one.Blocks, one.Median))]),
                        new LineSeries("smallest", [.. net.Select(one => new ChartPoint(one.Blocks, one.Smallest))]),
                    ],
                    Legend = LegendPlace.Above,
                })]),
            ],
            likeliest, ["rounds", "likeliest", "log2"]);
        Action<System.Text.Json.Utf8JsonWriter> rows = page.Json;
        return page with
        {
            Json = writer =>
            {
                rows(writer);
                CatalogReports.WriteRows(writer, "spectrum", ["blocks", "largest", "median", "smallest", "sumOfLogs"], spectrum);
            },
        };
    }

    public static Answer Mixing(ImmutableArray<(MixingSchedule Schedule, ImmutableArray<double> Shares)> all, int side, int window)
    {
        TableSpec table = Tables.Of(
            $"A grid of {side} x {side}; attention reads a column (tokens), an MLP a row (channels).",
            ["Schedule", "Layers a round", "Rounds until all depends on all", "After 1", "After 2", "In the end"],
            all.Select(one => (IEnumerable<TableCell>)
            [
                one.Schedule.Name, Tables.Count(one.Schedule.Layers.Length),
                MixingSchedule.Full(one.Shares) is { } rounds ? Tables.Count(rounds) : new TableCell("never"),
                At(one.Shares, 1), At(one.Shares, 2), Tables.Percent(one.Shares[^1]),
            ]));
        (MixingSchedule aes, ImmutableArray<double> own) = all[0];
        return Page(
            "cipher mixing", "Schedules of mixing",
            $"**{aes.Name}** takes {Rounds(own)} rounds of {aes.Layers.Length} cheap layers, attention and MLP {Rounds(all[1].Shares)} round of two dear ones: both alternate two directions of a grid. Either direction alone never mixes all; a causal mask never does for past outputs.",
            [
                new("By schedule", [new TableBlock(table), new ChartBlock(new()
                {
                    Title = "Pairs of input and output that depend, by round",
                    Subtitle = $"grid of {side} x {side}, local attention of {window} each way",
                    X = Axis.Linear("Rounds") with { Minimum = 0 },
                    Y = Axis.Linear("Of all pairs") with { Style = NumberStyle.Percent, Minimum = 0, Maximum = 1 },
                    Series = [.. all.Select(one => new LineSeries(one.Schedule.Name, [.. one.Shares.Select((share, round) => new ChartPoint(round, share))]))],
                    Legend = LegendPlace.Above,
                })]),
            ],
            table, ["schedule", "layers", "rounds", "afterOne", "afterTwo", "end"]);
    }

    private static string Rounds(ImmutableArray<double> shares) => MixingSchedule.Full(shares)?.ToString(CultureInfo.InvariantCulture) ?? "no number of";

    private static TableCell At(ImmutableArray<double> shares, int round) => Tables.Percent(shares[Math.Min(round, shares.Length - 1)]);

    private static TableCell Short(double value) => new(value.ToString(value is >= 0.001 and < 1000 ? "G3" : "0.0e+0", CultureInfo.InvariantCulture), value);

    private static Answer Page(
        string command, string title, string lead, ImmutableArray<ReportSection> sections, TableSpec table, IReadOnlyList<string> fields) => new()
        {
            Command = command,
            Data = table,
            Report = new() { Title = title, Lead = lead, Sections = sections, Footer = Footer },
            Json = writer => CatalogReports.WriteRows(writer, "rows", fields, table),
        };
}
