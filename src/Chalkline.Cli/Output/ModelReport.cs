using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>The page of a model.</summary>
internal static class ModelReport
{
    public static Answer Of(Model model, Derivation? work, string remark = "")
    {
        ModelSize size = ParameterCount.Count(model);
        TableSpec parts = Parts(size);
        TableSpec layers = Layers(model);
        TableSpec cache = Cache(model);
        return new()
        {
            Command = "catalog show",
            Work = work,
            Data = parts,
            Report = new()
            {
                Title = model.Name,
                Lead = ($"**{size.Total}** in all, **{size.Active}** active on a token "
                    + $"({size.ActiveWithEmbedding} with the embedding), {KeyValueFootprint.Growth(model, NumberFormat.Bf16)} of KV cache in BF16. "
                    + Published(model) + remark).TrimEnd(),
                Sections =
                [
                    new("Parameters by part", [new TableBlock(parts)]),
                    new("Layers", [new TableBlock(layers)]),
                    new("KV cache", [new TableBlock(cache)]),
                ],
                Footer = Footer(model.Source),
            },
            Json = writer =>
            {
                writer.WriteString("name", model.Name);
                writer.WriteNumber("totalParameters", size.Total.Value);
                writer.WriteNumber("activeParameters", size.Active.Value);
                writer.WriteNumber("kvBytesPerTokenBf16", KeyValueFootprint.Growth(model, NumberFormat.Bf16).Value);
                CatalogReports.WriteRows(writer, "parts", ["part", "parameters", "share"], parts);
                CatalogReports.WriteRows(writer, "layers", ["layers", "tokenMixer", "feedForward"], layers);
                CatalogReports.WriteRows(
                    writer, "cache", ["format", "bytesPerToken", "bytesAt8kTokens", "bytesAt128kTokens"], cache);
            },
        };
    }

    private static string Footer(Source source)
    {
        string date = source.Date.Length > 0 ? $"{source.Date}; " : "";
        string note = source.Note.Length > 0 ? $"; {source.Note.TrimEnd('.')}" : "";
        return $"Source: {source.Where} ({date}verified: {CatalogReports.Word(source.Verified)}{note}).";
    }

    private static string Published(Model model) => model.PublishedParameters is { } total
        ? string.Create(CultureInfo.InvariantCulture, $"Published: {new Parameters(total)} in all")
            + (model.PublishedActiveParameters is { } active ? $", {new Parameters(active)} active. " : ". ")
        : "";

    private static TableSpec Parts(ModelSize size) => Tables.Of(
        "",
        ["Part", "Parameters", "Share"],
        new (string Name, Parameters Size)[]
        {
            ("embedding", size.Embedding),
            ("attention and other token mixers", size.Attention),
            ("dense feed-forward", size.DenseFeedForward),
            ("routed experts", size.RoutedExperts),
            ("shared experts", size.SharedExperts),
            ("router", size.Router),
            ("norms", size.Norms),
            ("other", size.Other),
            ("LM head", size.Head),
            ("total", size.Total),
            ("of which a token visits (active)", size.Active),
            ("multi-token prediction, apart", size.Prediction),
        }.Where(part => part.Size > Parameters.Zero).Select(part => (IEnumerable<TableCell>)
        [
            part.Name, Tables.Cell(part.Size), Tables.Percent(part.Size / size.Total),
        ]));

    private static TableSpec Layers(Model model) => Tables.Of(
        "",
        ["Layers", "Token mixer", "Feed-forward"],
        LayerGroups.Of(model).Select(group => (IEnumerable<TableCell>)
        [
            Tables.Count(group.Count), Describe(group.Layer.Mixer), Describe(group.Layer.FeedForward),
        ]));

    private static TableSpec Cache(Model model) => Tables.Of(
        "",
        ["Format", "Growth of a token", "8k tokens", "128k tokens"],
        new[] { NumberFormat.Bf16, NumberFormat.Fp8 }.Select(format => (IEnumerable<TableCell>)
        [
            format.Name,
            Tables.Cell(KeyValueFootprint.Growth(model, format)),
            Tables.Cell(KeyValueFootprint.OfSequence(model, format, new Tokens(8000))),
            Tables.Cell(KeyValueFootprint.OfSequence(model, format, new Tokens(128000))),
        ]));

    private static string Describe(TokenMixer mixer) => mixer switch
    {
        Attention attention => $"{Kind(attention)} attention, {attention.QueryHeads} query and {attention.KeyValueHeads} KV heads of {attention.HeadDim}"
            + (attention.Window is { } window ? $", window {window}" : "")
            + (attention.Compression > 1 ? $", {attention.Compression} tokens an entry" : "")
            + (attention.Sparse is { } sparse ? $", top {sparse.TopK}" : ""),
        LatentAttention latent => $"MLA, {latent.Heads} heads, latent {latent.KeyValueRank} + {latent.RopeDim}"
            + (latent.Sparse is { } sparse ? $", top {sparse.TopK}" : ""),
        LinearAttention linear => $"linear attention, {linear.ValueHeads} heads of {linear.KeyDim} x {linear.ValueDim}",
        ShortConvolution convolution => $"short convolution, {convolution.Kernel} taps of {convolution.Channels} channels",
        SelectiveScan scan => $"state space, {scan.Channels} channels x {scan.StateDim}",
        StateSpace space => $"state space, {space.Heads} heads of {space.HeadDim} x {space.StateDim}",
        _ => "none",
    };

    private static string Kind(Attention attention)
        => attention.KeyValueHeads == attention.QueryHeads ? "multi-head" : attention.KeyValueHeads == 1 ? "multi-query" : "grouped-query";

    private static string Describe(FeedForward feedForward) => feedForward switch
    {
        DenseFeedForward dense => $"dense {dense.Intermediate}" + (dense.Gated ? ", gated" : ""),
        ExpertFeedForward experts => $"{experts.ExpertsPerToken} of {experts.Experts} experts of {experts.Intermediate}"
            + (experts.SharedExperts > 0 ? $" + {experts.SharedExperts} shared" : "") + (experts.Gated ? ", gated" : ""),
        _ => "none",
    };
}
