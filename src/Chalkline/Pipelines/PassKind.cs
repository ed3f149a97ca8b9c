namespace Chalkline.Pipelines;

/// <summary>What a stage does with one micro-batch.</summary>
public enum PassKind
{
    /// <summary>Forward (F).</summary>
    Forward,

    /// <summary>Backward, the gradient of the stage's input alone (B of arXiv:2401.10241).</summary>
    InputGradient,

    /// <summary>Backward, the gradient of the weights alone (W of arXiv:2401.10241).</summary>
    WeightGradient,

    /// <summary>Both gradients in one block, input first: the backward pass of GPipe and 1F1B.</summary>
    Backward,

    /// <summary>
    /// A forward and a whole backward pass of two micro-batches woven into one another (DualPipe, arXiv:2412.19437).
    /// </summary>
    ForwardBackward,
}
