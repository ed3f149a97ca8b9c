using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Serving;
using S = Chalkline.Engines.ServingSymbols;

namespace Chalkline.Engines;

/// <summary>An engine under steady traffic: what clients see, what devices do, and how far it is from its limits.</summary>
public sealed record ServingStudy
{
    /// <summary>Requests in flight at most when an engine is filled: more only lengthens the run.</summary>
    private const double MostInFlight = 4096;

    /// <summary>Highest concurrency of a curve that nobody named.</summary>
    private const double MostOnCurve = 1024;

    /// <summary>The prepared model of one replica.</summary>
    public required PassModel Pass { get; init; }

    /// <summary>The engine.</summary>
    public required EnginePreset Engine { get; init; }

    /// <summary>What clients send to all replicas.</summary>
    public required Traffic Traffic { get; init; }

    /// <summary>Replicas that share it.</summary>
    public required int Replicas { get; init; }

    /// <summary>
    /// The pools when prefill and decode have workers of their own: they are one replica, and <see cref="Pass"/> is that
    /// of a decode worker. Null when they share devices.
    /// </summary>
    public ServingPools? Pools { get; init; }

    /// <summary>What one replica reports.</summary>
    public required EngineReport Report { get; init; }

    /// <summary>Requests that all replicas can run at once at their final length.</summary>
    public required double Seats { get; init; }

    /// <summary>Requests a second that all replicas finish when every seat is taken.</summary>
    public required RequestsPerSecond Capacity { get; init; }

    /// <summary>The closed loop at several concurrencies, ascending: requests in flight of all replicas, and one replica.</summary>
    public required ImmutableArray<(double Concurrency, EngineReport Report)> Curve { get; init; }

    /// <summary>Devices of all replicas.</summary>
    public Devices Devices => Replicas * DevicesPerReplica;

    /// <summary>Devices of one replica, or of both pools.</summary>
    public Devices DevicesPerReplica => Pools?.Devices ?? Pass.Layout.DeviceCount;

    /// <summary>Output tokens a second of all replicas in the middle of the run.</summary>
    public TokensPerSecond Throughput => Replicas * Report.Throughput;

    /// <summary>Requests a second that all replicas finish.</summary>
    public RequestsPerSecond Finished => new(Throughput.Value / Traffic.Output.Value);

    /// <summary>Load over capacity: the rate over the one that can be sustained, or requests in flight over seats.</summary>
    public double Load => Traffic.Rate > 0 ? Traffic.Rate / Capacity.Value : Traffic.Concurrency / Seats;

    /// <summary>Replays the traffic, the engine full, and a curve.</summary>
    /// <param name="pass">The prepared model of one replica.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="fidelity">Which model of time.</param>
    /// <param name="speculation">Speculation, or null.</param>
    /// <param name="traffic">What clients send to all replicas.</param>
    /// <param name="replicas">Replicas, at least 1.</param>
    /// <param name="curve">Concurrencies of the curve, each at least 1; empty for powers of two up to the seats.</param>
    /// <exception cref="ChalkException">Not even one request fits.</exception>
    public static ServingStudy Of(
        PassModel pass,
        EnginePreset engine,
        Fidelity fidelity,
        Speculation? speculation,
        Traffic traffic,
        int replicas,
        IEnumerable<double> curve)
    {
        EngineRun run = new(pass, engine, fidelity, speculation);
        EngineReport report = run.Replay(traffic, replicas);
        Traffic closed = traffic with { Rate = 0 };
        double seats = Seated(pass, engine, traffic);
        double full = Math.Clamp(seats, 1, MostInFlight);
        TokensPerSecond most = run.Replay(closed with { Concurrency = full, Rounds = 4 }).Throughput;
        double[] asked = [.. curve];
        return new()
        {
            Pass = pass,
            Engine = engine,
            Traffic = traffic,
            Replicas = replicas,
            Report = report,
            Seats = replicas * seats,
            Capacity = new(replicas * most.Value / traffic.Output.Value),
            Curve =
            [
                .. (asked.Length > 0 ? asked : Doubling(replicas, replicas * full, traffic.Concurrency))
                    .Order().Distinct()
                    .Select(clients => (clients, run.Replay(closed with { Concurrency = clients }, replicas))),
            ],
        };
    }

