using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Models;

/// <summary>Parameters of one token mixer. Each part of the derivation ends in the value returned.</summary>
internal static class MixerParameters
{
    public static Parameters Count<TWork>(TokenMixer mixer, double hidden, ref TWork work)
        where TWork : struct, IWork
        => mixer switch
        {
            Attention attention => OfAttention(attention, hidden, ref work),
            LatentAttention latent => OfLatent(latent, hidden, ref work),
            LinearAttention linear => RecurrentParameters.OfLinear(linear, hidden, ref work),
            ShortConvolution convolution => RecurrentParameters.OfConvolution(convolution, hidden, ref work),
            SelectiveScan scan => RecurrentParameters.OfScan(scan, hidden, ref work),
            StateSpace space => RecurrentParameters.OfStateSpace(space, hidden, ref work),
            _ => new(0),
        };

    private static Parameters OfAttention<TWork>(Attention layer, double hidden, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open("attention");
        double queryHeads = layer.QueryHeads;
        double keyValueHeads = layer.KeyValueHeads;
        double headDim = layer.HeadDim;
        double valueDim = layer.ValueHeadDim;
        work.Given(SizeSymbols.QueryHeads, queryHeads);
        work.Given(SizeSymbols.KeyValueHeads, keyValueHeads);
        work.Given(SizeSymbols.HeadDim, headDim);
        work.Given(SizeSymbols.ValueDim, valueDim);

        Parameters query;
        if (layer.QueryRank is int rank)
        {
            double queryRank = rank;
            work.Given(SizeSymbols.QueryRank, queryRank);
            query = work.Step(
                SizeSymbols.Query,
                new Parameters((hidden * queryRank) + queryRank + (queryRank * queryHeads * headDim)));
        }
        else
        {
            query = work.Step(SizeSymbols.Query, new Parameters(hidden * queryHeads * headDim));
        }

        Parameters keyValue = new(0);
        if (!layer.OwnsKeyValue)
        {
            work.Given(SizeSymbols.KeyValue, keyValue);
        }
        else if (layer.KeyIsValue)
        {
            keyValue = work.Step(SizeSymbols.KeyValue, new Parameters(hidden * keyValueHeads * headDim));
        }
        else
        {
            keyValue = work.Step(SizeSymbols.KeyValue, new Parameters(hidden * keyValueHeads * (headDim + valueDim)));
        }

        Parameters output = layer.OutputFactors is (int groups, int outputRank)
            ? new((queryHeads * valueDim * outputRank) + (groups * (double)outputRank * hidden))
            : new(queryHeads * valueDim * hidden);
        Parameters gate = new(layer.OutputGate ? hidden * queryHeads * valueDim : 0);
        Parameters vectors = new(Vectors(layer, hidden));
        Parameters compressor = new(layer.Compression > 1 ? Compressor(layer, hidden, headDim) : 0);
        Parameters indexer = new(
            layer.Sparse is { OwnsIndex: true } sparse && layer.OwnsKeyValue ? Indexer(sparse, layer, hidden) : 0);
        work.Given(SizeSymbols.Output, output);
        work.Given(SizeSymbols.Gate, gate);
        work.Given(SizeSymbols.Vectors, vectors);
        work.Given(SizeSymbols.Compressor, compressor);
        work.Given(SizeSymbols.Indexer, indexer);
        Parameters mixer = work.Step(
            SizeSymbols.Mixer, query + keyValue + output + gate + vectors + compressor + indexer);
        work.Close();
        return mixer;
    }

    private static Parameters OfLatent<TWork>(LatentAttention layer, double hidden, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open("multi-head latent attention");
        double heads = layer.Heads;
        double latent = layer.KeyValueRank;
        double nopeDim = layer.NopeDim;
        double ropeDim = layer.RopeDim;
        double valueDim = layer.ValueDim;
        work.Given(SizeSymbols.Heads, heads);
        work.Given(SizeSymbols.Latent, latent);
        work.Given(SizeSymbols.NopeDim, nopeDim);
        work.Given(SizeSymbols.RopeDim, ropeDim);
        work.Given(SizeSymbols.ValueDim, valueDim);

        Parameters query;
        if (layer.QueryRank is int rank)
        {
            double queryRank = rank;
            work.Given(SizeSymbols.QueryRank, queryRank);
            query = work.Step(
                SizeSymbols.Query,
                new Parameters((hidden * queryRank) + queryRank + (queryRank * heads * (nopeDim + ropeDim))));
        }
        else
        {
            query = work.Step(SizeSymbols.Query, new Parameters(hidden * heads * (nopeDim + ropeDim)));
        }

        Parameters keyValue = work.Step(
            SizeSymbols.KeyValue,
            new Parameters((hidden * (latent + ropeDim)) + latent + (latent * heads * (nopeDim + valueDim))));
        Parameters output = work.Step(SizeSymbols.Output, new Parameters(heads * valueDim * hidden));
        Parameters gate = new(layer.OutputGate ? hidden * heads * valueDim : 0);
        Parameters indexer = new(layer.Sparse is { OwnsIndex: true } sparse ? Indexer(sparse, null, hidden) : 0);
        work.Given(SizeSymbols.Gate, gate);
        work.Given(SizeSymbols.Indexer, indexer);
        Parameters mixer = work.Step(SizeSymbols.Mixer, query + keyValue + output + gate + indexer);
        work.Close();
        return mixer;
    }

    private static double Vectors(Attention layer, double hidden)
    {
        double keyValueWidth = layer.OwnsKeyValue
            ? layer.KeyValueHeads * ((double)layer.HeadDim + (layer.KeyIsValue ? 0 : layer.ValueHeadDim))
            : 0;
        double biases = layer.QueryKeyValueBias ? (layer.QueryHeads * (double)layer.HeadDim) + keyValueWidth : 0;
        return biases + (layer.OutputBias ? hidden : 0) + layer.QueryKeyNorm + (layer.Sinks ? layer.QueryHeads : 0);
    }

    /// <summary>
    /// Key and gate projections, a position bias a slot, and a norm: for every entry of <paramref name="width"/>
    /// elements,
    /// twice over where entries overlap.
    /// </summary>
    private static double Compressor(Attention layer, double hidden, double width)
    {
        double projected = width * (layer.CompressionOverlap ? 2 : 1);
        return (2 * hidden * projected) + (layer.Compression * projected) + width;
    }

    /// <summary>Index queries, the weights of their heads, and one index key, compressed where the cache is.</summary>
    private static double Indexer(SparseSelection sparse, Attention? layer, double hidden)
    {
        double key = layer is { Compression: > 1 }
            ? Compressor(layer, hidden, sparse.IndexDim)
            : hidden * sparse.IndexDim;
        return ((double)sparse.QueryInput * sparse.IndexHeads * sparse.IndexDim)
            + (sparse.HeadWeights ? hidden * sparse.IndexHeads : 0) + key + sparse.Norms;
    }
}
