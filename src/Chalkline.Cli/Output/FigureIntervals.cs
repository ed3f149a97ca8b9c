using System.Text.Json;
using Chalkline.Engines;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>The 80 % intervals of a prediction's served figures, the same that <c>chalk validate</c> judges.</summary>
/// <param name="Spread">How far measurements lie from predictions.</param>
/// <param name="Facts">What the prediction knows of itself.</param>
internal sealed record FigureIntervals(ServedSpread Spread, ServedFacts Facts)
{
    /// <summary>The interval of a figure; null where nothing alike was measured.</summary>
    public (double Low, double High)? Of(ServedMetric metric, double value, double floor = 0)
        => Spread.Interval(metric, Facts, value, floor);

    /// <summary>A time with its interval in brackets.</summary>
    public string With(ServedMetric metric, Seconds time)
        => Of(metric, time.Value) is { } span ? $"{time} (80 %: {new Seconds(span.Low)} to {new Seconds(span.High)})" : time.ToString();

    /// <summary>Writes an interval as a property; nothing where it is not known.</summary>
    public static void Write(Utf8JsonWriter writer, string name, (double Low, double High)? interval)
    {
        if (interval is { } known)
        {
            writer.WriteStartObject(name);
            writer.WriteNumber("low", known.Low);
            writer.WriteNumber("high", known.High);
            writer.WriteEndObject();
        }
    }
}
