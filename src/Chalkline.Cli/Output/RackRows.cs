using Chalkline.Hardware;

namespace Chalkline.Cli.Output;

/// <summary>What is known of a rack beyond its networks' bandwidths, as rows of <c>chalk catalog show</c>.</summary>
internal static class RackRows
{
    /// <summary>The level above a network's groups.</summary>
    public static IEnumerable<DatumRow> Upper(string network, Network of)
    {
        if (of.Upper is not { } upper)
        {
            yield break;
        }

        string name = FormattableString.Invariant($"{network}, {upper.Name}, beyond {upper.GroupDevices:N0} devices");
        yield return new(
            $"{name}: oversubscription",
            Ratio(upper.Oversubscription.Value),
            upper.Oversubscription.Value,
            "",
            upper.Oversubscription.Source,
            string.Join("; ", upper.Oversubscription.Alternatives.Select(other => $"{Ratio(other.Value)} ({other.Source})")));
        foreach (DatumRow row in DatumRow.Optional($"{name}: latency", upper.Latency))
        {
            yield return row;
        }
    }

    /// <summary>Network cards.</summary>
    public static IEnumerable<DatumRow> Cards(Network of) => of.Cards is { } cards
        ? [DatumRow.Of(FormattableString.Invariant($"network card, one direction, {cards.PerDevice:0.##} a device"), cards.Bandwidth)]
        : [];

    /// <summary>Trays, from top to bottom where that is known.</summary>
    public static IEnumerable<DatumRow> Trays(Rack? rack)
    {
        if (rack is null)
        {
            yield break;
        }

        string trays = string.Join(
            ", ",
            rack.Trays.Select(stack => FormattableString.Invariant(
                $"{stack.Count} {(stack.Kind == TrayKind.Switch ? "switch" : "compute")}")));
        yield return new(
            rack.Ordered ? "trays of a rack, from top to bottom" : "trays of a rack", trays, rack.Trays.Sum(stack => stack.Count), "", rack.Source, "");
        yield return new("devices of a compute tray", $"{rack.DevicesPerTray}", rack.DevicesPerTray, "", rack.Source, "");
        foreach (DatumRow row in DatumRow.Optional("latency inside a tray", rack.TrayLatency))
        {
            yield return row;
        }
    }

    /// <summary>Flash.</summary>
    public static IEnumerable<DatumRow> Flash(MemoryTier? flash) => flash is null ? []
        :
        [
            DatumRow.Of($"flash of a domain ({flash.Name})", flash.Capacity),
            DatumRow.Of("flash bandwidth of a domain", flash.Bandwidth),
        ];

    private static string Ratio(double value) => FormattableString.Invariant($"{value:0.##}:1");
}
