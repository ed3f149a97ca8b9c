using System.Security.Cryptography;
using Chalkline.Ciphers;

namespace Chalkline.Tests.Codesign;

/// <summary>Nets and ciphers from one coupling (lecture, chapter 7).</summary>
public sealed class CipherTests
{
    /// <summary>FIPS 197, appendix B.</summary>
    [Fact]
    public void The_published_block_is_encrypted_as_published()
    {
        byte[] block = Convert.FromHexString("3243F6A8885A308D313198A2E0370734");
        new Chalkline.Ciphers.Aes(Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C")).Encrypt(block);

        Convert.ToHexString(block).ShouldBe("3925841D02DC09FBDC118597196A0B32");
        Chalkline.Ciphers.Aes.Substitute(0x53).ShouldBe((byte)0xED);
    }

    [Fact]
    public void Random_blocks_are_encrypted_as_the_platform_does()
    {
        Random random = new(5);
        using System.Security.Cryptography.Aes other = System.Security.Cryptography.Aes.Create();
        for (int draw = 0; draw < 200; draw++)
        {
            byte[] key = new byte[16];
            byte[] block = new byte[16];
            random.NextBytes(key);
            random.NextBytes(block);
            other.Key = key;
            byte[] expected = other.EncryptEcb(block, PaddingMode.None);
            new Chalkline.Ciphers.Aes(key).Encrypt(block);
            block.ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Integers_come_back_bit_by_bit(int rounds)
    {
        Drift.OfCipher(rounds, 8, 3).Exact.ShouldBeTrue();
        Drift.OfIntegers(rounds, 16, 0.5, 3).Exact.ShouldBeTrue();
        Drift.OfIntegers(rounds, 16, 5, 3).Exact.ShouldBeTrue("sums that overflow wrap both ways");
    }

    [Fact]
    public void Running_forward_changes_the_state_and_one_flipped_bit_stays_flipped()
    {
        uint[] state = [1, 2, 3, 4];
        uint[] other = [1, 2, 3, 5];
        FeistelRound round = new(8, 1);
        Coupling.Forward<uint>(state, 8, round);
        Coupling.Forward<uint>(other, 8, round);

        state.ShouldNotBe([1u, 2, 3, 4]);
        state.ShouldNotBe(other);
        Coupling.Backward<uint>(other, 8, round);
        other.ShouldBe([1u, 2, 3, 5]);
    }

    [Fact]
    public void Drift_grows_with_depth_and_with_coarseness()
    {
        double[] finest = [.. RoundedFormat.All.Select(format => Drift.Of(format, 32, 32, 0.5, 2).Relative)];
        finest.ShouldBeInOrder();
        finest[0].ShouldBeLessThan(1e-13);
        finest[^1].ShouldBeGreaterThan(0.05);
        foreach (RoundedFormat format in RoundedFormat.All)
        {
            Drift.Of(format, 64, 32, 0.5, 2).Relative.ShouldBeGreaterThan(Drift.Of(format, 1, 32, 0.5, 2).Relative);
        }
    }

    [Fact]
    public void Rounding_is_that_of_the_platform_s_types()
    {
        Random random = new(9);
        RoundedFormat half = RoundedFormat.All.Single(format => format.Name == "fp16");
        RoundedFormat single = RoundedFormat.All.Single(format => format.Name == "fp32");
        RoundedFormat narrow = RoundedFormat.All.Single(format => format.Name == "fp8-e4m3");
        for (int draw = 0; draw < 10_000; draw++)
        {
            double value = (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-20, 14));
            half.Round(value).ShouldBe((double)(Half)value);
            single.Round(value).ShouldBe((float)value);
        }

        narrow.Round(1000).ShouldBe(448);
        narrow.Round(1.06).ShouldBe(1);
        narrow.Round(17).ShouldBe(16);
    }

    [Fact]
    public void Avalanche_is_half_after_two_rounds_of_AES_and_one_bit_after_none()
    {
        Chalkline.Ciphers.Aes aes = new(new byte[16]);
        Avalanche none = Avalanche.Measure(16, 0, block => aes.Encrypt(block, 0), 2, 1);
        Avalanche one = Avalanche.Measure(16, 1, block => aes.Encrypt(block, 1), 32, 1);
        Avalanche two = Avalanche.Measure(16, 2, block => aes.Encrypt(block, 2), 32, 1);

        none.Flipped.ShouldBe(1 / 128.0, 1e-12);
        none.Dependent.ShouldBe(1 / 128.0, 1e-12);
        one.Dependent.ShouldBe(0.25, 1e-9, "a byte reaches the four of its column");
        two.Flipped.ShouldBe(0.5, 0.01);
        two.Dependent.ShouldBe(1, 1e-9);
    }

    [Fact]
    public void A_Feistel_network_diffuses_too()
    {
        FeistelRound round = new(8, 1);
        Avalanche eight = Avalanche.Measure(
            16, 8, block => Coupling.Forward(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(block.AsSpan()), 8, round), 32, 1);

        eight.Flipped.ShouldBe(0.5, 0.02);
        eight.Dependent.ShouldBe(1, 0.001);
    }

    /// <summary>AES's substitution is 4-uniform; the toy cipher starts certain and ends near a random permutation.</summary>
    [Fact]
    public void Differences()
    {
        Differential.OfSubstitution().ShouldBe(4 / 256.0);
        Differential.Likeliest(0, 1, 1).ShouldBe(1);
        Differential.Likeliest(1, 1, 1).ShouldBe(1, "a difference in the half that is added to is passed on");
        Differential.Likeliest(1, 1 << 8, 1).ShouldBe(4 / 256.0, 1e-12);
        Differential.Likeliest(8, 1, 1).ShouldBeLessThan(1e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(32)]
    public void Coupling_preserves_volume(int blocks)
    {
        NetSpectrum spectrum = NetSpectrum.Of(blocks, 16, 0.5, 4);

        spectrum.LogDeterminant.ShouldBe(0, 1e-9);
        spectrum.Largest.ShouldBeGreaterThan(1);
        spectrum.Smallest.ShouldBeLessThan(1);
    }

    /// <summary>The Jacobian, against a difference quotient of the block itself.</summary>
    [Fact]
    public void The_Jacobian_of_a_block_is_its_derivative()
    {
        const int Width = 6;
        NetRound round = new(1, Width, 8, 0.7, value => value);
        double[] at = [.. Enumerable.Range(0, Width).Select(place => 0.3 * place - 0.7)];
        double[,] jacobian = round.Jacobian(0, at);
        double[] above = new double[Width];
        double[] below = new double[Width];
        for (int column = 0; column < Width; column++)
        {
            double[] moved = [.. at];
            moved[column] += 1e-6;
            round.Apply(0, moved, above);
            moved[column] -= 2e-6;
            round.Apply(0, moved, below);
            for (int row = 0; row < Width; row++)
            {
                jacobian[row, column].ShouldBe((above[row] - below[row]) / 2e-6, 1e-7);
            }
        }
    }

    [Theory]
    [InlineData("AES: shift rows, mix columns", 2)]
    [InlineData("attention and MLP", 1)]
    [InlineData("MLP alone", null)]
    [InlineData("causal attention and MLP", null)]
    [InlineData("Feistel: one half adds to the other", 3)]
    [InlineData("attention within 2 and MLP", 8)]
    public void Rounds_until_all_depends_on_all(string name, int? rounds)
    {
        MixingSchedule schedule = MixingSchedule.All(16, 2).Single(one => one.Name == name);
        MixingSchedule.Full(schedule.Shares()).ShouldBe(rounds);
    }

    /// <summary>Reachability against the product of dependency matrices, the slow plain way.</summary>
    [Fact]
    public void Mixing_equals_multiplying_matrices()
    {
        MixingSchedule schedule = MixingSchedule.All(4, 1)[3];
        int cells = 16;
        double[,] whole = new double[cells, cells];
        for (int cell = 0; cell < cells; cell++)
        {
            whole[cell, cell] = 1;
        }

        foreach (Func<int, int, IEnumerable<(int Row, int Column)>> layer in schedule.Layers)
        {
            double[,] next = new double[cells, cells];
            for (int cell = 0; cell < cells; cell++)
            {
                foreach ((int row, int column) in layer(cell / 4, cell % 4))
                {
                    for (int input = 0; input < cells; input++)
                    {
                        next[cell, input] += whole[(row * 4) + column, input];
                    }
                }
            }

            whole = next;
        }

        double share = whole.Cast<double>().Count(entry => entry > 0) / (double)(cells * cells);
        schedule.Shares()[1].ShouldBe(share, 1e-12);
    }
}
