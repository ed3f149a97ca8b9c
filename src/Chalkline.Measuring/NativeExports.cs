using System.Runtime.InteropServices;

namespace Chalkline.Measuring;

/// <summary>A library of the machine, opened by the first of several names under which it may be installed.</summary>
/// <param name="File">The name that worked.</param>
/// <param name="Handle">Its handle; stays open until the program ends, for code of it may run on other threads.</param>
internal sealed record NativeExports(string File, nint Handle)
{
    /// <summary>Opens it; null when it is under none of the names.</summary>
    public static NativeExports? Open(params IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            if (NativeLibrary.TryLoad(file, out nint handle))
            {
                return new(file, handle);
            }
        }

        return null;
    }

    /// <summary>Whether it holds a function.</summary>
    public bool Has(string name) => NativeLibrary.TryGetExport(Handle, name, out _);

    /// <summary>The address of a function.</summary>
    /// <exception cref="ChalkException">The library is too old or too new to have it.</exception>
    public nint Function(string name)
        => NativeLibrary.TryGetExport(Handle, name, out nint address)
            ? address
            : throw new ChalkException($"{File}: has no function {name}; install another version, or measure the processor with --cpu.");
}
