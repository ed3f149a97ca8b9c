using Chalkline.Pipelines;

namespace Chalkline.Tests.Pipelines;

/// <summary>
/// Bubble rates that Qi et al. computed from their profiled pass times (arXiv:2401.10241, tables 5 and 9): A100 80 GB,
/// sequences of 1,024 tokens. Tables 4 and 6 name heads and widths; interleaving takes one layer a chunk, embedding and
/// head counting as one each.
/// </summary>
internal static class ZeroBubblePaper
{
    public static IReadOnlyList<Row> Rows { get; } =
    [
        new("1.5B", 24, 2304, 8, 24, 3, 18.522, 18.086, 9.337, 0.601,
            0.2431, 0.1055, 0.1585, 0.1083, 0.1585, 0.0433),
        new("1.5B", 24, 2304, 8, 32, 3, 18.513, 18.086, 9.331, 0.626,
            0.1985, 0.0818, 0.1242, 0.0837, 0.1242, 0.0039),
        new("1.5B", 24, 2304, 8, 64, 3, 18.546, 18.097, 9.321, 0.762,
            0.124, 0.0443, 0.0674, 0.0444, 0.0674, 0.0026),
        new("6.2B", 32, 4096, 8, 24, 4, 29.718, 29.444, 19.927, 0.527,
            0.2347, 0.0808, 0.1323, 0.0698, 0.1323, 0.0029),
        new("6.2B", 32, 4096, 8, 32, 4, 29.802, 29.428, 19.53, 0.577,
            0.1898, 0.0628, 0.1045, 0.0559, 0.1045, 0.0022),
        new("6.2B", 32, 4096, 8, 64, 4, 29.935, 29.621, 19.388, 0.535,
            0.1091, 0.032, 0.0554, 0.0294, 0.0554, 0.001),
        new("14.6B", 40, 5120, 16, 48, 3, 11.347, 11.248, 8.132, 0.377,
            0.2552, 0.1104, 0.1397, 0.0672, 0.1397, 0.0066),
        new("14.6B", 40, 5120, 16, 64, 3, 11.307, 11.254, 8.101, 0.379,
            0.2082, 0.0852, 0.1088, 0.0516, 0.1088, 0.0054),
        new("14.6B", 40, 5120, 16, 128, 3, 11.325, 11.308, 8.109, 0.378,
            0.1251, 0.0445, 0.0576, 0.0266, 0.0576, 0.0028),
        new("28.3B", 48, 6144, 32, 96, 2, 10.419, 10.207, 7.715, 0.408,
            0.2646, 0.1493, 0.1421, 0.0641, 0.1421, 0.0038),
        new("28.3B", 48, 6144, 32, 128, 2, 10.408, 10.204, 7.703, 0.408,
            0.2168, 0.1164, 0.1106, 0.049, 0.1106, 0.0029),
        new("28.3B", 48, 6144, 32, 256, 2, 10.402, 10.248, 7.698, 0.46,
            0.1352, 0.0624, 0.0594, 0.0257, 0.0594, 0.0018),
    ];

    /// <summary>One model with one number of micro-batches; times in ms, rates as fractions.</summary>
    internal sealed record Row(
        string Model,
        int Heads,
        int Hidden,
        int Stages,
        int MicroBatches,
        int Chunks,
        double Forward,
        double Input,
        double Weight,
        double Boundary,
        double OneForwardOneBackward,
        double Interleaved,
        double ZeroBubbleH1,
        double ZeroBubbleH2,
        double ZeroBubble1p,
        double ZeroBubble2p)
    {
        /// <summary>The printed rate of a schedule.</summary>
        public double Rate(ScheduleKind schedule) => schedule switch
        {
            ScheduleKind.OneForwardOneBackward => OneForwardOneBackward,
            ScheduleKind.Interleaved => Interleaved,
            ScheduleKind.ZeroBubbleH1 => ZeroBubbleH1,
            ScheduleKind.ZeroBubbleH2 => ZeroBubbleH2,
            ScheduleKind.ZeroBubble1p => ZeroBubble1p,
            _ => ZeroBubble2p,
        };

        /// <summary>The row as a run.</summary>
        public PipelineRun Run(ScheduleKind schedule) => PipelineRun.Even(
            schedule,
            Stages,
            MicroBatches,
            new(new(Forward * 1e-3), new(Input * 1e-3), new(Weight * 1e-3)),
            schedule == ScheduleKind.Interleaved ? Chunks : 1,
            new(Boundary * 1e-3)) with
        {
            // M_W / M_B = 32 s h / (s h (34 + 5 a s / h)), section 2.3 there.
            KeptShare = 32 / (34 + (5.0 * Heads * 1024 / Hidden)),
        };
    }
}
