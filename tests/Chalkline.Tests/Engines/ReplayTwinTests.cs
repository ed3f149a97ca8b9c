using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Serving;
using CsCheck;

namespace Chalkline.Tests.Engines;

/// <summary>The replay passes over steps that are alike; the plain twin takes each. Both must see the same requests.</summary>
public sealed class ReplayTwinTests
{
    private static readonly MachineSystem Box = HardwareData.Catalogue.FindSystem("h100x8");

    private static readonly PassModel Pass = PassModel.Prepare(
        Catalogue.Model("llama-3.1-8b"), Box, Layout.Single, Precision.Bf16, null, Catalogue.Calibrations.For(Box));

    private static readonly Gen<EnginePreset> Engines = Gen
        .Select(Gen.Int[0, 2], Gen.Int[64, 3000], Gen.Int[1, 12], Gen.Int[0, 4], Gen.Int[1, 12], Gen.Int[0, 3])
        .Select((engine, tokens, sequences, entry, receive, mix) => EnginePresets.All[engine] with
        {
            StepTokens = tokens,
            Sequences = sequences,
            EntrySteps = entry,
            ReceiveSteps = receive,
            Policy = mix % 2 == 0 ? StepPolicy.Mixed : StepPolicy.PrefillFirst,
            Reserved = mix < 2 ? 0 : EnginePresets.All[engine].Reserved,
        });

    private static readonly Gen<Traffic> Traffics = Gen
        .Select(Gen.Int[1, 1500], Gen.Int[1, 300], Gen.Double[0, 0.6], Gen.Int[1, 16], Gen.Int[1, 4])
        .Select((input, output, spread, clients, rounds) => new Traffic
        {
            Input = new(input),
            Output = new(output),
            Spread = spread,
            Concurrency = clients,
            Rounds = rounds,
        });

    [Fact]
    public void Each_request_meets_the_same_times_as_in_the_plain_twin()
    {
        long evictions = 0;
        Gen.Select(Engines, Traffics, Gen.Double[1.05, 8], Gen.Int[1, 3]).Sample(
            (engine, traffic, seats, groups) =>
            {
                // No sum of whole and half tokens, so that none meets it as it is rounded.
                double room = 0.3 + Math.Floor(seats * (1 + traffic.Spread) * (traffic.Input + traffic.Output).Value);
                LinearTimer timer = new(Pass, engine, 1e-5);
                Replay replay = new(timer, engine, traffic, 1, room, groups, 1);
                PlainRequest[] plain =
                    [.. replay.Requests.ToArray().Select(one => new PlainRequest(one.ToPrefill, one.Output, one.Way))];
                replay.Run();
                PlainReplay twin = new(
                    (decoding, context, tokens, prompts, offset, evenness)
                        => timer.Of(decoding, context, tokens, prompts, offset, evenness).Time,
                    engine,
                    room,
                    plain,
                    groups);
                twin.Run((int)traffic.Concurrency);

                for (int i = 0; i < plain.Length; i++)
                {
                    Request one = replay.Requests[i];
                    string where = $"{engine.Name} {engine.StepTokens} {engine.Sequences} {traffic} {seats:F3} {groups} request {i}";
                    Near(one.FirstToken - one.Arrival, plain[i].FirstToken - plain[i].Arrival, where);
                    Near(one.Finish - one.FirstToken, plain[i].Finish - plain[i].FirstToken, where);
                }

                Interlocked.Add(ref evictions, twin.Evictions);
                replay.Report().Evictions.ShouldBe(twin.Evictions / (double)plain.Length, 1e-9);
            },
            seed: "0N0XIzNsQ1A1",
            iter: 200);

        // The cases were narrow enough to throw requests out.
        evictions.ShouldBeGreaterThan(20);
    }

    private static void Near(double fast, double plain, string where)
        => fast.ShouldBe(plain, 1e-9 * (1 + plain), where);
}
