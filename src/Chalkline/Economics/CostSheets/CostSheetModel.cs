using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Derivations;
using Chalkline.Economics.Caching;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using S = Chalkline.Economics.CostSheets.CostSymbols;

namespace Chalkline.Economics.CostSheets;

/// <summary>Costs the tokens of a model on a machine, at the operating point that a plan finds cheapest.</summary>
public static class CostSheetModel
{
    /// <summary>The cost sheet.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancel">Stops the search.</param>
    /// <exception cref="ChalkException">Something asked is impossible, or nothing meets the service levels.</exception>
    public static CostSheet Of(CostSheetRequest request, CancellationToken cancel = default)
    {
        request.Checked();
        HardwareBill bill = request.Hardware.Bill();
        PlanRequest plan = request.Plan with
        {
            Price = bill.Total,
            PriceSource = null,
            Workload = request.Plan.Workload with
            {
                Prefix = PhaseCosts.CachedOf(request.Plan.Workload.Input, request.HitRate),
            },
        };
        ServingPoint point = OperatingPoint.Of(plan, request.Layout, cancel);
        PhaseCosts costs = new(request, plan, point);
        ImmutableArray<CacheTier> tiers = CostSheetTiers.Of(request, bill);
        CacheTerms terms = CostSheetTiers.Terms(plan, request.Hardware, bill);
        FastMode fast = FastMode.At(costs.Step, point.BatchPerReplica, request.FastPrice);
        CostSheet sheet = new()
        {
            Request = request,
            Bill = bill,
            Plan = plan,
            Point = point,
            Lines = [],
            Tiers = tiers,
            CacheTerms = terms,
            Cache = new(tiers.Select(tier => TierCosting.Of(tier, terms))),
            Lengths = [.. costs.Lengths()],
            TooLong = costs.TooLong(),
            Batches = [.. costs.Batches()],
            Fast = fast,
            NormalStep = costs.Step(point.BatchPerReplica),
            FastLimit = costs.Step(point.BatchPerReplica) / costs.Step(1),
            Closed = RooflineStudy.Of(
                plan.Model, plan.System, plan.Precision, plan.Workload.MeanContext, (1, 1), new(
                    Overlap.Full, ContextLaw.Dense, true, null)),
            DecodeUtilisation = costs.DecodeUtilisation,
            PrefillUtilisation = costs.PrefillUtilisation,
        };
        Quiet quiet = default;
        return sheet with { Lines = [.. Lines(sheet, costs, OffPeak(request, plan, point, cancel), ref quiet)] };
    }

    /// <summary>The work behind a cost sheet: that of its operating point, then of every line.</summary>
    public static Derivation Work(CostSheet sheet, CancellationToken cancel = default)
    {
        Derivation derivation = PlanWork.Of(sheet.Plan, sheet.Point);
        Shown work = new(derivation);
        sheet.Request.Hardware.Bill(ref work);
        PhaseCosts costs = new(sheet.Request, sheet.Plan, sheet.Point);
        _ = Lines(sheet, costs, OffPeak(sheet.Request, sheet.Plan, sheet.Point, cancel), ref work);
        foreach (LengthCost length in sheet.Lengths)
        {
            costs.Length(length.Length, ref work);
        }

        return derivation;
    }

    /// <summary>
    /// The point of those who can wait: no service levels, and no cache, for such prompts are read once. Where there was
    /// neither already, or the batch is given, the same point.
    /// </summary>
    private static ServingPoint OffPeak(
        CostSheetRequest request, PlanRequest plan, ServingPoint point, CancellationToken cancel)
        => plan.Batch is not null
        || (plan.Workload is { TimePerOutputToken: null, TimeToFirstToken: null } && plan.EndToEnd is null
            && plan.Workload.Prefix == Tokens.Zero)
            ? point
            : OperatingPoint.Of(
                plan with
                {
                    Workload = plan.Workload with
                    {
                        TimePerOutputToken = null, TimeToFirstToken = null, Prefix = default,
                    },
                    EndToEnd = null,
                },
                request.Layout,
                cancel);

    private static List<CostLine> Lines<TWork>(
        CostSheet sheet, PhaseCosts costs, ServingPoint offPeak, ref TWork work)
        where TWork : struct, IWork
    {
        CostSpread? spread = sheet.Request.Spread?.Invoke(sheet.Plan, sheet.Point);
        UsdPerToken plain = costs.PlainInput(ref work);
        CostLine input = Line(sheet, CostKind.Input, "input", plain, spread?.Input, ref work);
        CostLine output = Line(
            sheet, CostKind.Output, "output", sheet.Point.OutputCost!.Value, spread?.Output, ref work);
        List<CostLine> lines = [input, output];
        lines.AddRange(Cached(sheet, input, ref work));
        UsdPerToken patient = ReferenceEquals(offPeak, sheet.Point) ? plain : offPeak.InputCost!.Value;
        lines.Add(Whole(sheet, CostKind.BatchInput, "input, off-peak batch", patient) with
        {
            Range = spread?.Input,
            Note = "hours that stand idle: no idle capacity is charged",
        });
        lines.Add(Whole(sheet, CostKind.BatchOutput, "output, off-peak batch", offPeak.OutputCost!.Value) with
        {
            Range = spread?.Output,
            Note = $"power alone: {sheet.Bill.Power / sheet.Bill.Total * offPeak.OutputCost!.Value}",
        });
        lines.Add(Fast(sheet, output, ref work));
        return lines;
    }