    /// <summary>Replays the traffic over two pools, the pools full, and a curve.</summary>
    /// <param name="prefill">Workers for prompts.</param>
    /// <param name="decode">Workers for answers.</param>
    /// <param name="engine">The engine of both.</param>
    /// <param name="fidelity">Which model of time.</param>
    /// <param name="speculation">Speculation of the decode workers, or null.</param>
    /// <param name="traffic">What clients send.</param>
    /// <param name="curve">Concurrencies of the curve, each at least 1; empty for powers of two up to the seats.</param>
    /// <exception cref="ChalkException">Not even one request fits, or nothing joins the pools.</exception>
    public static ServingStudy Of(
        WorkerPool prefill,
        WorkerPool decode,
        EnginePreset engine,
        Fidelity fidelity,
        Speculation? speculation,
        Traffic traffic,
        IEnumerable<double> curve)
    {
        DisaggregatedRun run = new(prefill, decode, engine, fidelity, speculation);
        DisaggregatedReport report = run.Replay(traffic);
        Traffic closed = traffic with { Rate = 0 };
        double seats = decode.Workers * Seated(decode.Pass, engine, traffic);
        double full = Math.Clamp(seats, 1, MostInFlight);
        TokensPerSecond most = run.Replay(closed with { Concurrency = full, Rounds = 4 }).Run.Throughput;
        double[] asked = [.. curve];
        return new()
        {
            Pass = decode.Pass,
            Engine = engine,
            Traffic = traffic,
            Replicas = 1,
            Pools = new(
                prefill, decode, report, run.HandOver(traffic.Input), traffic.Rate > 0 ? null : run.Steady(traffic)),
            Report = report.Run,
            Seats = seats,
            Capacity = new(most.Value / traffic.Output.Value),
            Curve =
            [
                .. (asked.Length > 0 ? asked : Doubling(1, full, traffic.Concurrency))
                    .Order().Distinct()
                    .Select(clients => (clients, run.Replay(closed with { Concurrency = clients }).Run)),
            ],
        };
    }

    /// <summary>What the study knows of itself that says how far a measurement may lie from it.</summary>
    /// <param name="calibration">What times the kernels of the device.</param>
    public ServedFacts Facts(DeviceCalibration calibration)
    {
        double running = Report.RunningBatch / (Pools?.Decode.Workers ?? 1);
        return ServedFacts.Of(
            Pools is null ? ServedMode.Aggregated : ServedMode.Disaggregated,
            Pools?.Prefill.Pass ?? Pass,
            Pass,
            calibration,
            new(
                running,
                Traffic.Input,
                Traffic.Prefix,
                Traffic.Output,
                Engine.Host(Math.Max(1, running), Pass.Layout.AttentionParallel),
                Pools?.Report.OverCapacity ?? ServedFacts.WaitingDecides(Report.Waiting, Report.RunningBatch)));
    }

    /// <summary>Shows where the figures come from: the host's time of a step, the step, and Little's law over the run.</summary>
    /// <param name="fidelity">The fidelity of the study.</param>
    /// <param name="work">Where it is shown.</param>
    public void Show<TWork>(Fidelity fidelity, ref TWork work)
        where TWork : struct, IWork
    {
        double batch = Math.Max(1, Report.RunningBatch / (Pools?.Decode.Workers ?? 1));
        work.Open("the engine");
        Seconds hostPerStep = work.Given(S.HostPerStep, Engine.HostPerStep, Engine.Source);
        Seconds hostPerSequence = work.Given(S.HostPerSequence, Engine.HostPerSequence, Engine.Source);
        double runningInGroup = work.Given(
            S.RunningInGroup, Math.Ceiling(batch / Pass.Layout.AttentionParallel), name: "runningInGroup");
        work.Step(S.HostTime, hostPerStep + (runningInGroup * hostPerSequence));
        work.Close();
        StepStack.Show(Pass, batch, Traffic.Input + (Traffic.Output / 2), default, prompts: false, fidelity, ref work);
        work.Open("Little's law over the run of one replica");
        double running = work.Given(S.Running, Report.RunningBatch, name: "running");
        double waiting = work.Given(S.Waiting, Report.Waiting, name: "waiting");
        Seconds stay = work.Given(S.Stay, Report.EndToEnd - Engine.HostPerRequest, name: "stay");
        Tokens answer = work.Given(S.Answer, Traffic.Output, name: "answer");
        work.Step(S.Throughput, (running + waiting) * answer / stay);
        work.Close();
    }

    /// <summary>Requests of final length that one replica has room and seats for; 0 when not even one fits.</summary>
    private static double Seated(PassModel pass, EnginePreset engine, Traffic traffic)
    {
        Tokens final = traffic.Input + traffic.Output;
        double room = Math.Floor(CacheRoom.Tokens(pass, engine, final) / final.Value);
        return Math.Min(room, engine.Sequences * (double)pass.Layout.AttentionParallel);
    }

    private static IEnumerable<double> Doubling(int replicas, double seats, double asked)
    {
        double last = Math.Min(Math.Max(seats, asked), replicas * MostOnCurve);
        for (double clients = replicas; clients < last; clients *= 2)
        {
            yield return clients;
        }

        yield return Math.Floor(last);
        if (asked > 0)
        {
            yield return asked;
        }
    }
}
