using System.Globalization;
using System.Text.Json;
using Chalkline.Files;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>One thing that two plans were asked differently.</summary>
/// <param name="Name">What it is.</param>
/// <param name="First">What the first was asked; a dash for nothing.</param>
/// <param name="Second">What the second was asked.</param>
internal sealed record AskedDifference(string Name, string First, string Second)
{
    private static readonly (string Name, string Path, Func<double, string>? Text)[] Fields =
    [
        ("version of the program", "program", null),
        ("model", "model", null),
        ("machine", "system", null),
        ("accelerator", "accelerator", null),
        ("devices of the machine", "devices", null),
        ("devices to use", "search.devicesPaid", null),
        ("modes", "search.modes", null),
        ("machine that takes the prompts", "prefillSystem", null),
        ("devices that take the prompts", "prefillDevices", null),
        ("attention weights", "formats.attention", null),
        ("feed-forward weights", "formats.feedForward", null),
        ("expert weights", "formats.experts", null),
        ("embedding", "formats.embedding", null),
        ("activations", "formats.activations", null),
        ("KV cache", "formats.keyValue", null),
        ("price of a device", "priceUsdPerDeviceHour", value => $"{new UsdPerDeviceHour(value)}"),
        ("price of a device that takes prompts", "prefillPriceUsdPerDeviceHour", value => $"{new UsdPerDeviceHour(value)}"),
        ("fidelity", "fidelity", null),
        ("prompt", "workload.inputTokens", value => $"{new Tokens(value)}"),
        ("answer", "workload.outputTokens", value => $"{new Tokens(value)}"),
        ("cached part of a prompt", "workload.prefixTokens", value => $"{new Tokens(value)}"),
        ("longest TPOT", "workload.tpotLimitSeconds", value => $"{new Seconds(value)}"),
        ("longest TTFT", "workload.ttftLimitSeconds", value => $"{new Seconds(value)}"),
        ("longest request", "endToEndLimitSeconds", value => $"{new Seconds(value)}"),
        ("most cost", "costLimitUsdPerMtok", value => $"{new UsdPerToken(value / 1e6)}"),
        ("budget", "budgetUsdPerHour", value => $"{new UsdPerHour(value)}"),
        ("most power", "powerLimitWatts", value => $"{new Watts(value)}"),
        ("load", "loadRequestsPerSecond", value => $"{new RequestsPerSecond(value)}"),
    ];

    /// <summary>All that two plans were asked differently, in the order of the JSON.</summary>
    public static IReadOnlyList<AskedDifference> Of(SavedPlan first, SavedPlan second) =>
    [
        .. Fields
            .Select(field => new AskedDifference(
                field.Name, Text(first.Json, field.Path, field.Text), Text(second.Json, field.Path, field.Text)))
            .Where(row => row.First != row.Second),
    ];

    private static string Text(JsonView view, string path, Func<double, string>? text)
    {
        JsonView? found = view;
        foreach (string name in path.Split('.'))
        {
            found = found?.Optional(name);
        }

        return found is null ? "-"
            : text is not null ? text(found.Number(0, 1e30))
            : found.Element.ValueKind == JsonValueKind.Array ? string.Join(", ", found.Items().Select(item => item.Text()))
            : found.Element.ValueKind == JsonValueKind.Number ? found.Number(0, 1e15).ToString("N0", CultureInfo.InvariantCulture)
            : found.Text();
    }
}
