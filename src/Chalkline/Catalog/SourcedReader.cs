using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Catalog;

/// <summary>
/// Reads the data of one hardware file. A file lists its sources once, under <c>sources</c>, and each datum names one.
/// </summary>
internal sealed class SourcedReader
{
    private readonly Dictionary<string, Source> _sources = new(StringComparer.Ordinal);

    /// <summary>Reads the sources of a file.</summary>
    /// <exception cref="ChalkException">There are none, or one lacks its place or date.</exception>
    public SourcedReader(JsonView root)
    {
        JsonView sources = root.Required("sources");
        if (sources.Element.ValueKind != JsonValueKind.Object || !sources.Element.EnumerateObject().Any())
        {
            throw sources.Wrong("must be an object with at least one source");
        }

        foreach (JsonProperty property in sources.Element.EnumerateObject())
        {
            JsonView source = sources.Required(property.Name).Only(HardwareFields.Source);
            JsonView date = source.Required("date");
            if (!IsDate(date.Text()))
            {
                throw date.Wrong("must be a date such as 2026, 2026-08 or 2026-08-22");
            }

            _sources[property.Name] = new(NonEmpty(source.Required("where")), date.Text(), Verification.No);
        }
    }

    /// <summary>Text with something in it.</summary>
    public static string NonEmpty(JsonView view)
        => view.Text() is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw view.Wrong("must not be empty");

    /// <summary>The aliases of a file; none when it names none.</summary>
    public static ImmutableArray<string> Aliases(JsonView root)
        => root.Optional("aliases") is { } aliases ? [.. aliases.Items().Select(NonEmpty)] : [];

    /// <summary>A year, a month, a day, or a half year (<c>2026-H2</c>).</summary>
    public static bool IsDate(string text)
    {
        bool shape = text.Length is 4 or 7 or 10 && text.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0;
        bool half = text.Length == 7 && text[4] == '-' && text[5] == 'H' && text[6] is '1' or '2';
        return shape && (text.Length == 4 || (text.Length == 7 && half) || DateOnly.TryParseExact(
            text.Length == 7 ? text + "-01" : text,
            "yyyy-MM-dd",
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.None,
            out _));
    }

    /// <summary>How far something was checked, from <c>yes</c>, <c>partial</c> or <c>no</c>.</summary>
    public static Verification Verified(JsonView view) => view.Text() switch
    {
        "yes" => Verification.Yes,
        "partial" => Verification.Partial,
        "no" => Verification.No,
        _ => throw view.Wrong("must be yes, partial or no"),
    };

    /// <summary>A source that a field names.</summary>
    public Source Named(JsonView view, Verification verified, string note = "")
        => _sources.TryGetValue(view.Text(), out Source? source)
            ? source with { Verified = verified, Note = note }
            : throw view.Wrong($"is not among the sources of the file ({string.Join(", ", _sources.Keys)})");

    /// <summary>
    /// A datum whose value lies in a range of the canonical unit; outside it is surely a slip of the unit.
    /// </summary>
    public Datum<T> Datum<T>(JsonView view, ValueRange range)
        where T : struct, IQuantity<T>
    {
        Raw raw = Read(view, range, (value, limits) => Value(value, T.Info, limits));
        ImmutableArray<Alternative<T>>.Builder others =
            ImmutableArray.CreateBuilder<Alternative<T>>(raw.Alternatives.Count);
        foreach (Alternative<double> other in raw.Alternatives)
        {
            others.Add(new(T.Create(other.Value), other.Source));
        }

        return new(T.Create(raw.Value), raw.Source, others.MoveToImmutable());
    }

    /// <summary>A datum that may be missing.</summary>
    public Datum<T>? Optional<T>(JsonView root, string field, ValueRange range)
        where T : struct, IQuantity<T>
        => root.Optional(field) is { } view ? Datum<T>(view, range) : null;

    /// <summary>A datum that is a ratio, written <c>2:1</c>.</summary>
    public Datum<double> Ratio(JsonView view, ValueRange range)
    {
        Raw raw = Read(view, range, RatioOf);
        return new(
            raw.Value, raw.Source, [.. raw.Alternatives.Select(other => new Alternative<double>(other.Value, other.Source))]);
    }

    /// <summary>
    /// Reads a datum without knowing its type. Code that is generic over structs is compiled again for each of them,
    /// and a command should start in a blink.
    /// </summary>
    private Raw Read(JsonView view, ValueRange range, Func<JsonView, ValueRange, double> value)
    {
        view.Only(HardwareFields.Datum);
        JsonView? note = view.Optional("note");
        Source source = Named(
            view.Required("source"), Verified(view.Required("verified")), note is { } text ? NonEmpty(text) : "");
        List<Alternative<double>> others = [];
        if (view.Optional("alternatives") is { } alternatives)
        {
            foreach (JsonView other in alternatives.Items())
            {
                other.Only(HardwareFields.Alternative);
                others.Add(new(value(other.Required("value"), range), NonEmpty(other.Required("source"))));
            }
        }

        return new(value(view.Required("value"), range), source, others);
    }

    private static double RatioOf(JsonView view, ValueRange range)
    {
        string[] sides = view.Text().Split(':');
        return sides.Length == 2
            && double.TryParse(sides[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double above)
            && double.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double below)
            && below > 0 && above / below >= range.Least && above / below <= range.Most
            ? above / below
            : throw view.Wrong(string.Create(
                CultureInfo.InvariantCulture, $"must be a ratio such as 2:1, from {range.Least}:1 to {range.Most}:1"));
    }

    private static double Value(JsonView view, QuantityInfo info, ValueRange range)
    {
        if (!QuantityText.TryParse(view.Text(), info, out double value, out string? error))
        {
            throw view.Wrong(error ?? $"must be a quantity in {info.Unit}");
        }

        return value >= range.Least && value <= range.Most
            ? value
            : throw view.Wrong(
                $"must lie between {QuantityText.Format(range.Least, info, null)} "
                + $"and {QuantityText.Format(range.Most, info, null)}");
    }

    private sealed record Raw(double Value, Source Source, List<Alternative<double>> Alternatives);
}
