namespace Chalkline.Hardware;

/// <summary>What a tray of a rack holds.</summary>
public enum TrayKind
{
    /// <summary>Devices and their hosts.</summary>
    Compute,

    /// <summary>Switches of the scale-up network.</summary>
    Switch,
}
