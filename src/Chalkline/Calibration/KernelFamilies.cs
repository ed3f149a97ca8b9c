using System.Collections.Immutable;

namespace Chalkline.Calibration;

/// <summary>Every family of kernels that has an equation.</summary>
public static class KernelFamilies
{
    /// <summary>All families; at most one covers any kernel.</summary>
    public static ImmutableArray<KernelModel> All { get; } =
    [
        // Matrix products, norms and element-wise kernels.
        .. Enum.GetValues<GemmFormat>().Select(format => new GemmKernel(format)),
        new VectorKernel(),
        // Attention.
        new AttentionKernelPrefill(),
        new AttentionKernelDecode(),
        new LatentKernelPrefill(),
        new LatentKernelDecode(),
        new SparseKernelAttention(),
        new SparseKernelIndexer(),
        new LinearAttentionKernelUpdate(),
        new ShortConvolutionKernel(),
        // Experts and grouped products.
        new ExpertKernel(),
        new GroupedKernel(),
        // Collectives.
        new CollectiveKernel(),
        new ExchangeKernel(),
        new ExpertExchangeKernel(),
    ];

    /// <summary>The family of a kernel; null when none has an equation for it.</summary>
    public static KernelModel? Of(in KernelWork work)
    {
        foreach (KernelModel model in All)
        {
            if (model.Covers(work))
            {
                return model;
            }
        }

        return null;
    }
}
