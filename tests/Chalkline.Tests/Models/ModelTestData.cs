using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Models;

namespace Chalkline.Tests.Models;

/// <summary>The repository's own data, found from where the tests run, and small invented configurations.</summary>
internal static class ModelTestData
{
    public static string Root { get; } = FindRoot();

    public static DataFolder Data { get; } = new(Path.Combine(Root, "data"));

    public static ModelCatalogue Catalogue { get; } = ModelCatalogue.Open(Data);

    public static Source Invented { get; } = new("invented for a test", "2026-11", Verification.No);

    /// <summary>A plain decoder in the fields of a Llama: 2 layers of width 8, 4 heads, 2 key-value heads.</summary>
    public const string Llama = """
        { "model_type": "llama", "hidden_size": 8, "intermediate_size": 16, "num_attention_heads": 4,
          "num_key_value_heads": 2, "num_hidden_layers": 2, "vocab_size": 10, "tie_word_embeddings": false }
        """;

    public static Model Import(string json)
        => ConfigImport.Import(JsonView.Parse("config.json", json), "test/model", Invented);

    /// <summary>The one sentence a bad configuration gets.</summary>
    public static string Refusal(string json) => Should.Throw<ChalkException>(() => Import(json)).Message;

    public static double Total(Model model) => ParameterCount.Count(model).Total.Value;

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Chalkline.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests must run below the repository.");
    }
}
