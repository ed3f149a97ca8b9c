using Chalkline.Cli.Commands;
using Chalkline.Engines;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>What <c>chalk explain</c> was asked and found.</summary>
/// <param name="Inputs">Model, machine, formats, price.</param>
/// <param name="Pass">The prepared model.</param>
/// <param name="Stack">The step.</param>
/// <param name="Prompts">Whether it processes prompts.</param>
/// <param name="Sequences">Sequences of the step.</param>
/// <param name="Held">Tokens each holds, or tokens of a prompt.</param>
/// <param name="Prefix">Tokens of a prompt that are cached.</param>
/// <param name="Fidelity">Which model of time.</param>
/// <param name="Engine">Whose host time is in it; null for none.</param>
/// <param name="Intervals">Where the intervals of a server come from; null without an engine, or where none are known.</param>
internal sealed record ExplainAnswer(
    ModelInputs Inputs,
    PassModel Pass,
    StepStack Stack,
    bool Prompts,
    double Sequences,
    Tokens Held,
    Tokens Prefix,
    Fidelity Fidelity,
    EnginePreset? Engine,
    FigureIntervals? Intervals)
{
    /// <summary>
    /// What the step's time is to a client of the engine: TPOT, or the least TTFT, with the interval of a server;
    /// null without an engine.
    /// </summary>
    public (double Low, double High)? Served => Intervals?.Of(
        Prompts ? ServedMetric.TimeToFirstToken : ServedMetric.TimePerOutputToken, Stack.Time.Value, Stack.Floor.Value);

    /// <summary>Tokens that the step makes, or takes in.</summary>
    public Tokens Tokens => Prompts ? Sequences * (Held - Prefix) : new(Sequences);

    /// <summary>Price of one of them on the devices of the layout; null without a price.</summary>
    public UsdPerToken? Cost
        => Inputs.Price is { } price ? price * Pass.Layout.DeviceCount * Stack.Time / Tokens : null;
}
