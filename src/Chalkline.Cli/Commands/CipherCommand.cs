using System.CommandLine;
using Chalkline.Ciphers;
using Chalkline.Cli.Output;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk cipher</c>: a laboratory of nets and ciphers.</summary>
internal static class CipherCommand
{
    private static readonly int[] Depths = [1, 2, 4, 8, 16, 32, 64];

    public static Command Create() => new(
        "cipher",
        "A laboratory of the lecture's last chapter: nets and ciphers built from the same coupling, run and measured. Not for secrets.\n\n"
            + "Example: chalk cipher avalanche")
    {
        Invert(),
        Diffuse(),
        Difference(),
        Mixing(),
    };

    private static Command Invert()
    {
        Command command = new(
            "invert",
            "Runs a Feistel network and a reversible residual network of the same coupling forward and back: exact in integers, with a drift\n"
                + "in floating point that grows with depth and coarseness.\n\n"
                + "Example: chalk cipher invert --width 32 --gain 0.5");
        Option<string?> width = Inputs.Text("--width", "COUNT", "Numbers in a half. Default: 64.");
        Option<string?> gain = Inputs.Text("--gain", "SIZE", "Size of what a block adds, against its input. Default: 0.5.");
        Option<string?> seed = Inputs.Text("--seed", "NUMBER", "Seed of weights, keys and inputs. Default: 1.");
        OutputOptions output = new(charts: true);
        Add(command, output, width, gain, seed);
        output.SetAction(command, (parsed, _) =>
        {
            int half = (int)(Inputs.Number(parsed, width, 2, 512) ?? 64);
            double size = Inputs.Number(parsed, gain, 1e-6, 100) ?? 0.5;
            int number = Seed(parsed, seed);
            return CipherReports.Invert(new(
                half, size, number,
                [
                    ("Feistel cipher, 32-bit words", [.. Depths.Select(depth => Drift.OfCipher(depth, half, number))]),
                    ("net in 32-bit fixed point", [.. Depths.Select(depth => Drift.OfIntegers(depth, half, size, number))]),
                    .. RoundedFormat.All.Select(format => (
                        $"net in {format.Name}", Depths.Select(depth => Drift.Of(format, depth, half, size, number)).ToArray())),
                ]));
        });
        return command;
    }

    private static Command Diffuse()
    {
        Command command = new(
            "avalanche",
            "Flips one input bit and counts output bits that flip, and which outputs depend on which inputs, round by round: AES-128, a Feistel\n"
                + "network, and a net, whose small differences stay small.\n\n"
                + "Example: chalk cipher avalanche --blocks 16");
        Option<string?> blocks = Inputs.Text("--blocks", "COUNT", "Random blocks tried. Default: 32.");
        Option<string?> seed = Inputs.Text("--seed", "NUMBER", "Seed. Default: 1.");
        OutputOptions output = new(charts: true);
        Add(command, output, blocks, seed);
        output.SetAction(command, (parsed, _) =>
        {
            int count = (int)(Inputs.Number(parsed, blocks, 1, 4096) ?? 32);
            int number = Seed(parsed, seed);
            byte[] key = new byte[Aes.BlockBytes];
            SplitMix random = new((ulong)number);
            for (int place = 0; place < key.Length; place++)
            {
                key[place] = (byte)random.Next();
            }

            Aes aes = new(key);
            FeistelRound round = new(Aes.Rounds, number);
            Avalanche[] blockCipher = [.. Enumerable.Range(0, Aes.Rounds + 1).Select(rounds => Avalanche.Measure(
                Aes.BlockBytes, rounds, block => aes.Encrypt(block, rounds), count, number))];
            Avalanche[] feistel = [.. Enumerable.Range(0, Aes.Rounds + 1).Select(rounds => Avalanche.Measure(
                Aes.BlockBytes, rounds, block => Coupled(block, rounds, round), count, number))];
            NetDiffusion[] net = [.. Enumerable.Range(0, Aes.Rounds + 1).Select(rounds => NetDiffusion.Measure(rounds, 8, 0.5, count, number))];
            return CipherReports.Avalanche(blockCipher, feistel, net, count, number);
        });
        return command;
    }

    private static Command Difference()
    {
        Command command = new(
            "differential",
            "The likeliest output difference of a cipher by round (exact for a toy of 16 bits, and AES's substitution), beside the singular values\n"
                + "of a net's Jacobian by depth: what attackers and optimisers follow.\n\n"
                + "Example: chalk cipher differential --gain 0.5");
        Option<string?> width = Inputs.Text("--width", "COUNT", "Numbers in a half of the net. Default: 32.");
        Option<string?> gain = Inputs.Text("--gain", "SIZE", "Size of what a block adds. Default: 0.5.");
        Option<string?> seed = Inputs.Text("--seed", "NUMBER", "Seed. Default: 1.");
        OutputOptions output = new(charts: true);
        Add(command, output, width, gain, seed);
        output.SetAction(command, (parsed, _) =>
        {
            int number = Seed(parsed, seed);
            int half = (int)(Inputs.Number(parsed, width, 2, 128) ?? 32);
            double size = Inputs.Number(parsed, gain, 1e-6, 100) ?? 0.5;

            // One difference for each bit: the likeliest path of any of them.
            (int Rounds, double Likeliest)[] cipher =
            [
                .. Enumerable.Range(0, 9).Select(rounds => (rounds, Enumerable.Range(0, 2 * Differential.HalfBits)
                    .Max(bit => Differential.Likeliest(rounds, 1 << bit, number)))),
            ];
            NetSpectrum[] net = [.. Depths.Select(depth => NetSpectrum.Of(depth, half, size, number))];
            return CipherReports.Differential(cipher, net, half, size, number);
        });
        return command;
    }

    private static Command Mixing()
    {
        Command command = new(
            "mixing",
            "Schedules of mixing compared: AES's rows and columns against attention and MLP; after how many rounds every output depends on every\n"
                + "input, exactly.\n\n"
                + "Example: chalk cipher mixing --size 16 --window 2");
        Option<string?> size = Inputs.Text("--size", "COUNT", "Rows and columns of the grid, a power of two from 4 to 32. Default: 16.");
        Option<string?> window = Inputs.Text("--window", "COUNT", "Window of local attention, tokens each way. Default: 2.");
        OutputOptions output = new(charts: true);
        Add(command, output, size, window);
        output.SetAction(command, (parsed, _) =>
        {
            int side = (int)(Inputs.Number(parsed, size, 4, 32) ?? 16);
            if ((side & (side - 1)) != 0)
            {
                throw new ChalkException($"--size {side}: must be a power of two, such as 16.");
            }

            int near = (int)(Inputs.Number(parsed, window, 1, 32) ?? 2);
            return CipherReports.Mixing([.. MixingSchedule.All(side, near).Select(schedule => (schedule, schedule.Shares()))], side, near);
        });
        return command;
    }

    private static void Add(Command command, OutputOptions output, params Option[] options)
    {
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
    }

    private static void Coupled(byte[] block, int rounds, FeistelRound round)
    {
        Span<uint> words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(block.AsSpan());
        Coupling.Forward(words, rounds, round);
    }

    private static int Seed(ParseResult parsed, Option<string?> seed) => (int)(Inputs.Number(parsed, seed, 0, int.MaxValue) ?? 1);
}
