namespace Chalkline.Acceptance;

/// <summary>
/// The working folder and the catalogue of a run. Both belong to the whole process: runs in the usual place go side by
/// side, and a run elsewhere goes alone.
/// </summary>
internal sealed class Place : IDisposable
{
    private const string Variable = "CHALKLINE_DATA";

    private static readonly ReaderWriterLockSlim Door = new();

    private readonly bool _alone;

    static Place() => (Environment.CurrentDirectory, Catalogue) = (AppContext.BaseDirectory, Chalk.Data);

    private Place(bool alone) => _alone = alone;

    private static string? Catalogue
    {
        set => Environment.SetEnvironmentVariable(Variable, value);
    }

    /// <summary>Waits until a run may go there.</summary>
    /// <param name="folder">Where; null for the folder of the tests.</param>
    /// <param name="data">The catalogue; null for that of the repository.</param>
    /// <returns>What to dispose of after the run, on the same thread.</returns>
    public static IDisposable Enter(string? folder, string? data)
    {
        if (folder is null && data is null)
        {
            Door.EnterReadLock();
            return new Place(alone: false);
        }

        Door.EnterWriteLock();
        (Environment.CurrentDirectory, Catalogue) = (folder ?? AppContext.BaseDirectory, data ?? Chalk.Data);
        return new Place(alone: true);
    }

    public void Dispose()
    {
        if (_alone)
        {
            (Environment.CurrentDirectory, Catalogue) = (AppContext.BaseDirectory, Chalk.Data);
            Door.ExitWriteLock();
        }
        else
        {
            Door.ExitReadLock();
        }
    }
}
