using System.Runtime.InteropServices;

namespace Chalkline.Engines;

/// <summary>One request of a replay.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Request
{
    /// <summary>When it was sent, s.</summary>
    public double Arrival;

    /// <summary>When its prompt was done on a worker that only prefills, s.</summary>
    public double Prefilled;

    /// <summary>When its first token came, s; negative before.</summary>
    public double FirstToken;

    /// <summary>When its last token came, s.</summary>
    public double Finish;

    /// <summary>Tokens of its answer.</summary>
    public double Output;

    /// <summary>Prompt tokens still to be processed.</summary>
    public double ToPrefill;

    /// <summary>Tokens in its cache when its present run began, or so far in its prefill.</summary>
    public double Held;

    /// <summary>Tokens of the answer that were missing when its present run began.</summary>
    public double Left;

    /// <summary>Decode step at which its present run began.</summary>
    public double Entered;

    /// <summary>Runs that began before its present one.</summary>
    public int Turn;

    /// <summary>The attention-parallel group that has it.</summary>
    public int Group;

    /// <summary>Steps it is under way to a busy engine.</summary>
    public int Way;

    /// <summary>Draws the requests of a run: lengths, and arrival times of an open loop. Always the same ones.</summary>
    public static Request[] Draw(Traffic traffic, int count, double rate, int entry)
    {
        Request[] requests = new Request[count];
        SplitMix random = new(0x43484B4C);
        SplitMix ways = new(0x57415953);
        double time = 0;
        double input = traffic.Input.Value;
        double output = traffic.Output.Value;
        foreach (ref Request request in requests.AsSpan())
        {
            double prompt = Math.Max(1, Math.Round(input * (1 + (traffic.Spread * ((2 * random.Next()) - 1)))));
            double answer = Math.Max(1, Math.Round(output * (1 + (traffic.Spread * ((2 * random.Next()) - 1)))));
            double cached = Math.Min(traffic.Prefix.Value, prompt - 1);
            time += rate > 0 ? -Math.Log(1 - random.Next()) / rate : 0;
            request = new()
            {
                Arrival = time,
                FirstToken = -1,
                Output = answer,
                Left = answer,
                Held = cached,
                ToPrefill = prompt - cached,
                Way = (int)(((2 * entry) + 1) * ways.Next()),
            };
        }

        return requests;
    }
}
