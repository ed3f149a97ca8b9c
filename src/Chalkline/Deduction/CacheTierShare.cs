namespace Chalkline.Deduction;

/// <summary>How likely a cache is kept in a kind of memory.</summary>
/// <param name="Kind">hbm, dram, flash, disk, remote, or a user's own word.</param>
/// <param name="Prior">Before its duration is known: all kinds alike.</param>
/// <param name="Posterior">After.</param>
public sealed record CacheTierShare(string Kind, double Prior, double Posterior);
