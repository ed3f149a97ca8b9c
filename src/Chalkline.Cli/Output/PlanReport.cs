using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Engines;
using Chalkline.Cli.Commands;
using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk plan</c>.</summary>
internal static class PlanReport
{
    /// <summary>Rows of the front that a table shows; JSON and CSV have them all.</summary>
    private const int ShownPoints = 14;

    public static Answer Of(ModelInputs inputs, Plan plan, Derivation? work)
    {
        List<ReportSection> sections = [];
        if (plan is { Cheapest: { } cheapest, Fastest: { } fastest })
        {
            sections.Add(new("Best points within the service levels", [new TableBlock(Best(plan, cheapest, fastest))]));
        }

        if (plan.Front.Count > 0)
        {
            sections.Add(new("Pareto front: speed against throughput", [new ChartBlock(PlanCharts.Front(plan)), new TableBlock(Front(Thinned(plan.Front)))]));
        }

        if (plan.Cheapest is { } best)
        {
            ServingModel model = Rebuilt(plan, best);
            sections.Add(new(
                "Memory of one device at the cheapest point",
                [new ChartBlock(PlanCharts.Footprint(plan, best, model)), new TableBlock(Footprint(plan, best, model))]));
            IReadOnlyList<Elasticity> elasticities = Elasticity.Of(plan.Request, best);
            sections.Add(new("What would help most", [new TableBlock(Help(elasticities)), new TextBlock(HelpText(elasticities))]));
        }

        return new()
        {
            Command = "plan",
            Work = work,
            Data = Front(plan.Front),
            Unanswered = plan.Obstacle,
            Report = new()
            {
                Title = $"Serving {inputs.Subject}",
                Lead = Lead(inputs, plan),
                Sections = [.. sections],
                Footer = Footer(inputs, plan),
            },
            Json = writer => PlanJson.Write(writer, inputs, plan),
        };
    }

    /// <summary>The prepared model behind a point.</summary>
    public static ServingModel Rebuilt(Plan plan, ServingPoint point) => new(
        PassModel.Prepare(
            plan.Request.Model, plan.Request.System, point.Decode, plan.Request.Precision, plan.Request.Efficiency, plan.Request.Calibration),
        plan.Request.Workload,
        plan.Request.Fidelity);

    private static string Lead(ModelInputs inputs, Plan plan)
    {
        Workload workload = plan.Request.Workload;
        string question = $"{workload.Input} in, {workload.Output} out, {inputs.Formats}, {plan.Request.DevicesPaid} devices"
            + (workload.TimePerOutputToken is { } tpot ? $", TPOT at most {tpot}" : "")
            + (workload.TimeToFirstToken is { } ttft ? $", TTFT at most {ttft}" : "") + ".";
        if (plan is not { Cheapest: { } cheapest, Fastest: { } fastest })
        {
            return $"{question}\n\n**No answer.** {plan.Obstacle}";
        }

        string cost = cheapest.OutputCost is { } each
            ? $" at {each} of output and {cheapest.InputCost} of input"
            : "";
        return $"{question}\n\nCheapest: **{Layout(cheapest)}**, {cheapest.PerDevice.ToString("tok/s/device:0", null)} for "
            + $"{cheapest.Speed.ToString("tok/s/user:1", null)}{cost}; held up by {Names.Of(cheapest.Bound)}.\n"
            + $"Fastest: **{Layout(fastest)}**, {fastest.Speed.ToString("tok/s/user:1", null)} (TPOT {fastest.TimePerOutputToken}, "
            + $"floor {fastest.Floor}).";
    }

    private static string Footer(ModelInputs inputs, Plan plan)
    {
        SearchStatistics found = plan.Statistics;
        string fidelity = plan.Request.Fidelity switch
        {
            Fidelity.Chalk => "Fidelity chalk: ideal rates, no network, no overheads. ",
            Fidelity.Calibrated => "Fidelity calibrated: kernels by the equations fitted to measured ones, no overlap; intervals of "
                + "servers below saturation (docs/accuracy.md). ",
            _ => "Fidelity operator: 75 % of peak, of bandwidth and of links, 3 us a kernel, no overlap. ",
        };
        string searched = string.Create(
            CultureInfo.InvariantCulture,
            $"{found.Layouts} layouts, {found.DoNotFit} do not fit, {found.Evaluated} points timed, {found.OutsideServiceLevels} outside the service levels. ");
        return fidelity + "TTFT excludes waiting for a seat. " + searched
            + (inputs.Price is { } price ? $"Price {price} ({inputs.PriceSource})." : "No price known: give --price for costs.");
    }

    private static string Layout(ServingPoint point) => point.Prefill is { } prefill
        ? $"{prefill} prefill + {point.Decode} decode"
        : point.Decode.ToString();

