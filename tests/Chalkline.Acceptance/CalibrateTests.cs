using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>Measuring this machine, fitting a device to a table, and using what came of either.</summary>
public sealed class CalibrateTests
{
    private const string Llama = "llama-3.1-8b --input 512 --output 64";

    private static readonly string Kernels = Path.Combine(Chalk.Data, "measurements", "kernels.csv");

    [Fact]
    public void A_measured_machine_is_one_that_the_other_commands_take()
    {
        using Scratch scratch = new();
        JsonElement answer = Run(scratch, "calibrate --measure --cpu --quick --device my-machine --out . --format json").Json();

        answer.ShouldSatisfy("calibrate");
        File.Exists(scratch.File("my-machine.csv")).ShouldBeTrue();
        answer.GetProperty("kernels").GetArrayLength().ShouldBe(File.ReadLines(scratch.File("my-machine.csv")).Count() - 1);
        answer.GetProperty("environment").GetString()!.ShouldContain(".NET");
        Run(scratch, $"plan {Llama} --on my-machine.json --weights int8").Good().ShouldContain("1 x ");
        Run(scratch, "roofline llama-3.1-8b --on ./my-machine.json --weights int8").Good().ShouldContain("balances at a batch");
        Run(scratch, "catalog show my-machine.json").Good().ShouldContain("measured with chalk calibrate --measure");
        Directory.GetFiles(scratch.Path).Length.ShouldBe(2);
    }

    [Fact]
    public void The_table_has_the_name_asked_for_and_the_device_lies_beside_it()
    {
        using Scratch scratch = new();
        Run(scratch, "calibrate --measure --cpu --quick --out figures.csv").Good().ShouldContain("figures.csv");

        Directory.GetFiles(scratch.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["figures.csv", "figures.json"]);
    }

    [Fact]
    public void A_fit_is_taken_by_plan_and_by_validate()
    {
        using Scratch scratch = new();
        JsonElement answer = Chalk.Run(
            ["calibrate", Kernels, "--device", "a100-sxm-80", "--out", "own.json", "--format", "json"], scratch.Path).Json();

        answer.ShouldSatisfy("calibrate");
        JsonElement gemm = answer.GetProperty("families").EnumerateArray().Single(row => row.GetProperty("family").GetString() == "gemm-bf16");
        gemm.GetProperty("leftOut").GetDouble().ShouldBeInRange(0.001, 0.1);

        // The trend knows products as well as the device's own fit does; prompts less so.
        JsonElement prompts = answer.GetProperty("families").EnumerateArray()
            .Single(row => row.GetProperty("family").GetString() == "attention-prefill");
        prompts.GetProperty("trend").GetDouble().ShouldBeGreaterThan(prompts.GetProperty("fitted").GetDouble());
        string planned = Run(scratch, $"plan {Llama} --on a100-sxm-80x8 --calibration own.json").Good();
        planned.ShouldContain("Fidelity calibrated");
        (Run(scratch, $"plan {Llama} --on a100-sxm-80x8 --fidelity calibrated").Good() == planned).ShouldBeFalse();
        Chalk.Run(["validate", Kernels, "--calibration", "own.json", "--group-by", "hardware"], scratch.Path).Good()
            .ShouldContain("a100_sxm_80");
    }

