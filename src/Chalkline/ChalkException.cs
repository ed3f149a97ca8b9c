namespace Chalkline;

/// <summary>
/// Something a user can put right: a bad file, field, value, unit, layout or name. The message is one sentence that says
/// where, what and what would be right; the command prints it and exits non-zero, without a stack trace.
/// </summary>
public sealed class ChalkException(string message, Exception? inner = null) : Exception(message, inner);