    private static TableSpec Best(Plan plan, ServingPoint cheapest, ServingPoint fastest) => Tables.Of(
        "",
        ["", "Cheapest", "Fastest"],
        new (string Name, Func<ServingPoint, TableCell> Cell)[]
        {
            ("Mode", point => Names.Of(point.Mode)),
            ("Decode layout", point => point.Decode.ToString()),
            ("Prefill layout", point => point.Prefill?.ToString() ?? "the same devices"),
            ("Devices used / paid", point => $"{point.DevicesUsed} / {point.DevicesPaid}"),
            ("Sequences running", point => point.Batch.ToString("N0", CultureInfo.InvariantCulture)),
            ("TTFT, no queue", point => point.TimeToFirstToken.ToString()),
            ("TTFT, 80 %", point => Span(plan, point, ServedMetric.TimeToFirstToken)),
            ("TPOT", point => point.TimePerOutputToken.ToString()),
            ("TPOT, 80 %", point => Span(plan, point, ServedMetric.TimePerOutputToken)),
            ("Proved floor of the decode step", point => point.Floor.ToString()),
            ("Speed", point => point.Speed.ToString("tok/s/user:1", null)),
            ("Throughput", point => point.Throughput.ToString("tok/s:0", null)),
            ("Throughput, 80 %", point => Span(plan, point, ServedMetric.Throughput)),
            ("Throughput a device", point => point.PerDevice.ToString("tok/s/device:1", null)),
            ("Cost of input", point => point.InputCost?.ToString() ?? "-"),
            ("Cost of output", point => point.OutputCost?.ToString() ?? "-"),
            ("Cost of all over output tokens", point => point.CostPerOutput?.ToString() ?? "-"),
            ("Decode held up by", point => Names.Of(point.Bound)),
        }.Where(row => plan.Request.Fidelity == Fidelity.Calibrated || !row.Name.EndsWith("80 %", StringComparison.Ordinal))
            .Select(row => (IEnumerable<TableCell>)[row.Name, row.Cell(cheapest), row.Cell(fastest)]));

    private static TableCell Span(Plan plan, ServingPoint point, ServedMetric metric)
    {
        double value = metric switch
        {
            ServedMetric.TimeToFirstToken => point.TimeToFirstToken.Value,
            ServedMetric.TimePerOutputToken => point.TimePerOutputToken.Value,
            _ => point.Throughput.Value,
        };
        return PlanIntervals.Of(plan.Request, point)?.Of(metric, value) is { } span
            ? $"{Text(span.Low)} to {Text(span.High)}" : "-";

        string Text(double end) => metric == ServedMetric.Throughput
            ? new TokensPerSecond(end).ToString("tok/s:0", null) : new Seconds(end).ToString();
    }

    private static TableSpec Front(IEnumerable<ServingPoint> points) => Tables.Of(
        "",
        ["tok/s/user", "tok/s/device", "TPOT ms", "TTFT ms", "$/Mtok in", "$/Mtok out", "Running", "Bound", "Layout"],
        points.Select(point => (IEnumerable<TableCell>)
        [
            Tables.Cell(point.Speed, "tok/s/user", 1),
            Tables.Cell(point.PerDevice, "tok/s/device", 1),
            Tables.Cell(point.TimePerOutputToken, "ms", 2),
            Tables.Cell(point.TimeToFirstToken, "ms", 0),
            Tables.Cell(point.InputCost, "$/Mtok", 3),
            Tables.Cell(point.OutputCost, "$/Mtok", 3),
            Tables.Count(point.Batch),
            Names.Of(point.Bound),
            point.Prefill is { } prefill ? $"{point.Decode} | prefill {prefill}" : point.Decode.ToString(),
        ]));

    /// <summary>Points of the front spread evenly in logarithmic speed, both ends kept.</summary>
    private static IEnumerable<ServingPoint> Thinned(IReadOnlyList<ServingPoint> front)
    {
        if (front.Count <= ShownPoints)
        {
            return front;
        }

        double high = Math.Log(front[0].Speed.Value);
        double low = Math.Log(front[^1].Speed.Value);
        return Enumerable.Range(0, ShownPoints)
            .Select(place => high + ((low - high) * place / (ShownPoints - 1)))
            .Select(wanted => front.MinBy(point => Math.Abs(Math.Log(point.Speed.Value) - wanted))!)
            .Distinct();
    }

    private static TableSpec Footprint(Plan plan, ServingPoint point, ServingModel model) => Tables.Of(
        "",
        ["Kind", "Bytes", "Share"],
        PlanCharts.Parts(plan, point, model).Select(part => (IEnumerable<TableCell>)
        [
            part.Name, Tables.Cell(part.Size), Tables.Percent(part.Size / model.Footprint.Capacity),
        ]));

    private static TableSpec Help(IReadOnlyList<Elasticity> elasticities) => Tables.Of(
        "Elasticity of the cost of a token: relative change of cost over relative change of the figure, layout held",
        ["Figure", "Now", "Elasticity", "10 % more changes cost by"],
        elasticities.Select(elasticity => (IEnumerable<TableCell>)
        [
            elasticity.Figure,
            elasticity.Value,
            new(elasticity.CostElasticity.ToString("0.000", CultureInfo.InvariantCulture), elasticity.CostElasticity),
            Tables.Percent(Math.Pow(1.1, elasticity.CostElasticity) - 1),
        ]));

    private static string HelpText(IReadOnlyList<Elasticity> elasticities)
        => elasticities[0].CostElasticity == 0
            ? "No single figure moves the cost at this point."
            : $"Most of all, {elasticities[0].Figure} ({elasticities[0].Value}).";
}
