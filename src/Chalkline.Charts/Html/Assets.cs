using System.IO.Compression;
using System.Text;

namespace Chalkline.Charts.Html;

/// <summary>
/// The scripts, style sheets and fonts that ship inside the assembly. Names are those of the folder <c>Assets</c>.
/// </summary>
public static class Assets
{
    /// <summary>Apache ECharts 6.1.0, for a page that draws <see cref="EChartsOption"/> itself.</summary>
    public static string ECharts => Text("echarts/echarts.common.min.js.br");

    /// <summary>The script that draws every option on a page.</summary>
    public static string ChartScript => Text("chart.js");

    /// <summary>KaTeX 0.19.1.</summary>
    public static string Katex => Text("katex/katex.min.js.br");

    /// <summary>Reads a text.</summary>
    internal static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    /// <summary>Reads a file, unpacked when its name ends in <c>.br</c>.</summary>
    internal static byte[] Bytes(string name)
    {
        using Stream packed = typeof(Assets).Assembly.GetManifestResourceStream("Assets/" + name)
            ?? throw new InvalidOperationException($"The asset {name} is not in the assembly.");
        using MemoryStream bytes = new();
        if (name.EndsWith(".br", StringComparison.Ordinal))
        {
            using BrotliStream unpacked = new(packed, CompressionMode.Decompress);
            unpacked.CopyTo(bytes);
        }
        else
        {
            packed.CopyTo(bytes);
        }

        return bytes.ToArray();
    }
}
