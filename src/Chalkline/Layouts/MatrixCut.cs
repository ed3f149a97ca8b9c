namespace Chalkline.Layouts;

/// <summary>How tensor-parallel devices share a layer's matrices (Pope et al., arXiv:2211.05102, section 3.2).</summary>
public enum MatrixCut
{
    /// <summary>Along the inner width alone: each device has the whole residual (1D weight-stationary).</summary>
    OneWay,

    /// <summary>
    /// Along both widths, over the axes of a torus (2D weight-stationary): the residual over one group of axes, the
    /// inner width over the rest, so that messages shrink with the square root of the devices.
    /// </summary>
    BothWays,

    /// <summary>
    /// Stored in parts and gathered whole on every device before use, while each device keeps its own tokens
    /// (weight-gathered, XYZ): what moves does not grow with the batch.
    /// </summary>
    Gathered,
}
