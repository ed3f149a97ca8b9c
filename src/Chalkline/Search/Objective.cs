namespace Chalkline.Search;

/// <summary>What a search may look for. Each is a figure that no point of a front can better without losing another.</summary>
public enum Objective
{
    /// <summary>Output tokens a second of one stream; more is better.</summary>
    Speed,

    /// <summary>Output tokens a second for each device paid; more is better.</summary>
    Throughput,

    /// <summary>Time to the first token; less is better.</summary>
    FirstToken,

    /// <summary>USD for an output token, input included; less is better. Needs a price.</summary>
    Cost,

    /// <summary>Output tokens a second for each watt paid; more is better. Needs the power of a device.</summary>
    TokensPerWatt,

    /// <summary>Devices paid for; fewer is better.</summary>
    Devices,
}
