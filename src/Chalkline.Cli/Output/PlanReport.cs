using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Engines;
using Chalkline.Layouts;
using Chalkline.Models;
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

    private const string Copies = "Second copies of experts";

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
            sections.Add(new(
                best.FeedForward is null
                    ? "Memory of one device at the cheapest point"
                    : "Memory of one attention device at the cheapest point",
                [new ChartBlock(PlanCharts.Footprint(plan, best)), new TableBlock(Footprint(plan, best))]));
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
    public static ServingModel Rebuilt(Plan plan, ServingPoint point)
    {
        PlanRequest request = plan.Request;
        Model model = point.RedundantExperts == 0
            ? request.Model
            : RedundantExperts.Add(request.Model, point.RedundantExperts);
        return new(
            PassModel.Prepare(
                model, request.System, point.Decode, request.Precision, request.Efficiency, request.Calibration),
            request.Workload,
            request.Fidelity);
    }

    private static string Lead(PlanVariant variant)
    {
        Plan plan = variant.Plan;
        string question = Question(variant)
            + ContextRemark.Of(plan.Request.Model, plan.Request.Workload.FinalContext);
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
        return fidelity + "TTFT excludes waiting for a seat. " + Searched(found) + SearchedSplits(plan)
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

    /// <summary>What became of attention and feed-forward layers on different devices; empty when not asked for.</summary>
    public static string SearchedSplits(Plan plan)
    {
        SearchStatistics found = plan.Statistics;
        return !plan.Request.Modes.Contains(ServingMode.AttentionFeedForward) ? ""
            : plan.Request.Fidelity == Fidelity.Chalk ? "Fidelity chalk knows no operators to part: no attention/FFN unit was tried. "
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Of these, {found.SplitsEvaluated + found.SplitsCut:N0} points of {found.Splits:N0} attention/FFN units ({found.SplitsDoNotFit:N0} do not fit): ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{found.SplitsCut:N0} cut, {found.SplitsEvaluated:N0} timed, {plan.Front.Count(point => point.FeedForward is not null)} on the front. ");
    }

    /// <summary>All layouts in words.</summary>
    public static string Layout(ServingPoint point) => point.Prefill is { } prefill
        ? $"{prefill} prefill + {Decode(point)}{(point.FeedForward is null ? " decode" : "")}"
        : point.Decode.ToString();

    /// <summary>The decode layout in words; an attention worker holds no experts, so that its degree of them says nothing.</summary>
    private static string Decode(ServingPoint point) => point.FeedForward is { } other
        ? $"{point.Decode with { ExpertParallel = 1 }} attention + {other} FFN"
        : point.Decode.ToString();

    private static TableSpec Best(Plan plan, IReadOnlyList<PlanChoice> chosen) => Tables.Of(
        "",
        ["", .. chosen.Select(choice => choice.Name)],
        new (string Name, Func<ServingPoint, TableCell> Cell)[]
        {
            ("Mode", point => Names.Of(point.Mode)),
            ("Decode layout", point => Decode(point)),
            ("Prefill layout", point => point.Prefill?.ToString() ?? "the same devices"),
            ("Devices used / paid", point => $"{point.DevicesUsed} / {point.DevicesPaid}"),
            ("Micro-batches in flight", point => point.MicroBatches.ToString(CultureInfo.InvariantCulture)),
            (Copies, point => point.Prefill is null
                ? point.RedundantExperts.ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{point.PrefillRedundantExperts} prefill, {point.RedundantExperts} decode")),
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
            .Where(row => row.Name != Copies || chosen.Any(choice => choice.Point is { RedundantExperts: > 0 } or { PrefillRedundantExperts: > 0 }))
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
            point.Prefill is { } prefill ? $"{Decode(point)} | prefill {prefill}" : point.Decode.ToString(),
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

    private static TableSpec Footprint(Plan plan, ServingPoint point) => Tables.Of(
        "",
        ["Kind", "Bytes", "Share"],
        PlanCharts.Parts(plan, point).Select(part => (IEnumerable<TableCell>)
        [
            part.Name, Tables.Cell(part.Size), Tables.Percent(part.Size / plan.Request.System.Accelerator.Memory.Capacity.Value),
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
