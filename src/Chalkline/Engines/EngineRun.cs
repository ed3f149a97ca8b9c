using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Engines;

/// <summary>
/// Replays traffic through an engine's scheduler, step by step, on estimated step times: continuous batching, chunked or
/// whole prompts, a full KV cache and what happens then. Between arrivals, ends of requests and prompts, nothing changes
/// but the contexts' length, so those steps are passed over at once.
/// </summary>
/// <param name="pass">A prepared model; each of its replicas is the same.</param>
/// <param name="engine">The engine.</param>
/// <param name="fidelity">Which model of time.</param>
/// <param name="speculation">Speculation, or null.</param>
public sealed class EngineRun(PassModel pass, EnginePreset engine, Fidelity fidelity, Speculation? speculation = null)
{
    private readonly StepTimer _timer = new(pass, engine, fidelity, speculation);

    /// <summary>Replays the traffic of one replica out of <paramref name="replicas"/> that share it evenly.</summary>
    /// <exception cref="ChalkException">Not even one request fits.</exception>
    public EngineReport Replay(Traffic traffic, int replicas = 1)
    {
        double final = traffic.Input.Value + traffic.Output.Value;
        double room = CacheRoom.Tokens(pass, engine, new(final));
        if (!(room / pass.Layout.AttentionParallel >= final))
        {
            throw new ChalkException($"{pass.Model.Name} does not fit: {new Footprint(pass).WhyNot(new(final))}.");
        }

        Replay replay = new(_timer, engine, traffic, replicas, room, pass.Layout.AttentionParallel, speculation?.TokensPerStep ?? 1);
        replay.Run();
        return replay.Report();
    }

    /// <summary>Time of one decode step of a replica.</summary>
    /// <param name="sequences">Sequences that get a token.</param>
    /// <param name="context">Mean tokens in their caches.</param>
    public Seconds DecodeStep(double sequences, Tokens context) => new(_timer.Step(sequences, context.Value, 0, 0, 0));

    /// <summary>Time of one step of a replica that processes whole prompts and nothing else.</summary>
    /// <param name="prompts">Prompts, spread over the attention-parallel groups.</param>
    /// <param name="tokens">New tokens of each.</param>
    /// <param name="prefix">Tokens of each that were cached before.</param>
    public Seconds PrefillStep(double prompts, Tokens tokens, Tokens prefix)
        => new(_timer.Step(0, 0, prompts * tokens.Value, prompts, prefix.Value));
}
