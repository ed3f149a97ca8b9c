using Chalkline.Derivations;

namespace Chalkline.Engines;

/// <summary>The symbols of a serving study.</summary>
internal static class ServingSymbols
{
    public static readonly Symbol HostPerStep =
        new("hostPerStep", "h_step", @"h_{\text{step}}", "exposed host time of a step");
    public static readonly Symbol HostPerSequence =
        new("hostPerSequence", "h_seq", @"h_{\text{seq}}", "further host time for each running sequence");
    public static readonly Symbol RunningInGroup =
        new("runningInGroup", "B_g", "B_g", "mean sequences of an attention-parallel group that run at once, at least 1");
    public static readonly Symbol HostTime = new("hostTime", "t_host", @"t_{\text{host}}", "host time of a step");
    public static readonly Symbol Running = new("running", "B", "B", "mean sequences that run at once");
    public static readonly Symbol Waiting = new("waiting", "Q", "Q", "mean requests that wait");
    public static readonly Symbol Stay = new("stay", "t_stay", @"t_{\text{stay}}", "mean time of a request in the engine");
    public static readonly Symbol Answer = new("answer", "n_out", @"n_{\text{out}}", "tokens of an answer");
    public static readonly Symbol Throughput = new(
        "throughput", "X", "X", "output tokens a second of a replica over the whole run",
        "Little, Operations Research 9(3), 1961: L = lambda W");
}
