using System.Text.Json;
using Chalkline.Charts.Reports;
using Chalkline.Derivations;

namespace Chalkline.Cli.Output;

/// <summary>What a command found, once, for every way of printing it.</summary>
internal sealed record Answer
{
    /// <summary>The page: prose, tables, charts.</summary>
    public required ReportSpec Report { get; init; }

    /// <summary>The table that <c>csv</c> prints.</summary>
    public required TableSpec Data { get; init; }

    /// <summary>Writes the members of the JSON object, version and command excepted.</summary>
    public required Action<Utf8JsonWriter> Json { get; init; }

    /// <summary>The command, for example <c>plan</c>.</summary>
    public required string Command { get; init; }

    /// <summary>The work, when it was asked for.</summary>
    public Derivation? Work { get; init; }

    /// <summary>The exit code of an answer that was found and is not good news.</summary>
    public int ExitCode { get; init; }

    /// <summary>Why there is no answer, in one sentence; null when there is one.</summary>
    public string? Unanswered { get; init; }
}

/// <summary>Ways of printing.</summary>
internal enum AnswerFormat
{
    /// <summary>Tables for a terminal.</summary>
    Table,

    /// <summary>JSON with a version.</summary>
    Json,

    /// <summary>The main table with commas.</summary>
    Csv,

    /// <summary>Markdown.</summary>
    Markdown,
}