    [Fact]
    public void A_machine_measured_here_can_be_fitted_by_its_own_file()
    {
        using Scratch scratch = new();
        Run(scratch, "calibrate --measure --cpu --quick --device my-machine --out .").Good();

        // The quick table has fewer products than a family needs; twice the table has enough.
        string table = File.ReadAllText(scratch.File("my-machine.csv"));
        scratch.Write("twice.csv", table + table[(table.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        Run(scratch, "calibrate twice.csv --device my-machine.json").Good().ShouldContain("my-machine.calibration.json");

        Run(scratch, $"plan {Llama} --on my-machine.json --weights int8 --calibration my-machine.calibration.json").Good()
            .ShouldContain("Fidelity calibrated");
        BadInputTests.Check(
            Run(scratch, $"plan {Llama} --on h100x8 --calibration my-machine.calibration.json"), "is of my-machine|made of h100-sxm");
    }

    [Theory]
    [InlineData("calibrate", "nothing to calibrate from|--measure")]
    [InlineData("calibrate kernels.csv --measure", "exclude each other")]
    [InlineData("calibrate kernels.csv", "--device is missing|h100-sxm")]
    [InlineData("calibrate kernels.csv --device l40z", "'l40z' is not a known accelerator; did you mean|l40s")]
    [InlineData("calibrate kernels.csv --device l40s --quick", "--quick is for --measure")]
    [InlineData("calibrate kernels.csv --device l40s --cpu", "--cpu is for --measure")]
    [InlineData("calibrate kernels.csv --device l40s --out fit.csv", "--out fit.csv|ends in .json")]
    [InlineData("calibrate kernels.csv --device l40s --out missing/fit.json", "missing/fit.json|its folder does not exist")]
    [InlineData("calibrate kernels.csv --device l40s", "No row can be fitted to for l40s|1 of other hardware|at least 8")]
    [InlineData("calibrate header.csv --device l40s", "there are none")]
    [InlineData("calibrate empty.csv --device l40s", "empty.csv: is empty")]
    [InlineData("calibrate columns.csv --device l40s", "lacks column")]
    [InlineData("calibrate nowhere.csv --device l40s", "nowhere.csv: cannot be read")]
    [InlineData("calibrate --measure --out nowhere", "--out nowhere|neither a folder that exists nor a file that ends in .csv")]
    [InlineData("calibrate --measure --out nowhere/kernels.csv", "--out nowhere|takes no new files")]
    [InlineData("calibrate --measure --device ...", "--device '...'|my-machine")]
    [InlineData("calibrate --measure --format xml", "--format xml")]
    [InlineData("plan llama-3.1-8b --on h100x8 --calibration header.csv", "header.csv: is not JSON")]
    [InlineData("plan llama-3.1-8b --on h100x8 --calibration trend.json", "trend.json|the trend over all devices")]
    [InlineData("plan llama-3.1-8b --on h100x8 --calibration trend.json --fidelity chalk", "changes nothing at --fidelity chalk")]
    [InlineData("validate --calibration nowhere.json", "nowhere.json: cannot be read")]
    [InlineData("plan llama-3.1-8b --on nowhere.json", "nowhere.json: cannot be read")]
    [InlineData("plan llama-3.1-8b --on config.json", "config.json")]
    public void What_cannot_be_used_is_told_and_leaves_nothing(string arguments, string hints)
    {
        using Scratch scratch = new();
        string header = File.ReadLines(Kernels).First();
        scratch.Write("header.csv", header + "\n");
        scratch.Write("kernels.csv", header + "\n" + File.ReadLines(Kernels).ElementAt(1) + "\n");
        scratch.Write("empty.csv", "");
        scratch.Write("columns.csv", "case_id,source\n1,2\n");
        scratch.Write("config.json", BadConfigTests.Llama);
        File.Copy(Path.Combine(Chalk.Data, "calibrations", "trend.json"), scratch.File("trend.json"));
        string[] before = Directory.GetFileSystemEntries(scratch.Path);

        BadInputTests.Check(Run(scratch, arguments), hints);
        Directory.GetFileSystemEntries(scratch.Path).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public void A_folder_that_takes_no_files_is_told()
    {
        if (!Directory.Exists("/proc/self"))
        {
            Assert.Skip("there is no file system here that refuses files even to root");
        }

        BadInputTests.Check(Chalk.Run("calibrate --measure --out /proc"), "--out /proc|takes no new files");
    }

    private static Outcome Run(Scratch scratch, string arguments)
        => Chalk.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), scratch.Path);
}
