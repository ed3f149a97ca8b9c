using Chalkline.Derivations;

namespace Chalkline.Serving;

/// <summary>The symbols of serving in a steady state.</summary>
internal static class ServingSymbols
{
    public static readonly Symbol Stages = new("stages", "P", "P", "pipeline stages, and micro-batches in flight", "lecture, eq. 4.4");
    public static readonly Symbol MicroBatches = new("inFlight", "m", "m", "micro-batches in flight");
    public static readonly Symbol Exchange = new("exchange", "t_x", "t_x", "exchange of experts that another micro-batch hides");
    public static readonly Symbol HandOver = new("handOver", "t_hop", @"t_{\text{hop}}", "hand-over to the next stage, hidden by another micro-batch");
    public static readonly Symbol Busy = new("busy", "t_busy", @"t_{\text{busy}}", "time a micro-batch keeps a stage, or its links, busy");
    public static readonly Symbol StageTime = new("stageTime", "t_stage", @"t_{\text{stage}}", "one micro-batch through one stage");
    public static readonly Symbol StageFloor = new("stageFloor", "t_stage,floor", @"t_{\text{stage,floor}}", "its proved floor");
    public static readonly Symbol StepTime = new("stepTime", "t_step", @"t_{\text{step}}", "decode step of a replica");
    public static readonly Symbol StepFloor = new("stepFloor", "t_step,floor", @"t_{\text{step,floor}}", "proved floor of the step");
    public static readonly Symbol Batch = new("batch", "B", "B", "sequences running in one replica");
    public static readonly Symbol Output = new("output", "O", "O", "output tokens of a request");
    public static readonly Symbol Input = new("input", "I", "I", "input tokens of a request");
    public static readonly Symbol PrefillShare =
        new("prefillShare", "t_prefill", @"t_{\text{prefill}}", "stage time of one request's prefill, prompts batched");
    public static readonly Symbol PrefillLatency =
        new("prefillLatency", "t_first", @"t_{\text{first}}", "a lone prompt's prefill through all stages");
    public static readonly Symbol Newcomers = new(
        "newcomers", "t_new", @"t_{\text{new}}", "prefill of the requests that take the places of finished ones, each step");
    public static readonly Symbol Tpot = new("tpot", "TPOT", @"\text{TPOT}", "time of each output token after the first");
    public static readonly Symbol Ttft = new("ttft", "TTFT", @"\text{TTFT}", "the step under way, then the prompt's prefill");
    public static readonly Symbol Running = new("running", "R", "R", "tokens made in a step, all replicas");
    public static readonly Symbol Throughput = new("throughput", "X", "X", "output tokens a second, whole system");
    public static readonly Symbol Devices = new("devices", "G", "G", "devices paid for");
    public static readonly Symbol Price = new("price", "g", "g", "price of a device");
    public static readonly Symbol CostPerOutput =
        new("costPerOutput", "c", "c", "cost of everything over the output tokens", "lecture, eq. 1.5");
    public static readonly Symbol OutputShare = new("outputShare", "s_out", @"s_{\text{out}}", "share of the time that decodes");
    public static readonly Symbol OutputCost = new("outputCost", "c_out", @"c_{\text{out}}", "cost of an output token");
    public static readonly Symbol InputCost = new("inputCost", "c_in", @"c_{\text{in}}", "cost of an input token");
}
