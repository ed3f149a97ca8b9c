using Chalkline.Calibration;
using System.Diagnostics;
using Chalkline.Validation;
using CsCheck;

namespace Chalkline.Tests.Validation;

/// <summary>Reading measured operating points.</summary>
public sealed class ServingCasesTests
{
    private const string Header =
        "case_id,source,model,model_key,hardware,weight_precision,kv_precision,mode,isl,osl,prefix_len,concurrency,"
        + "n_gpus,tp,pp,attn_dp,moe_ep,spec_decode,quality,ttft_ms,tpot_ms,notes";

    private const string Row = "a:1,paper,M,o/M,h100_sxm,fp8,,agg,1024,512.5,,64,8,8,1,,,unknown,weak: why,120.5,9.5,n";

    private static ServingCase Read(string row) => ServingCases.Parse($"{Header}\n{row}\n", "cases.csv").ShouldHaveSingleItem();

    private static string Refusal(string text)
        => Should.Throw<ChalkException>(() => ServingCases.Parse(text, "cases.csv")).Message;

    [Fact]
    public void Cells_become_what_they_say_and_empty_ones_unknown()
    {
        ServingCase row = Read(Row);

        row.Id.ShouldBe("a:1");
        row.Line.ShouldBe(2);
        (row.Input, row.Output, row.Prefix).ShouldBe((1024, 512.5, null));
        (row.Devices, row.Worker).ShouldBe((8, new WorkerLayout(null, 8, 1, null, null)));
        (row.Mode, row.Quality, row.QualityReason).ShouldBe((CaseMode.Aggregated, CaseQuality.Weak, "why"));
        (row.TimeToFirstToken, row.TimePerOutputToken, row.Speculation).ShouldBe((120.5, 9.5, Known.Unknown));
    }

    [Fact]
    public void The_speed_of_a_stream_stands_in_for_a_missing_TPOT()
    {
        string text = $"{Header},tok_s_per_user\n{Row.Replace("9.5,n", ",n", StringComparison.Ordinal)},50\n";

        ServingCases.Parse(text, "cases.csv").Single().TimePerOutputToken.ShouldBe(20);
    }

    [Theory]
    [InlineData("\"n, \"\"quoted\"\" and\nlong\"", "n, \"quoted\" and\nlong")]
    [InlineData("\"\"", "")]
    [InlineData(" plain ", "plain")]
    public void Quoted_fields_are_read(string cell, string value)
        => Read(Row[..^1] + cell).Notes.ShouldBe(value);

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void Any_line_end_order_of_columns_and_further_columns_will_do(string end)
    {
        string[] cells = Row.Split(',');
        string header = string.Join(',', Header.Split(',').Reverse()) + ",colour";
        string text = $"\uFEFF{header}{end}{string.Join(',', cells.Reverse())},red{end}{end}";

        ServingCases.Parse(text, "cases.csv").ShouldHaveSingleItem().ShouldBe(Read(Row));
    }

    [Theory]
    [InlineData("1024", "-3", "line 2, column isl: '-3' is wrong; write a number of at least 1, or nothing.")]
    [InlineData("120.5", "fast", "line 2, column ttft_ms: 'fast' is wrong; write a number above 0, or nothing.")]
    [InlineData("120.5", "0", "line 2, column ttft_ms: '0' is wrong; write a number above 0, or nothing.")]
    [InlineData("120.5", "NaN", "line 2, column ttft_ms: 'NaN' is wrong; write a number above 0, or nothing.")]
    [InlineData("8,8,1", "8,2.5,1", "line 2, column tp: '2.5' is wrong; write a whole number of at least 1, or nothing.")]
    [InlineData("agg", "both", "line 2, column mode: 'both' is wrong; write one of agg, disagg, prefill, decode, offline.")]
    [InlineData("weak: why", "fine", "line 2, column quality: 'fine' is wrong; write ok, weak: why or drop: why.")]
    [InlineData("a:1", "", "line 2, column case_id: is empty; give it a value.")]
    [InlineData(",n", "", "line 2 has 21 fields; the header has 22.")]
    [InlineData(",n", ",\"n", "line 2: a quoted field never ends; close it with a double quote.")]
    [InlineData(",n", ",\"n\"x", "line 2: 'x' follows a closed quote; a comma or a line end must.")]
    public void A_bad_cell_gets_one_sentence(string good, string bad, string message)
        => Refusal($"{Header}\n{Row.Replace(good, bad, StringComparison.Ordinal)}\n").ShouldBe($"cases.csv: {message}");

    [Fact]
    public void A_bad_table_gets_one_sentence()
    {
        Refusal("").ShouldBe("cases.csv: is empty; its first line must name the columns.");
        Refusal(Header.Replace("ttft_ms,", "", StringComparison.Ordinal))
            .ShouldBe("cases.csv: line 1 lacks column 'ttft_ms'; add it (cells may be empty).");
        Refusal(Header + ",isl").ShouldBe("cases.csv: line 1 names column 'isl' twice; each name must stand once.");
        Refusal($"{Header}\n{Row}\n{Row}\n").ShouldBe(
            "cases.csv: line 3, column case_id: 'a:1' stands on line 2 already; give each row its own.");
        Should.Throw<ChalkException>(() => ServingCases.Read("no-such-file.csv")).Message
            .ShouldStartWith("no-such-file.csv: cannot be read");
    }

    [Fact]
    public void Any_text_survives_quoting()
        => Gen.String[Gen.Char["ab ,\"\n\r;é"], 0, 12].Array[1, 6].Sample(
            notes =>
            {
                IEnumerable<string> rows = notes.Select((note, at)
                    => $"id{at}{Row[3..^1]}\"{note.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
                string text = $"{Header}\n{string.Join('\n', rows)}";
                ServingCases.Parse(text, "cases.csv").Select(row => row.Notes)
                    .ShouldBe(notes.Select(note => note.Trim()));
            },
            seed: "0N0XIzNsQ0O2",
            iter: 2000);

    [Fact]
    public void No_text_does_worse_than_a_sentence()
        => Gen.String[Gen.Char["a,\"\n\r1:"], 0, 30].Sample(
            text =>
            {
                try
                {
                    ServingCases.Parse(Header + "\n" + text, "cases.csv");
                }
                catch (ChalkException error)
                {
                    error.Message.ShouldStartWith("cases.csv: ");
                }
            },
            seed: "0N0XIzNsQ0O2",
            iter: 2000);

    [Fact]
    public void The_shipped_file_is_read_whole_and_fast()
    {
        Measurements.Shipped.Count.ShouldBe(3828);
        Stopwatch watch = Stopwatch.StartNew();
        ServingCases.Read(Measurements.File).Length.ShouldBe(3828);

        // About 15 ms on two busy cores; the limit only catches a reader that has become slow in kind.
        watch.Elapsed.TotalMilliseconds.ShouldBeLessThan(1000);
    }
}
