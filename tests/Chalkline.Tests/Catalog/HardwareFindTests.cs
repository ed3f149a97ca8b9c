using Chalkline.Catalog;
using Chalkline.Hardware;
using CsCheck;

namespace Chalkline.Tests.Catalog;

/// <summary>Names, counts, slices and paths.</summary>
public sealed class HardwareFindTests
{
    private static MachineSystem Find(string text) => HardwareData.Catalogue.FindSystem(text);

    [Theory]
    [InlineData("h100", "h100-sxmx1", 1, 1)]
    [InlineData("H100_SXM", "h100-sxmx1", 1, 1)]
    [InlineData("h200x4", "h200-sxmx4", 4, 1)]
    [InlineData("h200x8", "hgx-h200", 8, 1)]
    [InlineData("h200x16", "hgx-h200x2", 8, 2)]
    [InlineData("8xH100", "hgx-h100", 8, 1)]
    [InlineData("8 x H100", "hgx-h100", 8, 1)]
    [InlineData("mi300xx2", "mi300xx2", 2, 1)]
    [InlineData("gb200_nvl72", "gb200-nvl72", 72, 1)]
    [InlineData("gb200-nvl72x2", "gb200-nvl72x2", 72, 2)]
    [InlineData("gb200x8", "gb200x8", 8, 1)]
    [InlineData("tpu-v5e-16", "tpu-v5ex16", 16, 1)]
    [InlineData("tpu-v5e-512", "tpu-v5e-podx2", 256, 2)]
    [InlineData("groq-lpu-v1x576", "groq-lpu-v1-rackx8", 72, 8)]
    [InlineData("h100-nvl x 4", "h100-nvl-pairx2", 2, 2)]
    [InlineData("deepseek-v3-h800", "deepseek-v3-h800", 8, 256)]
    [InlineData("m3-ultra", "apple-m3-ultra", 1, 1)]
    public void Names_and_counts_resolve(string text, string id, int size, int domains)
    {
        MachineSystem system = Find(text);
        system.Id.ShouldBe(id);
        system.DomainSize.ShouldBe(size);
        system.Domains.ShouldBe(domains);
        Find(system.Id).Devices.ShouldBe(system.Devices);
    }

    /// <summary>The hardware column of the measured serving and training cases.</summary>
    [Theory]
    [InlineData("b200_sxm")]
    [InlineData("h100_sxm")]
    [InlineData("gb200_nvl72")]
    [InlineData("h200_sxm")]
    [InlineData("a100_sxm_80")]
    [InlineData("a100_sxm_40")]
    [InlineData("b300_sxm")]
    [InlineData("rtx_pro_6000")]
    [InlineData("mi300x")]
    [InlineData("mi325x")]
    [InlineData("mi350x")]
    [InlineData("mi355x")]
    [InlineData("gb300_nvl72")]
    [InlineData("tpu_v4")]
    [InlineData("tpu_v5p")]
    [InlineData("tpu_v6e")]
    [InlineData("h200_nvl")]
    [InlineData("h100_nvl")]
    [InlineData("h100_pcie")]
    [InlineData("l40s")]
    [InlineData("h800_sxm")]
    [InlineData("gh200_96")]
    [InlineData("gh200_144")]
    [InlineData("gb10")]
    [InlineData("h20")]
    [InlineData("rtx_4090")]
    [InlineData("gaudi2")]
    public void Names_of_measured_cases_resolve(string name)
    {
        Accelerator accelerator = HardwareData.Catalogue.FindAccelerator(name);
        Find(name).Accelerator.Id.ShouldBe(accelerator.Id);
    }

    [Theory]
    [InlineData("h100x0", "'h100x0': the count 0 must be a whole number, 1 to 1000000.")]
    [InlineData("h100x-1", "'h100x-1': the count -1 must be a whole number, 1 to 1000000.")]
    [InlineData("h100x9999999", "'h100x9999999': the count 9999999 must be a whole number, 1 to 1000000.")]
    [InlineData(
        "h100x99999999999999999999",
        "'h100x99999999999999999999': the count 99999999999999999999 must be a whole number, 1 to "
        + "1000000.")]
    [InlineData("gb200-nvl72x999999", "'gb200-nvl72x999999': 71999928 devices are too many; the most is 1000000.")]
    [InlineData(
        "h200x12",
        "'h200x12': hgx-h200 holds 8 devices of h200-sxm, so the count must be at most 8 or a multiple of "
        + "8.")]
    [InlineData(
        "rtx-4090x2",
        "'rtx-4090x2': rtx-4090-desktop has no network between domains, so there can be one of it, not "
        + "2.")]
    [InlineData(
        "m3-ultra x 2",
        "'m3-ultra x 2': no system that joins several apple-m3-ultra is known; describe one in a JSON "
        + "file.")]
    [InlineData(
        "tpu-v5e-17",
        "'tpu-v5e-17': tpu-v5e-pod holds 256 devices of tpu-v5e, so the count must be one of 1, 4, 8, 16, "
        + "32, 64, 128, 256, or a multiple of 256.")]
    [InlineData(" ", "The system has no name; give one such as hgx-h100, h200x4 or gb200-nvl72x2.")]
    public void What_cannot_be_is_said_in_one_sentence(string text, string sentence)
        => Should.Throw<ChalkException>(() => Find(text)).Message.ShouldBe(sentence);

