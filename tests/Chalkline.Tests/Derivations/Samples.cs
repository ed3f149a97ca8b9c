using Chalkline.Derivations;

namespace Chalkline.Tests.Derivations;

/// <summary>A derivation with every kind of entry: nested parts, sources, a renamed result, a choice.</summary>
internal static class Samples
{
    private static readonly Source Card = new("Model card, table 1", "2024-07", Verification.Yes);
    private static readonly Source Datasheet = new("H100 datasheet", "2023-03", Verification.Partial, "dense");

    public static Derivation Decode()
    {
        Derivation work = new("One decode step of a 70 B model", strict: true);
        work.Given("weights", new("weights", "W", "W", "weights read in a pass"),
            new Amount(1.4e11, "B", "140 GB"), Card);
        work.Given("memory.Bandwidth.Value", new("bandwidth", "B_mem", "B_{\\text{mem}}", "memory bandwidth"),
            new Amount(3.35e12, "B/s", "3.35 TB/s"), Datasheet);
        work.Given("batch", new("batch", "b", "b", "sequences in a pass"), 64, null);

        work.Open("Memory");
        work.Given("cache", new("cache", "K", "K", "KV cache of one sequence"), new Amount(2.5e9, "B", "2.5 GB"), null);
        work.Step(new("memoryTime", "t_mem", "t_{\\text{mem}}", "time to read weights and caches", "lecture, eq. 1.13"),
            new Amount((1.4e11 + (64 * 2.5e9)) / 3.35e12, "s", "89.55 ms"), "(weights + batch * cache) / bandwidth");
        work.Close();

        work.Open("Compute");
        work.Given("flop", new("flop", "F", "F", "work of one pass"), new Amount(8.96e12, "FLOP", "8.96 TFLOP"), null);
        work.Given("peak", new("peak", "C", "C", "dense peak"),
            new Amount(9.89e14, "FLOP/s", "989 TFLOP/s"), Datasheet);
        work.Given("share",
            new("share", "η", "\\eta", "share of the peak that a kernel reaches, as fitted to measurements"),
            0.6,
            new("Kernel measurements of the catalogue, dense GEMM, all shapes above 1024", "2025", Verification.No));
        work.Step(new("computeTime", "t_flop", "t_{\\text{flop}}", "time to compute"),
            new Amount(8.96e12 / (9.89e14 * 0.6), "s", "15.1 ms"), "flop / (peak * share)");
        work.Close();

        work.Given("compute", new("compute", "t_c", "t_c", "time to compute, as found above"),
            new Amount(8.96e12 / (9.89e14 * 0.6), "s", "15.1 ms"), null);
        double step = Math.Max((1.4e11 + (64 * 2.5e9)) / 3.35e12, 8.96e12 / (9.89e14 * 0.6));
        work.Step(new("step", "t_step", "t_{\\text{step}}", "time of the step: the slower of the two"),
            new Amount(step, "s", "89.55 ms"), "Quantity.Max(memoryTime, compute)");
        work.Step(new("bound", "m", "m", "1 when memory is the bound"), 1, "memoryTime > compute ? 1 : 0");
        work.Given("price", new("price", "p", "p", "rent of the system"), new Amount(2.5, "$/h", "2.5 $/h"),
            new("Price list", "2025-01", Verification.Yes));
        work.Step(new("cost", "c", "c", "rent of one step & nothing else"),
            new Amount(2.5 * step / 3600, "$", "6.219E-05 $"), "price * step");
        return work;
    }
}
