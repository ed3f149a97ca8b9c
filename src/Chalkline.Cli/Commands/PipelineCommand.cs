using System.CommandLine;
using Chalkline.Calibration;
using Chalkline.Cli.Output;
using Chalkline.Derivations;
using Chalkline.Pipelines;
using Chalkline.Serving;
using Chalkline.Training;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk pipeline</c>: a pipeline schedule as a timetable.</summary>
internal static class PipelineCommand
{
    public static Command Create()
    {
        Command command = new(
            "pipeline",
            "A pipeline schedule as a timetable: what each stage does when, its bubble, what each stage holds, and what the\n"
                + "model's unequal layers cost. Training in any known schedule, or decoding with micro-batches in flight.\n\n"
                + "Example: chalk pipeline llama-3.1-70b --on h100x32 --stages 4 --tp 8 --schedule 1f1b --out pipeline.html\n"
                + "Example: chalk pipeline deepseek-v3 --on gb200-nvl72x4 --stages 4 --serve --tp 8 --attention-dp 8");
        ModelOptions model = new();
        PipelineOptions pipeline = new();
        Option<string?> fidelity = Inputs.Text(
            "--fidelity", "NAME", "operator: stated efficiencies; calibrated: every kernel by its fitted equation. Default: calibrated.");
        CalibrationOption calibration = new();
        OutputOptions output = new(charts: true);
        model.AddTo(command);
        pipeline.AddTo(command);
        command.Options.Add(fidelity);
        calibration.AddTo(command);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            ModelInputs inputs = model.Read(parsed);
            PipelineInputs asked = pipeline.Read(parsed, inputs);
            (Fidelity chosen, CalibrationSet? set) = calibration.ReadFidelity(parsed, fidelity, inputs.System.Accelerator.Id);
            DeviceCalibration? device = set?.For(inputs.System);
            PipelineStudy study = asked.Serves
                ? DecodePipeline.Study(
                    inputs.Model, inputs.System, asked.Layout, inputs.Precision, asked.MicroBatches, asked.MicroBatch,
                    asked.Tokens, asked.Layers, chosen, device, asked.Residuals, asked.Hop)
                : TrainingPipeline.Study(
                    inputs.Model, inputs.System, asked.Layout, asked.Schedule, asked.MicroBatches, asked.Chunks,
                    asked.MicroBatch, asked.Tokens, asked.Layers, asked.Arithmetic, chosen, device, asked.Residuals,
                    asked.Hop);
            PipelineAnswer answer = new(inputs, asked, study, chosen);
            return PipelineReport.Of(answer, output.ShowWork(parsed) ? Work(answer) : null);
        });
        return command;
    }

    private static Derivation Work(PipelineAnswer answer)
    {
        Derivation derivation = new();
        Shown shown = new(derivation);
        shown.Open("bubble of the timetable");
        PipelineWork.BubbleShare(answer.Study.Timetable, ref shown);
        shown.Close();
        shown.Open("closed form");
        PipelineWork.ClosedShare(answer.Study.Timetable.Run, ref shown);
        shown.Close();
        if (answer.Asked.Serves)
        {
            foreach (int stages in answer.StagesCompared)
            {
                shown.Open($"what a device holds over {stages} {(stages == 1 ? "stage" : "stages")}");
                answer.Held(stages, ref shown);
                shown.Close();
            }
        }

        return derivation;
    }
}
