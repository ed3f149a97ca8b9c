using Chalkline.Charts.Reports;

namespace Chalkline.Cli.Output;

/// <summary>Errors that other tools publish, or that others found in them.</summary>
internal static class PeerErrors
{
    /// <summary>What a simple model reaches on the rows of closed-loop serving.</summary>
    public const string FiveConstants =
        "For orientation, a roofline with five constants chosen on a coarse grid (70 % of bandwidth, 60 % of peak, 40 us a layer, "
        + "15 us an all-reduce, full-width KV entries) has a median TPOT error of 16 % on the closed-loop aggregated rows it "
        + "was chosen on and 27 % on groups left out, and a median TTFT error of 37 % at a concurrency of at most 8.";

    /// <summary>Claims.</summary>
    public static TableSpec Claims { get; } = Tables.Of(
        "",
        ["Tool", "Published error", "On what"],
        new (string, string, string)[]
        {
            ("LLMServingSim 2", "0.97 % mean; TPOT within 1.7 %, TTFT -13.6 to +1.3 %", "vLLM 0.19 on two RTX cards, profile of the same card"),
            ("TokenSim", "< 1 %", "A100-class, closed cost model"),
            ("Frontier", "throughput < 4 %; end to end 6.4 % together, 2.6 % apart", "16 H800"),
            ("Revati", "<= 5 %", "vLLM and SGLang, their own scheduler code"),
            ("Vidur", "< 9 % end to end; users report far worse on vLLM v1", "engines of 2024"),
            ("LLMCompass", "10.9 % by operator, 4.1 % inference", "A100, TPU, MI210"),
            ("GenZ", "5.82 %, largest geometric mean", "several platforms"),
            ("InferSim", "+15 % (DeepSeek-V3 on H800), -4 to +8 % (Qwen3 on H20)", "its README"),
            ("BLIS, trained", "6.7 % median end to end; ~16 % A100, ~13 % L40S", "38 runs of vLLM 0.15.1"),
            ("AIConfigurator", "TTFT 45 % on A100 (issue 1205); prefill 47 % too low on average (issue 1254)", "reports of users"),
        }.Select(row => (IEnumerable<TableCell>)[row.Item1, row.Item2, row.Item3]));

    /// <summary>The contest's medians.</summary>
    public static TableSpec Contest { get; } = Tables.Of(
        "",
        ["Tool", "End to end", "ITL", "TTFT"],
        new (string, double, double, double)[]
        {
            ("AIConfigurator 0.9", 0.118, 0.254, 6.53),
            ("BLIS, learned", 0.172, 0.199, 0.124),
            ("BLIS, roofline", 0.49, 0.543, 2.79),
            ("llm-optimizer", 0.392, 0.56, 6.19),
            ("Vidur (few runs)", 0.024, 0.04, 0.136),
        }.Select(row => (IEnumerable<TableCell>)
            [row.Item1, Tables.Percent(row.Item2), Tables.Percent(row.Item3), Tables.Percent(row.Item4)]));
}
