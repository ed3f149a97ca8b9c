using Chalkline.Derivations;

namespace Chalkline.Economics.CostSheets;

/// <summary>The symbols of cost and price sheets.</summary>
internal static class CostSymbols
{
    public static readonly Symbol Rent = new(
        "rent", "g_rent", @"g_{\text{rent}}", "rent of a device, everything in it");
    public static readonly Symbol Power = new("power", "g_power", @"g_{\text{power}}", "electricity of a device");
    public static readonly Symbol Rest = new(
        "rest", "g_rest", @"g_{\text{rest}}", "price of the machine, power and hosting aside");
    public static readonly Symbol Host = new("host", "g_host", @"g_{\text{host}}", "share of the host");
    public static readonly Symbol Network = new("network", "g_net", @"g_{\text{net}}", "share of the networks");
    public static readonly Symbol Accelerator = new(
        "accelerator", "g_acc", @"g_{\text{acc}}", "the accelerator itself");
    public static readonly Symbol HostShare = new(
        "hostShare", "s_host", @"s_{\text{host}}", "host over the price of the machine");
    public static readonly Symbol NetworkShare = new(
        "networkShare", "s_net", @"s_{\text{net}}", "networks over the price of the machine");
    public static readonly Symbol DevicePower = new(
        "tdp", "P_dev", @"P_{\text{dev}}", "power of a device at its limit");
    public static readonly Symbol Drawn = new("drawn", "d", "d", "share of its power that a device draws in the mean");
    public static readonly Symbol Effectiveness = new(
        "pue", "PUE", @"\text{PUE}", "power of the site over that of its devices");
    public static readonly Symbol Electricity = new("electricity", "e", "e", "price of electricity");
    public static readonly Symbol Hour = new("hour", "t_h", "t_h", "an hour");
    public static readonly Symbol OneDevice = new("one", "1 dev", @"1\,\text{dev}", "one device");
    public static readonly Symbol Purchase = new("purchase", "K", "K", "purchase price of a device");
    public static readonly Symbol Years = new("years", "n", "n", "years of life");
    public static readonly Symbol Residual = new("residual", "v", "v", "worth at the end over the purchase price");
    public static readonly Symbol Interest = new("interest", "i", "i", "interest in a year");
    public static readonly Symbol Year = new("year", "t_year", @"t_{\text{year}}", "a year");
    public static readonly Symbol WorthNow = new("worthNow", "v_0", "v_0", "today's worth of what it will be sold for");
    public static readonly Symbol Annuity = new("annuity", "a", "a", "share paid back a year, interest included");
    public static readonly Symbol Capital = new(
        "capital", "g_cap", @"g_{\text{cap}}", "depreciation and interest of a device");
    public static readonly Symbol Hosting = new(
        "hosting", "g_site", @"g_{\text{site}}", "space, upkeep and staff of a device");
    public static readonly Symbol Price = new("price", "g", "g", "price of a device");
    public static readonly Symbol Busy = new(
        "busy", "c_busy", @"c_{\text{busy}}", "cost of a token on devices that never idle", "lecture, eq. 1.5");
    public static readonly Symbol Utilisation = new("utilisation", "u", "u", "share of the devices' time that is sold");
    public static readonly Symbol Cost = new("cost", "c", "c", "cost of a token, idle capacity included");
    public static readonly Symbol Idle = new("idle", "c_idle", @"c_{\text{idle}}", "what of it pays for idle capacity");
    public static readonly Symbol Write = new(
        "write", "c_write", @"c_{\text{write}}", "a token of a prompt computed and kept");
    public static readonly Symbol Input = new("input", "c_in", @"c_{\text{in}}", "cost of an input token");
    public static readonly Symbol InputTokens = new("inputTokens", "I", "I", "input tokens");
    public static readonly Symbol HitTokens = new(
        "hitTokens", "I_hit", @"I_{\text{hit}}", "input tokens found in the cache");
    public static readonly Symbol OutputTokens = new("outputTokens", "O", "O", "output tokens");
    public static readonly Symbol HitPrice = new(
        "hitPrice", "p_hit", @"p_{\text{hit}}", "price of an input token found in the cache");
    public static readonly Symbol MissPrice = new(
        "missPrice", "p_in", @"p_{\text{in}}", "price of an input token that is not");
    public static readonly Symbol OutputPrice = new(
        "outputPrice", "p_out", @"p_{\text{out}}", "price of an output token");
    public static readonly Symbol Revenue = new("revenue", "R", "R", "what all tokens bring at list price");
    public static readonly Symbol Devices = new("devices", "G", "G", "devices in the mean");
    public static readonly Symbol Time = new("time", "t", "t", "time of the account");
    public static readonly Symbol Expense = new("expense", "E", "E", "what all devices cost");
    public static readonly Symbol Margin = new("margin", "m", "m", "profit over cost");
    public static readonly Symbol PrefillTime = new(
        "prefillTime", "t_pre(L)", @"t_{\text{pre}}(L)", "stage time of its prefill, nothing cached");
    public static readonly Symbol RestTime = new(
        "restTime", "t_rest(L)", @"t_{\text{rest}}(L)", "stage time of its prefill behind what is cached");
    public static readonly Symbol NormalPrefill = new(
        "normalPrefill", "t_pre", @"t_{\text{pre}}", "stage time of the usual prompt's prefill behind what is cached of it");
    public static readonly Symbol NormalTokens = new("normalTokens", "I", "I", "tokens of the usual prompt");
    public static readonly Symbol PromptTokens = new("promptTokens", "L", "L", "tokens of the prompt");
    public static readonly Symbol RestTokens = new(
        "restTokens", "L_rest", @"L_{\text{rest}}", "tokens behind what is cached");
    public static readonly Symbol NormalInput = new(
        "normalInput", "c_in", @"c_{\text{in}}", "cost of a token of the usual prompt, cached ones counted, never idle");
    public static readonly Symbol NormalOutput = new(
        "normalOutput", "c_out", @"c_{\text{out}}", "cost of an output token behind it, never idle");
    public static readonly Symbol LengthInput = new(
        "lengthInput", "c_in(L)", @"c_{\text{in}}(L)", "mean cost of a token of the prompt");
    public static readonly Symbol LengthRest = new(
        "lengthRest", "c_rest(L)", @"c_{\text{rest}}(L)", "mean cost of a token behind what is cached");
    public static readonly Symbol LengthOutput =
        new(
            "lengthOutput",
            "c_out(L)",
            @"c_{\text{out}}(L)",
            "cost of an output token behind the prompt",
            "lecture, eq. 6.1");
    public static readonly Symbol Batch = new(
        "batch", "B(L)", "B(L)", "sequences of a replica: as usual, or as memory holds");
    public static readonly Symbol NormalBatch = new("normalBatch", "B", "B", "sequences of a replica as usual");
    public static readonly Symbol StepTime = new("stepTime", "t(L)", "t(L)", "decode step at that length and batch");
    public static readonly Symbol NormalStep = new("normalStep", "t", "t", "decode step as usual");
    public static readonly Symbol FastBatch = new("fastBatch", "B'", "B'", "sequences of a replica in the fast mode");
    public static readonly Symbol FastStep = new("fastStep", "t'", "t'", "decode step of the fast mode");
    public static readonly Symbol FastRatio =
        new("fastRatio", "r", "r", "cost of a fast token over a usual one", "theory notes, chapter 1");
    public static readonly Symbol Asked = new("asked", "p", "p", "price that earns the margin, before rounding up");
    public static readonly Symbol InputRate = new(
        "inputRate", "x_in", @"x_{\text{in}}", "input tokens a second of a device that prefills");
    public static readonly Symbol OutputRate = new(
        "outputRate", "x_out", @"x_{\text{out}}", "output tokens a second of a device that decodes");
    public static readonly Symbol InputCost = new(
        "inputCost", "c_in", @"c_{\text{in}}", "cost of an input token, hits included");
    public static readonly Symbol OutputCost = new("outputCost", "c_out", @"c_{\text{out}}", "cost of an output token");
    public static readonly Symbol BusyDevices = new(
        "busyDevices", "G_busy", @"G_{\text{busy}}", "devices that the volumes need at those rates");
}
