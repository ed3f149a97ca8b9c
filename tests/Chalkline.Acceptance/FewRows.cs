namespace Chalkline.Acceptance;

/// <summary>Shipped measurements, thinned: what they show of a form they show in a second, not in a minute.</summary>
internal static class FewRows
{
    /// <summary>Of so many rows one is kept, so that all modes, machines and kinds of kernels take part.</summary>
    private const int One = 60;

    /// <summary>Served rows; a file in the folder of the tests.</summary>
    public static string Serving { get; } = Thinned("serving.csv");

    /// <summary>Kernels; a file in the folder of the tests.</summary>
    public static string Kernels { get; } = Thinned("kernels.csv");

    private static string Thinned(string name)
    {
        string thin = $"few-{name}";
        File.WriteAllLines(
            Path.Combine(AppContext.BaseDirectory, thin),
            File.ReadLines(Path.Combine(Chalk.Data, "measurements", name)).Where((_, line) => line % One == 0));
        return thin;
    }
}
