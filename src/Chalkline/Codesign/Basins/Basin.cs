using System.Collections.Immutable;
using Chalkline.Quantities;

namespace Chalkline.Codesign.Basins;

/// <summary>
/// How wide the set of shapes is on which a group of devices works well, and what it pays for resources that rest at the
/// point it is designed for.
/// </summary>
/// <param name="Machine">The group.</param>
/// <param name="Points">Its best point on every shape.</param>
/// <param name="Design">Its best point on the shape it is judged at.</param>
/// <param name="Price">Price of one device; null when unknown.</param>
/// <param name="Shares">How the price falls on resources.</param>
public sealed record Basin(
    BasinMachine Machine, ImmutableArray<BasinPoint> Points, BasinPoint Design, UsdPerDeviceHour? Price, ResourceShares Shares)
{
    /// <summary>From which share of its best a point is good.</summary>
    public const double Good = 0.8;

    /// <summary>The highest share of the peak rate used over all shapes.</summary>
    public double Most => Points.Max(point => point.Compute);

    /// <summary>Share of the shapes on which it attains at least <see cref="Good"/> of its own best; 0 where nothing runs.</summary>
    public double Width => Most > 0 ? Points.Count(point => point.Compute >= Good * Most) / (double)Points.Length : 0;

    /// <summary>Share of the shapes that run at all.</summary>
    public double Runs => Points.Count(point => point.Batch >= 1) / (double)Points.Length;

    /// <summary>Share of the price that rests at the design point: 1 where it does not run.</summary>
    public double Slack => Design.Batch < 1 ? 1
        : (Shares.Compute * (1 - Design.Compute)) + (Shares.Bandwidth * (1 - Design.Bandwidth))
            + (Shares.Capacity * (1 - Math.Min(1, Design.Capacity)))
            + (Machine.Devices == 1 ? 0 : Shares.Network * (1 - Design.Network));

    /// <summary>The slack in money; null when no price is known.</summary>
    public UsdPerDeviceHour? SlackPrice => Price is { } price ? new(Slack * price.Value) : null;

    /// <summary>Share of the shapes that a resource binds.</summary>
    public double Bound(BindingResource resource) => Points.Count(point => point.Binding == resource) / (double)Points.Length;

    /// <summary>The basin of a group.</summary>
    public static Basin Of(
        BasinMachine machine, IEnumerable<WorkShape> shapes, WorkShape design, UsdPerDeviceHour? price, ResourceShares shares)
        => new(machine, [.. shapes.Select(machine.At)], machine.At(design), price, shares);
}
