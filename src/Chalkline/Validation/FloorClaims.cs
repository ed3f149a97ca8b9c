using Chalkline.Quantities;

namespace Chalkline.Validation;

/// <summary>A measured time and what is proved of it.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Measured">The time.</param>
/// <param name="Least">Its floor.</param>
/// <param name="OfLayout">Whether the layout took part in the proof.</param>
/// <param name="Speculable">Whether speculation can share the reading that the memory floor counts.</param>
internal readonly record struct FloorClaim(
    FloorMeasure Measure, Seconds Measured, LeastTime Least, bool OfLayout, bool Speculable);

/// <summary>What can be proved of each measured time of a row.</summary>
internal static class FloorClaims
{
    private const double MillisecondsPerSecond = 1000;

    /// <summary>All claims of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="lengths">Its lengths.</param>
    /// <param name="prefill">Floors of the devices that prefill; null when unknown.</param>
    /// <param name="decode">Floors of the devices that decode; null when unknown.</param>
    /// <param name="device">Floors of one device that does everything: what rates for each device are held against.</param>
    public static IEnumerable<FloorClaim> Of(
        ServingCase row, CaseLengths lengths, PhaseFloor? prefill, PhaseFloor? decode, PhaseFloor device)
    {
        bool served = row.Mode is CaseMode.Aggregated or CaseMode.Disaggregated;
        if (decode is not null && served && row.TimePerOutputToken is { } tpot)
        {
            yield return new(
                FloorMeasure.Tpot, Time(tpot), decode.DecodeStep(Decoding(row, lengths)), decode.OfLayout, true);
        }

        if (decode is not null && row.Mode == CaseMode.Decode && row.TimePerOutputToken is { } alone)
        {
            yield return new(
                FloorMeasure.Tpot, Time(alone), decode.DecodeStep(row.Concurrency ?? 1), decode.OfLayout, true);
        }

        if (prefill is not null && row.Mode != CaseMode.Offline && row.TimeToFirstToken is { } ttft)
        {
            yield return new(FloorMeasure.Ttft, Time(ttft), prefill.Prefill(1), prefill.OfLayout, false);
        }

        if (prefill is not null && decode is not null && Loop(row, lengths, prefill, decode) is { } request)
        {
            yield return request;
        }

        foreach (FloorClaim claim in Fixed(row, lengths, prefill, decode))
        {
            yield return claim;
        }

        foreach (FloorClaim claim in Rates(row, lengths, decode, device))
        {
            yield return claim;
        }
    }

    /// <summary>
    /// Sequences that decode on average, all replicas together (Little's law): of those in flight in a closed loop, the
    /// share of their time that is decode; else the rate of decode tokens times their time; at least one.
    /// </summary>
    private static double Decoding(ServingCase row, CaseLengths lengths)
    {
        double tpot = row.TimePerOutputToken!.Value;
        double decode = lengths.DecodeTokens * tpot;
        if (row is { Concurrency: { } flying, TimeToFirstToken: { } ttft, RequestRate: null } && decode > 0)
        {
            return Math.Max(1, flying * decode / (ttft + decode));
        }

        return row.OutputRate is { } rate && row.Output is not null
            ? Math.Max(1, rate * (lengths.DecodeTokens / lengths.Output) * tpot / MillisecondsPerSecond)
            : 1;
    }

    /// <summary>
    /// A closed loop finishes concurrency / time requests a second, each with all its work: the time is at least
    /// concurrency times the work of a request over the devices.
    /// </summary>
    private static FloorClaim? Loop(ServingCase row, CaseLengths lengths, PhaseFloor prefill, PhaseFloor decode)
    {
        if (row is not { Concurrency: { } flying, TimeToFirstToken: { } ttft, TimePerOutputToken: { } tpot, RequestRate: null }
            || row.Input is null || row.Output is null)
        {
            return null;
        }

        LeastTime first = flying / prefill.Devices * prefill.PrefillWork();
        LeastTime rest = flying * lengths.DecodeTokens / decode.Devices * decode.DecodeWork();
        return new(
            FloorMeasure.Request,
            Time(ttft + (lengths.DecodeTokens * tpot)),
            row.Mode == CaseMode.Disaggregated ? LeastTime.Both(first, rest) : first + rest,
            false,
            true);
    }

    private static IEnumerable<FloorClaim> Fixed(
        ServingCase row, CaseLengths lengths, PhaseFloor? prefill, PhaseFloor? decode)
    {
        // A static batch goes through together; a served request is only known to go through alone.
        double together = row.Mode is CaseMode.Aggregated or CaseMode.Disaggregated ? 1 : row.Concurrency ?? 1;
        double inReplica = prefill is null ? 1 : Math.Max(1, together / prefill.Replicas);
        if (prefill is not null && decode is not null && row.EndToEnd is { } whole && row.Output is not null)
        {
            LeastTime both = prefill.Prefill(inReplica) + (lengths.DecodeTokens * decode.DecodeStep(together));
            yield return new(FloorMeasure.EndToEnd, Time(whole), both, prefill.OfLayout && decode.OfLayout, true);
        }

        if (prefill is not null && row.PrefillTime is { } first)
        {
            yield return new(FloorMeasure.Prefill, Time(first), prefill.Prefill(inReplica), prefill.OfLayout, false);
        }

        if (decode is not null && row.DecodeStepTime is { } step)
        {
            yield return new(FloorMeasure.DecodeStep, Time(step), decode.DecodeStep(together), decode.OfLayout, false);
        }
    }

    /// <summary>
    /// Rates prove the device time of a token: at least its arithmetic and the reading of its own cache. How many tokens
    /// shared a reading of the weights is unknown.
    /// </summary>
    private static IEnumerable<FloorClaim> Rates(
        ServingCase row, CaseLengths lengths, PhaseFloor? decode, PhaseFloor device)
    {
        double? rate = row.OutputRatePerDevice ?? (decode is null ? null : row.OutputRate / decode.Devices);
        if (rate is { } output)
        {
            // With phases apart the rate may be that of the decode devices alone.
            bool prefills = row.Mode is CaseMode.Aggregated or CaseMode.Offline && row.Output is not null;
            double share = row.Output is null ? 1 : lengths.DecodeTokens / lengths.Output;
            LeastTime least = share * device.DecodeWork();
            least = prefills ? least + (1 / lengths.Output * device.PrefillWork()) : least;
            yield return new(FloorMeasure.OutputToken, new(1 / output), least, false, true);
        }

        // An unknown prefix may be all of the prompt, and then there is nothing to hold an input rate against.
        if (row.InputRatePerDevice is { } input && row.Input is not null && lengths.PrefixKnown)
        {
            LeastTime least = 1 / lengths.Input * device.PrefillWork();
            yield return new(FloorMeasure.InputToken, new(1 / input), least, false, false);
        }
    }

    private static Seconds Time(double milliseconds) => new(milliseconds / MillisecondsPerSecond);
}
