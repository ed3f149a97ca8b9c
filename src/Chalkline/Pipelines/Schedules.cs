namespace Chalkline.Pipelines;

/// <summary>Names of schedules, as papers and engines write them.</summary>
public static class Schedules
{
    private static readonly (ScheduleKind Kind, string Name)[] All =
    [
        (ScheduleKind.GPipe, "gpipe"),
        (ScheduleKind.OneForwardOneBackward, "1f1b"),
        (ScheduleKind.Interleaved, "interleaved"),
        (ScheduleKind.ZeroBubbleH1, "zb-h1"),
        (ScheduleKind.ZeroBubbleH2, "zb-h2"),
        (ScheduleKind.ZeroBubbleV, "zb-v"),
        (ScheduleKind.ZeroBubble1p, "zb-1p"),
        (ScheduleKind.ZeroBubble2p, "zb-2p"),
        (ScheduleKind.DualPipe, "dualpipe"),
        (ScheduleKind.Decode, "decode"),
    ];

    /// <summary>The schedules of training, each with its name.</summary>
    public static IEnumerable<(ScheduleKind Kind, string Name)> OfTraining
        => All.Where(row => row.Kind != ScheduleKind.Decode);

    /// <summary>The name of a schedule.</summary>
    public static string Name(ScheduleKind kind) => Array.Find(All, row => row.Kind == kind).Name;

    /// <summary>The training schedule of a name.</summary>
    /// <exception cref="ChalkException">There is none.</exception>
    public static ScheduleKind Find(string name)
    {
        foreach ((ScheduleKind kind, string known) in OfTraining)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        throw new ChalkException(
            $"'{name}' is not a known schedule; choose {string.Join(", ", OfTraining.Select(row => row.Name))}.");
    }

    /// <summary>Whether backward passes are split into their two gradients.</summary>
    public static bool Splits(ScheduleKind kind) => kind is ScheduleKind.ZeroBubbleH1 or ScheduleKind.ZeroBubbleH2
        or ScheduleKind.ZeroBubbleV or ScheduleKind.ZeroBubble1p or ScheduleKind.ZeroBubble2p or ScheduleKind.DualPipe;
}
