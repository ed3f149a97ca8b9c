using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Deduction;
using Chalkline.Deduction.Points;
using Chalkline.Economics.PriceSheets;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk deduce --all</c>: a whole catalogue.</summary>
internal static class DeduceAllReport
{
    private static readonly string[] Deduced = ["active", "total", "kv", "markup"];

    public static Answer Of(PriceSheetList list, IReadOnlyList<SweptSheet> swept)
    {
        TableSpec table = Table(swept);
        SweptSheet[] known = [.. swept.Where(sheet => sheet.Truth is not null && sheet.Active is not null)];
        return new()
        {
            Command = "deduce",
            Data = Data(swept),
            Report = new()
            {
                Title = $"What the prices of {Path.GetFileName(list.File)} give away",
                Lead = Lead(list, swept, known),
                Sections =
                [
                    new("Sizes against prices", [new ChartBlock(Prices(swept)), .. known.Length > 1 ? [new ChartBlock(Known(known))] : Array.Empty<ReportBlock>()]),
                    new("All sheets", [new TableBlock(table)]),
                    new("Left out or put right", [new TextBlock(Findings(list))]),
                ],
                Footer = "A model whose size is public is deduced with its whole architecture left out of prior and "
                    + "markups. docs/deduce.md.",
            },
            Json = writer => Write(writer, list, swept),
        };
    }

    private static string Lead(PriceSheetList list, IReadOnlyList<SweptSheet> swept, SweptSheet[] known)
    {
        int deduced = swept.Count(sheet => sheet.Active is not null);
        int walls = swept.Count(sheet => sheet.Active is { AtWall: true });
        int inside = known.Count(sheet => sheet.Active!.Eighty.Contains(sheet.Truth!.Active.Value));
        string lead = string.Create(
            CultureInfo.InvariantCulture,
            $"{deduced:N0} of {list.Entries.Length + list.Findings.Count(finding => finding.LeftOut):N0} entries "
                + $"could be deduced from; "
            + $"prices {UnitWords(list)}. ");
        return known.Length == 0 ? lead : lead + string.Create(
            CultureInfo.InvariantCulture,
            $"{known.Length:N0} sell models whose size is public: active parameters lie inside the 80 % interval "
                + $"for {(double)inside / known.Length:0%}. "
            + $"{walls:N0} posteriors meet the wall of their prior.");
    }

