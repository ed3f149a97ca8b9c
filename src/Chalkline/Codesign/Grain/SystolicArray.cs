using Chalkline.Derivations;

namespace Chalkline.Codesign.Grain;

/// <summary>
/// A weight-stationary n x n array: how much of it a product uses, and what a multiply-accumulate costs (codesign notes, section
/// 2.4: the utilisation is standard, the combined form is inferred).
/// </summary>
public sealed record SystolicArray
{
    private static readonly Symbol SizeSymbol = new("size", "n", "n", "side of the array");
    private static readonly Symbol InnerSymbol = new("inner", "K", "K", "contracted width");
    private static readonly Symbol ColumnSymbol = new("columns", "N", "N", "width of the result");
    private static readonly Symbol RowSymbol = new("rows", "M", "M", "tokens");
    private static readonly Symbol InnerUseSymbol = new("innerUse", "U_K", "U_K", "share left by padding K");
    private static readonly Symbol ColumnUseSymbol = new("columnUse", "U_N", "U_N", "share left by padding N");
    private static readonly Symbol FillSymbol = new("fill", "U_M", "U_M", "share left by filling and draining");
    private static readonly Symbol UseSymbol = new("use", "U", "U", "share of the array at work");
    private static readonly Symbol MacSymbol = new("mac", "e_mac", @"e_{\text{mac}}", "energy of a multiply-accumulate, pJ");
    private static readonly Symbol OperandBitsSymbol = new("operand", "b_in", @"b_{\text{in}}", "bits of an activation");
    private static readonly Symbol SumBitsSymbol = new("sum", "b_acc", @"b_{\text{acc}}", "bits of a sum");
    private static readonly Symbol RegisterSymbol = new("register", "e_rf", @"e_{\text{rf}}", "energy of a bit of the register file, pJ");
    private static readonly Symbol CellSymbol = new("cell", "e_pipe", @"e_{\text{pipe}}", "energy of a cell's own registers, pJ");
    private static readonly Symbol LoadSymbol = new("load", "e_w", "e_w", "energy of loading a weight, over the rows that use it, pJ");
    private static readonly Symbol EnergySymbol = new("energy", "e", "e", "energy of a multiply-accumulate with its operands, pJ");

    /// <summary>e_mac, energy of a multiply-accumulate, pJ.</summary>
    public double Mac { get; init; } = 0.1;

    /// <summary>e_rf, energy of a bit of the register file, pJ.</summary>
    public double Register { get; init; } = 0.05;

    /// <summary>Bits of an operand.</summary>
    public double OperandBits { get; init; } = 8;

    /// <summary>Bits of a sum.</summary>
    public double SumBits { get; init; } = 32;

    /// <summary>e_pipe, energy of a cell's own registers, pJ; it does not fall with the size.</summary>
    public double Cell { get; init; }

    /// <summary>e_sram, energy of a bit of a weight loaded, pJ; shared by the rows that use it.</summary>
    public double Sram { get; init; }

    /// <summary>Whether passes overlap, so that filling costs nothing.</summary>
    public bool Overlapped { get; init; } = true;

    /// <summary>Share of the array that a product uses.</summary>
    public double Use(MatrixShape shape, double size)
    {
        Quiet quiet = default;
        return Use(shape, size, ref quiet);
    }

    /// <summary>Share of the array that a product uses, with the work shown.</summary>
    public double Use<TWork>(MatrixShape shape, double size, ref TWork work)
        where TWork : struct, IWork
    {
        work.Given(SizeSymbol, size);
        double inner = work.Given(InnerSymbol, shape.Inner, name: "inner");
        double columns = work.Given(ColumnSymbol, shape.Columns, name: "columns");
        double rows = work.Given(RowSymbol, shape.Rows, name: "rows");
        double innerUse = work.Step(InnerUseSymbol, inner / (size * Math.Ceiling(inner / size)));
        double columnUse = work.Step(ColumnUseSymbol, columns / (size * Math.Ceiling(columns / size)));
        double fill = Overlapped ? work.Given(FillSymbol, 1.0, name: "fill") : work.Step(FillSymbol, rows / (rows + (2 * size) - 2));
        return work.Step(UseSymbol, innerUse * columnUse * fill);
    }

    /// <summary>Energy of a multiply-accumulate with its operands, pJ.</summary>
    /// <param name="size">n.</param>
    /// <param name="rows">Rows that share a loaded weight; infinite leaves loading out.</param>
    public double Energy(double size, double rows = double.PositiveInfinity)
    {
        Quiet quiet = default;
        return Energy(size, rows, ref quiet);
    }

    /// <summary>Energy of a multiply-accumulate with its operands, with the work shown.</summary>
    public double Energy<TWork>(double size, double rows, ref TWork work)
        where TWork : struct, IWork
    {
        work.Given(SizeSymbol, size);
        double mac = work.Given(MacSymbol, Mac, name: "mac");
        double operand = work.Given(OperandBitsSymbol, OperandBits, name: "operand");
        double sum = work.Given(SumBitsSymbol, SumBits, name: "sum");
        double register = work.Given(RegisterSymbol, Register, name: "register");
        double cell = work.Given(CellSymbol, Cell, name: "cell");
        double load = work.Given(LoadSymbol, OperandBits * Sram / rows, name: "load");
        return work.Step(EnergySymbol, mac + (((operand * register) + (2 * sum * register)) / size) + load + cell);
    }

    /// <summary>Useful energy over energy spent, over a distribution of shapes weighted by their work.</summary>
    public double Efficiency(IReadOnlyCollection<MatrixShape> shapes, double size)
    {
        double work = shapes.Sum(shape => shape.Work);
        double spent = shapes.Sum(shape => shape.Work * Energy(size, shape.Rows) / Use(shape, size));
        return Mac * work / spent;
    }

    /// <summary>The same for an array that splits into halves and quarters, each shape taking the best, at a cost in multiplexers.</summary>
    public double Splittable(IReadOnlyCollection<MatrixShape> shapes, double size, double cost)
    {
        double work = shapes.Sum(shape => shape.Work);
        double spent = shapes.Sum(shape => shape.Work * new[] { size, size / 2, size / 4 }.Where(side => side >= 1)
            .Min(side => Energy(side, shape.Rows) * (1 + cost) / Use(shape, side)));
        return Mac * work / spent;
    }
}
