namespace Chalkline.Codesign.Basins;

/// <summary>The best operating point of a group of devices on one shape.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Batch">Sequences at once; 0 where it does not run.</param>
/// <param name="Compute">Share of the peak rate used; the attained fraction of the device.</param>
/// <param name="Bandwidth">Share of memory bandwidth used.</param>
/// <param name="Capacity">Share of memory capacity used.</param>
/// <param name="Network">Share of scale-up bandwidth used; 0 for one device.</param>
/// <param name="Binding">What stops it from using more of the peak rate.</param>
public sealed record BasinPoint(
    WorkShape Shape, double Batch, double Compute, double Bandwidth, double Capacity, double Network, BindingResource Binding);

/// <summary>What stops a device from doing more of a shape.</summary>
public enum BindingResource
{
    /// <summary>The peak rate itself: nothing better can be asked of the device.</summary>
    Compute,

    /// <summary>Reading weights and cache: a larger batch breaks the time per token or does not raise intensity.</summary>
    Bandwidth,

    /// <summary>The memory is full: a larger batch would fit in the time.</summary>
    Capacity,

    /// <summary>The link between the devices.</summary>
    Network,

    /// <summary>It does not run: weights do not fit, or even one sequence takes too long.</summary>
    DoesNotRun,
}