    private static string UnitWords(PriceSheetList list) => $"are {list.Unit switch
    {
        PriceUnit.Token => "per token",
        PriceUnit.Thousand => "per thousand tokens",
        _ => "per million tokens",
    }}, {list.UnitKnownBy}";

    private static TableSpec Table(IReadOnlyList<SweptSheet> swept) => Tables.Of(
        "",
        ["Sheet", "In", "Out", "Active", "80 %", "Total", "KV/token", "Bits", "Public"],
        swept.Where(sheet => sheet.Active is not null).Select(sheet => (IEnumerable<TableCell>)
        [
            sheet.Entry.Sheet.Name,
            Dollars(sheet.Entry.Sheet.Input.Value),
            Dollars(sheet.Entry.Sheet.Output.Value),
            DeducedNames.Cell(DeducedQuantity.ActiveParameters, sheet.Active!.Median),
            DeducedNames.Text(DeducedQuantity.ActiveParameters, sheet.Active.Eighty)
                + (sheet.Active.AtWall ? " (wall)" : ""),
            DeducedNames.Cell(DeducedQuantity.TotalParameters, sheet.Total!.Median),
            DeducedNames.Cell(DeducedQuantity.KvBytesPerToken, sheet.KeyValue!.Median),
            new(sheet.Active.Bits.ToString("0.0", CultureInfo.InvariantCulture), sheet.Active.Bits),
            sheet.Truth is { } truth ? DeducedNames.Cell(DeducedQuantity.ActiveParameters, truth.Active.Value) : "-",
        ]));

    /// <summary>Every number of every sheet, also of those that nothing could be deduced from.</summary>
    private static TableSpec Data(IReadOnlyList<SweptSheet> swept) => Tables.Of(
        "",
        [
            "provider", "model", "input $/Mtok", "output $/Mtok",
            .. Deduced.SelectMany(
                word => new[] { word, $"{word} low 80", $"{word} high 80", $"{word} bits" }),
            "public model", "public active", "remark",
        ],
        swept.Select(sheet => (IEnumerable<TableCell>)
        [
            sheet.Entry.Sheet.Provider,
            sheet.Entry.Sheet.Model,
            Dollars(sheet.Entry.Sheet.Input.Value),
            Dollars(sheet.Entry.Sheet.Output.Value),
            .. new[] { sheet.Active, sheet.Total, sheet.KeyValue, sheet.PriceOverCost }.SelectMany(Cells),
            sheet.Truth?.Model ?? "",
            sheet.Truth is { } truth ? Tables.Number(truth.Active.Value) : "-",
            sheet.Remark,
        ]));

    private static IEnumerable<TableCell> Cells(SweptMarginal? marginal) => marginal is null
        ? ["-", "-", "-", "-"]
        : [.. new[] { marginal.Median, marginal.Eighty.Low, marginal.Eighty.High, marginal.Bits }.Select(
            Tables.Number)];

    private static TableCell Dollars(double price) => Tables.Number(Math.Round(price * 1e6, 6));

    private static ChartSpec Prices(IReadOnlyList<SweptSheet> swept)
    {
        SweptSheet[] all = [.. swept.Where(sheet => sheet.Active is not null)];
        ImmutableArray<ChartPoint> Of(bool known) =>
        [
            .. all.Where(sheet => sheet.Truth is not null == known).Select(sheet => new ChartPoint(
                sheet.Entry.Sheet.Input.Value * 1e6, sheet.Active!.Median, "", sheet.Entry.Sheet.Name)),
        ];
        return new()
        {
            Title = "Active parameters against the price of a token read",
            Subtitle = "Medians of the posteriors",
            X = Axis.Log("Input price", "$/Mtok"),
            Y = Axis.Log("Active parameters"),
            Legend = LegendPlace.Above,
            Series = [new PointSeries("size not public", Of(known: false)) { Faint = true }, new PointSeries("size public", Of(known: true)) { Faint = true }],
        };
    }

    private static ChartSpec Known(SweptSheet[] known)
    {
        double least = known.Min(sheet => Math.Min(sheet.Truth!.Active.Value, sheet.Active!.Median));
        double most = known.Max(sheet => Math.Max(sheet.Truth!.Active.Value, sheet.Active!.Median));
        return new()
        {
            Title = "Deduced against public active parameters",
            Subtitle = "Each with its whole architecture left out of what is known",
            X = Axis.Log("Public"),
            Y = Axis.Log("Deduced"),
            Legend = LegendPlace.Above,
            Series =
            [
                new PointSeries("sheets", [.. known.Select(sheet => new ChartPoint(
                    sheet.Truth!.Active.Value, sheet.Active!.Median, "", sheet.Entry.Sheet.Name))]) { Faint = true },
                new LineSeries("equal", [new(least, least), new(most, most)]) { Dashed = true },
            ],
        };
    }

    private static string Findings(PriceSheetList list) => list.Findings.IsEmpty
        ? "Nothing."
        : string.Join('\n', list.Findings.Select(finding => $"- {finding.Sentence}"));

    private static void Write(Utf8JsonWriter writer, PriceSheetList list, IReadOnlyList<SweptSheet> swept)
    {
        writer.WriteString("file", Path.GetFileName(list.File));
        writer.WriteString("form", list.Form);
        writer.WriteString("unitKnownBy", list.UnitKnownBy);
        DeduceJson.Findings(writer, list.Findings);
        writer.WriteStartArray("sheets");
        foreach (SweptSheet sheet in swept)
        {
            writer.WriteStartObject();
            writer.WriteString("provider", sheet.Entry.Sheet.Provider);
            writer.WriteString("model", sheet.Entry.Sheet.Model);
            Marginal(writer, "activeParameters", sheet.Active);
            Marginal(writer, "totalParameters", sheet.Total);
            Marginal(writer, "kvBytesPerToken", sheet.KeyValue);
            Marginal(writer, "priceOverCost", sheet.PriceOverCost);
            if (sheet.Truth is { } truth)
            {
                writer.WriteString("publicModel", truth.Model);
                writer.WriteNumber("publicActiveParameters", truth.Active.Value);
            }

            writer.WriteString("remark", sheet.Remark);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Marginal(Utf8JsonWriter writer, string name, SweptMarginal? marginal)
    {
        if (marginal is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumber("median", marginal.Median);
        writer.WriteNumber("low80", marginal.Eighty.Low);
        writer.WriteNumber("high80", marginal.Eighty.High);
        writer.WriteNumber("bits", marginal.Bits);
        writer.WriteBoolean("atWall", marginal.AtWall);
        writer.WriteEndObject();
    }
}
