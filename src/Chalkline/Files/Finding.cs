namespace Chalkline.Files;

/// <summary>Something wrong with a catalogue file.</summary>
/// <param name="File">The file.</param>
/// <param name="Field">The field; empty when it is the file as a whole.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What would be right.</param>
public sealed record Finding(string File, string Field, string Problem, string Remedy);
