namespace Chalkline.Pipelines;

/// <summary>Order in which the stages of a pipeline work on micro-batches.</summary>
public enum ScheduleKind
{
    /// <summary>All forward passes, then all backward passes (Huang et al., arXiv:1811.06965).</summary>
    GPipe,

    /// <summary>One forward, one backward (PipeDream-flush; Narayanan et al., arXiv:2104.04473, section 2.2).</summary>
    OneForwardOneBackward,

    /// <summary>1F1B over several model chunks a stage (arXiv:2104.04473, section 2.2).</summary>
    Interleaved,

    /// <summary>Weight gradients fill the bubble, in the memory of 1F1B (Qi et al., arXiv:2401.10241, 2.1).</summary>
    ZeroBubbleH1,

    /// <summary>Nearly twice the activations, no bubble where passes are equal (arXiv:2401.10241, 2.2).</summary>
    ZeroBubbleH2,

    /// <summary>
    /// Two chunks a stage, down and up again like a V, in the memory of 1F1B (arXiv:2401.10241, 6).
    /// </summary>
    ZeroBubbleV,

    /// <summary>The automatic schedule within P activations a stage (arXiv:2401.10241, section 3).</summary>
    ZeroBubble1p,

    /// <summary>The automatic schedule within 2 P activations a stage.</summary>
    ZeroBubble2p,

    /// <summary>Micro-batches enter at both ends; a stage holds two parts of the model (arXiv:2412.19437).</summary>
    DualPipe,

    /// <summary>Decoding: forward passes alone, each token of a micro-batch once round the stages.</summary>
    Decode,
}
