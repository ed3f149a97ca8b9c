using Chalkline.Hardware;

namespace Chalkline.Cli.Output;

/// <summary>What a machine's parts are called: GPU or device, rack or domain.</summary>
/// <param name="Device">A device: GPU, TPU, or the general word.</param>
/// <param name="Domain">A scale-up domain: a rack where its trays are known.</param>
internal sealed record LayoutWords(string Device, string Domain)
{
    /// <summary>The word for a domain as a title.</summary>
    public string Title => char.ToUpperInvariant(Domain[0]) + Domain[1..];

    public static LayoutWords Of(MachineSystem system) => new(
        system.Accelerator.Kind is "GPU" or "TPU" ? system.Accelerator.Kind : "device",
        system.Rack is null ? "domain" : "rack");
}