    [Theory]
    [InlineData("hgx-h10", "hgx-h100")]
    [InlineData("gb20x8", "gb200")]
    public void A_near_miss_gets_suggestions(string text, string suggestion)
        => Should.Throw<ChalkException>(() => Find(text)).Message.ShouldContain(suggestion);

    [Theory]
    [InlineData("mi300x8", 8)]
    [InlineData("MI355X4", 4)]
    public void The_last_letter_of_a_name_reads_as_the_sign_too(string text, int devices)
    {
        Find(text).Devices.ShouldBe(devices);
        Find(text).Accelerator.Id.ShouldBe(text[..6].ToLowerInvariant());
    }

    [Fact]
    public void A_part_of_a_full_mesh_keeps_only_the_links_to_devices_that_are_there()
    {
        MachineSystem whole = Find("mi300xx8");
        MachineSystem half = Find("mi300xx4");
        double perPeer = whole.ScaleUp.Bandwidth.Value.Value / 7;
        half.ScaleUp.Bandwidth.Value.Value.ShouldBe(perPeer * 3, 1);
        half.ScaleUp.Bandwidth.Source.Note.ShouldContain("3 of 7 links");
        half.HostMemory!.Value.Value.ShouldBe(whole.HostMemory!.Value.Value / 2, 1);
        half.DomainPower!.Value.Value.ShouldBe(whole.DomainPower!.Value.Value / 2, 1e-6);
    }

    [Fact]
    public void A_slice_too_small_for_rings_has_half_the_bandwidth()
    {
        double whole = Find("tpu-v5e-256").ScaleUp.Bandwidth.Value.Value;
        Find("tpu-v5e-64").ScaleUp.Bandwidth.Value.Value.ShouldBe(whole / 2);
        Find("tpu-v4-64").ScaleUp.Bandwidth.Value.Value.ShouldBe(270e9);
        Find("tpu-v4-32").ScaleUp.Bandwidth.Value.Value.ShouldBe(135e9);
    }

    [Fact]
    public void A_switched_part_keeps_its_bandwidth()
        => Find("h200x2").ScaleUp.Bandwidth.Value.ShouldBe(Find("hgx-h200").ScaleUp.Bandwidth.Value);

    [Fact]
    public void A_device_alone_has_no_topology()
    {
        Find("h100").ScaleUp.Topology.ShouldBe(Topology.None);
        Find("m3-ultra").ScaleUp.Bandwidth.Value.Value.ShouldBe(0);
    }

    [Fact]
    public void Counts_of_whole_boxes_give_all_their_devices()
        => Gen.Int[1, 2000].Sample(
            boxes => Find($"h100x{boxes * 8}").Devices == boxes * 8 && Find($"hgx-h100x{boxes}").Devices == boxes * 8,
            seed: "0N0XIzNsQ0O2",
            iter: 50);

    [Fact]
    public void Any_text_is_a_system_or_one_sentence()
        => Gen.String[Gen.Char["hgx10-_ ×*.,+8Ωn/b"], 0, 12].Sample(
            text =>
            {
                try
                {
                    return Find(text).Devices > 0;
                }
                catch (ChalkException error)
                {
                    return error.Message.Length > 0;
                }
            },
            seed: "0N0XIzNsQ0O2",
            iter: 300);

    [Fact]
    public void A_file_works_wherever_a_name_does()
    {
        string box = HardwareData.Text("systems/hgx-h100.json")
            .Replace("\"hgx-h100\"", "\"mine\"", StringComparison.Ordinal)
            .Replace("\"domainSize\": 8", "\"domainSize\": 4", StringComparison.Ordinal);
        HardwareData.With("mine.json", box, folder =>
        {
            HardwareCatalogue catalogue = HardwareCatalogue.Open(folder);
            string path = Path.Combine(folder.Path, "mine.json");
            catalogue.FindSystem(path).Devices.ShouldBe(4);
            catalogue.FindSystem($"{path}x3").Devices.ShouldBe(12);
            catalogue.FindAccelerator(path).Id.ShouldBe("h100-sxm");
            string device = Path.Combine(folder.Path, "accelerators", "h20.json");
            catalogue.FindSystem($"8x{device}").Id.ShouldBe("hgx-h20");
            catalogue.FindAccelerator(device).Id.ShouldBe("h20");
            return true;
        }).ShouldBeTrue();
        Should.Throw<ChalkException>(() => Find("nowhere/box.json")).Message.ShouldContain("cannot be read");
    }

    [Fact]
    public void Everything_in_the_folders_loads_and_is_found_by_its_own_names()
    {
        foreach (Accelerator accelerator in HardwareData.Catalogue.Accelerators)
        {
            foreach (string name in accelerator.Aliases.Add(accelerator.Id))
            {
                HardwareData.Catalogue.FindAccelerator(name).Id.ShouldBe(accelerator.Id);
                Find(name).Accelerator.Id.ShouldBe(accelerator.Id);
            }
        }

        foreach (MachineSystem system in HardwareData.Catalogue.Systems)
        {
            foreach (string name in system.Aliases.Add(system.Id))
            {
                Find(name).Id.ShouldBe(system.Id);
            }
        }
    }
}
