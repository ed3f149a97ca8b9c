namespace Chalkline.Measuring.Processors;

/// <summary>C[m,n] = A[m,k] B[k,n] in FP32, row after row, over all cores.</summary>
internal unsafe interface IMatrixProduct
{
    /// <summary>Which library, and how many lanes or threads it uses.</summary>
    string Name { get; }

    /// <summary>Multiplies; overwrites <paramref name="c"/>.</summary>
    void Multiply(float* a, float* b, float* c, int m, int n, int k);
}