    private static CostLine Fast<TWork>(CostSheet sheet, CostLine output, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open("an output token in a smaller batch");
        double fastBatch = work.Given(S.FastBatch, sheet.Fast.Batch, name: "fastBatch");
        double normalBatch = work.Given(S.NormalBatch, sheet.Point.BatchPerReplica, name: "normalBatch");
        Seconds fastStep = work.Given(S.FastStep, sheet.NormalStep / sheet.Fast.SpeedRatio, name: "fastStep");
        Seconds normalStep = work.Given(S.NormalStep, sheet.NormalStep, name: "normalStep");
        double ratio = work.Step(S.FastRatio, fastStep / normalStep * (normalBatch / fastBatch));
        work.Close();
        return output with
        {
            Kind = CostKind.FastOutput,
            Name = FormattableString.Invariant($"output, {sheet.Fast.SpeedRatio:0.00}x the speed"),
            Cost = ratio * output.Cost,
            Split = CostSplit.Of(ratio * (output.Cost - output.Split.Idle), ratio * output.Split.Idle, sheet.Bill),
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"a batch of {sheet.Fast.Batch:N0} in place of {sheet.Point.BatchPerReplica:N0}; at most "
                    + $"{sheet.FastLimit:0.00}x at any price"),
        };
    }

    private static CostLine Line<TWork>(
        CostSheet sheet, CostKind kind, string name, UsdPerToken onBusyDevices, CostRange? range, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open($"{name} token, idle capacity included");
        UsdPerToken busy = work.Given(S.Busy, onBusyDevices, name: "busy");
        double utilisation = work.Given(
            S.Utilisation, sheet.Request.Utilisation, sheet.Request.UtilisationSource, "utilisation");
        UsdPerToken cost = work.Step(S.Cost, busy / utilisation);
        UsdPerToken idle = work.Step(S.Idle, cost - busy);
        work.Close();
        return new(kind, name, cost, CostSplit.Of(busy, idle, sheet.Bill)) { Range = range };
    }

    private static CostLine Whole(CostSheet sheet, CostKind kind, string name, UsdPerToken cost)
        => new(kind, name, cost, CostSplit.Of(cost, default, sheet.Bill));

    private static List<CostLine> Cached<TWork>(CostSheet sheet, CostLine input, ref TWork work)
        where TWork : struct, IWork
    {
        List<CostLine> lines = [];
        foreach (CacheCost tier in sheet.TiersUsed())
        {
            CacheTier device = sheet.Device(tier);
            work.Open($"a cached token brought back from {tier.Tier}");
            TierCosting.Of(device, sheet.CacheTerms, ref work);
            work.Close();
            lines.Add(new(
                CostKind.CachedInput, $"cached input, {tier.Tier}", tier.Retrieve, Kept(sheet, device, tier.Retrieve))
            {
                Note = device.InPlace ? "never leaves the device" : "",
            });
        }

        foreach (Seconds kept in sheet.Request.Kept)
        {
            CacheCost tier = sheet.TierFor(kept);
            work.Open($"a token computed and kept for {kept} in {tier.Tier}");
            UsdPerToken keep = tier.Keep(kept, ref work);
            UsdPerToken cost = work.Given(S.Input, input.Cost, name: "cost");
            UsdPerToken write = work.Step(S.Write, cost + keep);
            work.Close();
            lines.Add(new(
                CostKind.CacheWrite,
                $"cache write, {kept}",
                write,
                input.Split + Kept(sheet, sheet.Device(tier), keep))
            {
                Range = input.Range is { } range
                    ? new CostRange(
                        ((range.Low * input.Cost) + keep) / write, ((range.High * input.Cost) + keep) / write)
                    : null,
                Note = $"kept in {tier.Tier}: {keep} of it",
            });
        }

        return lines;
    }

    /// <summary>What a kept token costs divides as the device does that it waits in.</summary>
    private static CostSplit Kept(CostSheet sheet, CacheTier device, UsdPerToken cost)
        => device.InPlace ? CostSplit.Of(cost, default, sheet.Bill) : CostSplit.OfTier(cost);
}
