using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using Chalkline.Charts.Html;
using Chalkline.Charts.Images;

namespace Chalkline.Charts.Tests.Html;

public sealed class AssetsTests
{
    [Theory]
    [InlineData("echarts/echarts.common.min.js.br", "61f13280aba3161f77fc801bf5f9c786f55f10432153a0683fc5cc0700b013d5")]
    [InlineData("katex/katex.min.js.br", "fa140498b8cfc8302cbe5e7cb1bdbc1f952bc38b3fa258ede09e73edbf9a74bc")]
    [InlineData("katex/katex.min.css.br", "00e0b094171b07f58422075f469b4feac2b2f7bce1aeec943c08da4d697f4dcf")]
    [InlineData("inter/Inter_400Regular.ttf.br", "a414b48aa577ef2c62ebb135341ddeef33ee26a4f5dc9f787f93c1aab08ebb50")]
    [InlineData("inter/Inter_600SemiBold.ttf.br", "f30e9d2574c3bec5144347ff965f9841c8f06857f0b7383000f8c9489a161841")]
    public void What_ships_is_what_was_published(string name, string hash)
        => Convert.ToHexStringLower(SHA256.HashData(Assets.Bytes(name))).ShouldBe(hash);

    [Fact]
    public void Writing_html_loads_no_drawing_library()
    {
        string folder = AppContext.BaseDirectory;
        LoadContext own = new(folder);
        Assembly charts = own.LoadFromAssemblyPath(Path.Combine(folder, "Chalkline.Charts.dll"));
        Assembly tests = own.LoadFromAssemblyPath(Path.Combine(folder, "Chalkline.Charts.Tests.dll"));
        object report = tests.GetType(typeof(Demo).FullName!)!.GetProperty("Report")!.GetValue(null)!;
        object html = charts.GetType(typeof(HtmlReport).FullName!)!.GetMethod("Write")!.Invoke(null, [report])!;
        html.ToString()!.Length.ShouldBeGreaterThan(100_000);
        own.Asked.ShouldContain("System.IO.Compression.Brotli", StringComparer.Ordinal);
        own.Asked.ShouldNotContain(name => name.Contains("Skia", StringComparison.Ordinal)
            || name.Contains("ScottPlot", StringComparison.Ordinal)
            || name.Contains("HarfBuzz", StringComparison.Ordinal));

        // The same eyes do see them when a picture is asked for.
        charts.GetType(typeof(ImageReport).FullName!)!.GetMethod("Png")!.Invoke(null, [report, 600, 400]);
        own.Asked.ShouldContain("SkiaSharp", StringComparer.Ordinal);
        own.Asked.ShouldContain("ScottPlot", StringComparer.Ordinal);
        own.Unload();
    }

    /// <summary>Loads the library a second time and notes every assembly it asks for.</summary>
    private sealed class LoadContext(string folder) : AssemblyLoadContext(isCollectible: true)
    {
        public List<string> Asked { get; } = [];

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string name = assemblyName.Name ?? "";
            Asked.Add(name);
            string file = Path.Combine(folder, name + ".dll");
            bool ours = name.StartsWith("Chalkline", StringComparison.Ordinal);
            return ours && File.Exists(file) ? LoadFromAssemblyPath(file) : null;
        }
    }
}
