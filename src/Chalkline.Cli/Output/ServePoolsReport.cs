using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Engines;

namespace Chalkline.Cli.Output;

/// <summary>The part of the page of <c>chalk serve</c> about prefill and decode on separate workers.</summary>
internal static class ServePoolsReport
{
    /// <summary>One section; none when the two share devices.</summary>
    public static IEnumerable<ReportSection> Section(ServingStudy study)
    {
        if (study.Pools is not { } pools)
        {
            yield break;
        }

        string phase = pools.Report.HeldBackBy == ServingPhase.Prefill ? "prefill" : "decode";
        string steady = pools.Steady is { } closed
            ? $" The steady state in closed form, without the first wave and without chance: TTFT {closed.TimeToFirstToken}, "
                + $"TPOT {closed.TimePerOutputToken}."
            : "";
        yield return new("The two pools", [
            new TextBlock($"The **{phase}** workers are the nearer to their limit. A prompt's cache takes {pools.HandOver} on the network, "
                + $"and the hosts {study.Engine.HandOver} to pass the request on.{steady}"),
            new TableBlock(Tables.Of(
                "",
                ["Figure", "Prefill", "Decode", "What it is"],
                [
                    ["Workers", Tables.Count(pools.Prefill.Workers), Tables.Count(pools.Decode.Workers), "each in the layout below"],
                    ["Layout", pools.Prefill.Pass.Layout.ToString(), pools.Decode.Pass.Layout.ToString(), "of one worker"],
                    Row("Load over capacity", pools, pool => pool.Load, "time at work; running and waiting sequences over seats"),
                    Row("Busy", pools, pool => pool.Busy, "share of the time in which steps run"),
                    ["Waiting", Tables.Number(pools.Report.Prefill.Waiting), Tables.Number(pools.Report.Decode.Waiting),
                        "requests in or before their prefill; on the way to a seat"],
                    Row("MFU", pools, pool => pool.ComputeUse, "arithmetic of the busiest device at full dense peak, over the time"),
                    Row("MBU", pools, pool => pool.MemoryUse, "its memory traffic at full bandwidth, over the time"),
                    Row("Network", pools, pool => pool.NetworkUse, "share of the time in collectives"),
                ])),
        ]);
    }

    private static IEnumerable<TableCell> Row(
        string name, ServingPools pools, Func<PoolReport, double> value, string meaning) =>
    [
        name,
        Share(value(pools.Report.Prefill)),
        Share(value(pools.Report.Decode)),
        meaning,
    ];

    private static string Share(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
