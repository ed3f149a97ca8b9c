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

    public static Answer Of(PlanVariant variant, Derivation? work)
    {
        (ModelInputs inputs, Plan plan) = (variant.Inputs, variant.Plan);
        List<ReportSection> sections = [];
        if (variant.Chosen.Count > 0)
        {
            sections.Add(new("Best points within the service levels", [new TableBlock(Best(plan, variant.Chosen))]));
            sections.AddRange(PlanDeployments.Sections(variant));
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
                Lead = Lead(variant),
                Sections = [.. sections],
                Footer = Footer(inputs, plan),
            },
            Json = writer => PlanJson.Write(writer, variant),
        };
    }

    /// <summary>The prepared model behind a point.</summary>
    public static ServingModel Rebuilt(Plan plan, ServingPoint point) => new(
        PassModel.Prepare(
            plan.Request.Model, plan.Request.System, point.Decode, plan.Request.Precision, plan.Request.Efficiency, plan.Request.Calibration),
        plan.Request.Workload,
        plan.Request.Fidelity);

    private static string Lead(PlanVariant variant)
    {
        Plan plan = variant.Plan;
        string question = Question(variant);
        return variant.Chosen.Count == 0
            ? $"{question}\n\n**No answer.** {plan.Obstacle}"
            : $"{question}\n\n" + string.Join('\n', variant.Chosen.Select(choice => Sentence(variant, choice)));
    }

    /// <summary>What was asked, in a line.</summary>
    public static string Question(PlanVariant variant)
    {
        PlanRequest request = variant.Plan.Request;
        Workload workload = request.Workload;
        string devices = request.Prefill is { } pool
            ? $"{request.DevicesPaid} devices that decode and {pool.Devices} of {pool.System.Id} that prefill"
            : $"{request.DevicesPaid} devices";
        return $"{workload.Input} in, {workload.Output} out, {variant.Inputs.Formats}, "
            + (request.Load is null ? "" : "as few as will do of ") + devices
            + (request.Load is { Value: > 0 } load ? $", a load of {load}" : "")
            + (workload.TimePerOutputToken is { } tpot ? $", TPOT at most {tpot}" : "")
            + (workload.TimeToFirstToken is { } ttft ? $", TTFT at most {ttft}" : "")
            + (request.EndToEnd is { } whole ? $", all within {whole}" : "")
            + (request.CostLimit is { } cost ? $", at most {cost} of output" : "")
            + (request.Budget is { } budget ? $", at most {budget}" : "")
            + (request.Power is { } power ? $", at most {power}" : "") + ".";
    }

    private static string Sentence(PlanVariant variant, PlanChoice choice)
    {
        ServingPoint point = choice.Point;
        string cost = point.OutputCost is { } each ? $" at {each} of output and {point.InputCost} of input" : "";
        string throughput = point.PerDevice.ToString("tok/s/device:0", null);
        string speed = point.Speed.ToString("tok/s/user:1", null);
        return $"{choice.Name}: **{Layout(point)}**, " + choice.Objective switch
        {
            PlanObjective.Fastest => $"{speed} (TPOT {point.TimePerOutputToken}, floor {point.Floor}).",
            PlanObjective.TokensPerMegawatt => $"{PerMegawatt(variant.Plan, point)} for {speed}.",
            PlanObjective.LeastDevices => $"{point.DevicesPaid} devices carry {point.Throughput.ToString("tok/s:0", null)} at {speed}{cost}.",
            _ => $"{throughput} for {speed}{cost}; held up by {Names.Of(point.Bound)}.",
        };
    }

    /// <summary>Output tokens a second for each megawatt paid, in words.</summary>
    public static string PerMegawatt(Plan plan, ServingPoint point) => DevicePower.Of(plan.Request, point) is { } watts
        ? (point.Throughput.Value / watts.Value * 1e6).ToString("N0", CultureInfo.InvariantCulture) + " tok/s/MW"
        : "-";

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
        return fidelity + "TTFT excludes waiting for a seat. " + Searched(found)
            + (inputs.Price is { } price ? $"Price {price} ({inputs.PriceSource})." : "No price known: give --price for costs.");
    }

    /// <summary>What a search looked at, and what it cut and why.</summary>
    public static string Searched(SearchStatistics found) => string.Create(
        CultureInfo.InvariantCulture,
        $"{found.Layouts} layouts, {found.DoNotFit} do not fit; of {found.Points:N0} points {found.BeatenAtFloor:N0} could not reach ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"the front even at their least time, {found.MissedAtFloor:N0} missed a limit at it, {found.Evaluated:N0} were timed, ")
        + string.Create(CultureInfo.InvariantCulture, $"{found.OutsideServiceLevels:N0} of these outside the service levels. ");

    /// <summary>Both layouts in words.</summary>
    public static string Layout(ServingPoint point) => point.Prefill is { } prefill
        ? $"{prefill} prefill + {point.Decode} decode"
        : point.Decode.ToString();

    private static TableSpec Best(Plan plan, IReadOnlyList<PlanChoice> chosen) => Tables.Of(
        "",
        ["", .. chosen.Select(choice => choice.Name)],
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
            ("Throughput a megawatt", point => PerMegawatt(plan, point)),
            ("Cost of input", point => point.InputCost?.ToString() ?? "-"),
            ("Cost of output", point => point.OutputCost?.ToString() ?? "-"),
            ("Cost of all over output tokens", point => point.CostPerOutput?.ToString() ?? "-"),
            ("Decode held up by", point => Names.Of(point.Bound)),
        }.Where(row => plan.Request.Fidelity == Fidelity.Calibrated || !row.Name.EndsWith("80 %", StringComparison.Ordinal))
            .Where(row => row.Name != "Throughput a megawatt" || chosen.Any(choice => choice.Objective == PlanObjective.TokensPerMegawatt))
            .Select(row => (IEnumerable<TableCell>)[row.Name, .. chosen.Select(choice => row.Cell(choice.Point))]));

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
