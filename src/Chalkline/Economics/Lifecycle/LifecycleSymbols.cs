using Chalkline.Derivations;

namespace Chalkline.Economics.Lifecycle;

/// <summary>Symbols of chapter 5 of the lecture.</summary>
internal static class LifecycleSymbols
{
    public static readonly Symbol Active = new("active", "N", "N", "active parameters");
    public static readonly Symbol Traffic = new("traffic", "r", "r", "tokens served a second");
    public static readonly Symbol Lifetime = new("lifetime", "T", "T", "how long the model is served");
    public static readonly Symbol Chance = new("chance", "p", "p", "probability that the model is served at all");
    public static readonly Symbol TrainingWork = new(
        "trainingWork", "w_pre", @"w_{\text{pre}}", "2 forward, 4 backward", "lecture, card 15");
    public static readonly Symbol RolloutWork = new("rolloutWork", "k", "k", "2: no rollout trained on; 6: all");
    public static readonly Symbol ForwardWork = new(
        "forwardWork", "w_inf", @"w_{\text{inf}}", "a multiply-add a weight");
    public static readonly Symbol Penalty = new("penalty", "eta", @"\eta", "MFU of training over MFU of decode");
    public static readonly Symbol InferenceTokens = new(
        "inferenceTokens", "D_inf", @"D_{\text{inf}}", "tokens served over the life", "lecture, eq. 5.8");
    public static readonly Symbol PreShare = new("preShare", "s_pre", @"s_{\text{pre}}", "share of pre-training");
    public static readonly Symbol RlShare = new("rlShare", "s_RL", @"s_{\text{RL}}", "share of RL");
    public static readonly Symbol InferenceShare = new(
        "inferenceShare", "s_inf", @"s_{\text{inf}}", "share of inference");
    public static readonly Symbol Beta = new(
        "beta", "beta", @"\beta", "pre-training tokens a token served", "lecture, eq. 5.7");
    public static readonly Symbol Alpha = new(
        "alpha", "alpha", @"\alpha", "pre-training tokens an RL token", "lecture, eq. 5.7");
    public static readonly Symbol PreTokens = new(
        "preTokens", "D_pre", @"D_{\text{pre}}", "tokens of pre-training", "lecture, eqs 5.5 and 5.6");
    public static readonly Symbol RlTokens = new(
        "rlTokens", "D_RL", @"D_{\text{RL}}", "tokens of RL", "lecture, eqs 5.5 and 5.6");
    public static readonly Symbol PreCost = new(
        "preCost", "C_pre", @"C_{\text{pre}}", "compute of pre-training", "lecture, eq. 5.2");
    public static readonly Symbol RlCost = new(
        "rlCost", "C_RL", @"C_{\text{RL}}", "compute of RL, as dear as so much training", "lecture, eq. 5.3");
    public static readonly Symbol InferenceCost = new(
        "inferenceCost",
        "C_inf",
        @"C_{\text{inf}}",
        "compute of inference, as dear as so much training",
        "lecture, eq. 5.4");
    public static readonly Symbol LifetimeCost = new("lifetimeCost", "C", "C", "compute of the life");
    public static readonly Symbol ChinchillaRatio = new("chinchillaRatio", "20", "20", "tokens a parameter");
    public static readonly Symbol OverTraining = new(
        "overTraining", "x", "x", "times Chinchilla's tokens", "lecture, eq. 5.9");
    public static readonly Symbol Served = new(
        "served", "D_eq", @"D_{\text{eq}}", "training tokens as dear as all RL and inference");
    public static readonly Symbol SizeSlope = new(
        "sizeSlope", "epsilon_N", @"\epsilon_N", "-dL/d ln N at the optimum");
    public static readonly Symbol DataSlope = new(
        "dataSlope", "epsilon_D", @"\epsilon_D", "-dL/d ln D at the optimum");
    public static readonly Symbol Best = new("best", "D*", "D^*", "training tokens at the optimum");
    public static readonly Symbol SlopeRatio = new(
        "slopeRatio", "epsilon_N/epsilon_D", @"\epsilon_N/\epsilon_D", "what size is worth over what data is worth");
    public static readonly Symbol CostRatio = new(
        "costRatio", "1 + D_eq/D*", @"1 + D_{\text{eq}}/D^*", "what size costs over what data costs: the same",
        "arXiv:2401.00448, first-order condition");
    public static readonly Symbol Peak = new("peak", "F", "F", "dense peak of a device");
    public static readonly Symbol Utilisation = new("utilisation", "MFU", @"\text{MFU}", "utilisation in training");
    public static readonly Symbol DeviceTime = new("deviceTime", "t", "t", "time of one device that did it all");
    public static readonly Symbol Price = new("price", "g", "g", "price of a device");
    public static readonly Symbol One = new("one", "1", "1", "one device");
    public static readonly Symbol Money = new("money", "$", @"\$", "price of the life");
    public static readonly Symbol Power = new("power", "P", "P", "power of a device");
    public static readonly Symbol Energy = new("energy", "J", "J", "energy of the life");
}
