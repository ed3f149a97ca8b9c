using System.Runtime.CompilerServices;

namespace Chalkline.Derivations;

/// <summary>
/// Where an equation writes its work. Code that computes takes a <c>TWork : struct, IWork</c>: with <see cref="Quiet"/>
/// every call below is the identity and the compiler removes it; with <see cref="Shown"/> the same code leaves a tree
/// of steps behind. The equation shown is the text of the argument itself, so it cannot drift from what was computed.
/// </summary>
/// <remarks>
/// An argument to <see cref="Step"/> is one arithmetic expression over local variables that were themselves given or
/// stepped under the same name, numbers, <c>Max</c>, <c>Min</c> and <c>Math</c> functions.
/// </remarks>
public interface IWork
{
    /// <summary>True when somebody asked for the work; lets code skip building text nobody reads.</summary>
    static abstract bool Asked { get; }

    /// <summary>Names an input of the equations that follow. Returns it unchanged.</summary>
    /// <param name="symbol">How it is written and what it means.</param>
    /// <param name="value">The number.</param>
    /// <param name="source">Where the number comes from, when it is a datum rather than a result.</param>
    /// <param name="name">The variable's name, filled in by the compiler.</param>
    T Given<T>(
        Symbol symbol, T value, Source? source = null, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, IFormattable;

    /// <summary>Records an equation and its result. Returns the result unchanged.</summary>
    /// <param name="symbol">How the result is written and what it means. Its name is the variable it is put in.</param>
    /// <param name="value">The result.</param>
    /// <param name="equation">The text of the expression, filled in by the compiler.</param>
    T Step<T>(Symbol symbol, T value, [CallerArgumentExpression(nameof(value))] string equation = "")
        where T : struct, IFormattable;

    /// <summary>
    /// Opens a named part of the derivation. Its variables are its own, it may read those outside, and outside may read
    /// its last step, by that step's symbol name or by giving it again under another.
    /// </summary>
    void Open(string title);

    /// <summary>Closes the part opened last.</summary>
    void Close();
}
