using System.Text;

namespace Chalkline.Measuring.Gpus;

/// <summary>The few functions of the NVIDIA driver that measuring needs, on its first device.</summary>
internal sealed unsafe class CudaDriver : IDisposable
{
    private const int MultiprocessorCount = 16;
    private const int CacheBytesAttribute = 38;
    private const int CapabilityMajor = 75;
    private const int CapabilityMinor = 76;
    private const uint BlockingSync = 1;
    private const int NameBytes = 256;
    private const uint NonBlocking = 1;
    private const int OfThisThread = 1;
    private const int MostInGraph = 256;

    private readonly NativeExports _library;
    private readonly int _device;
    private readonly delegate* unmanaged<nint, nint, int> _record;
    private readonly delegate* unmanaged<nint, nint, int> _launch;
    private readonly delegate* unmanaged<ulong, ulong, nuint, nint, int> _copy;
    private readonly nint _start;
    private readonly nint _end;
    private bool _disposed;

    private CudaDriver(NativeExports library, int device)
    {
        _library = library;
        _device = device;
        nint context;
        Check(
            ((delegate* unmanaged<nint*, int, int>)library.Function("cuDevicePrimaryCtxRetain"))(&context, device),
            "cuDevicePrimaryCtxRetain");
        Check(((delegate* unmanaged<nint, int>)library.Function("cuCtxSetCurrent"))(context), "cuCtxSetCurrent");
        _record = (delegate* unmanaged<nint, nint, int>)library.Function("cuEventRecord");
        _launch = (delegate* unmanaged<nint, nint, int>)library.Function("cuGraphLaunch");
        _copy = (delegate* unmanaged<ulong, ulong, nuint, nint, int>)library.Function("cuMemcpyDtoDAsync_v2");
        _start = Event();
        _end = Event();
        nint queue;
        Check(
            ((delegate* unmanaged<nint*, uint, int>)library.Function("cuStreamCreate"))(&queue, NonBlocking),
            "cuStreamCreate");
        Queue = queue;
    }

    /// <summary>The queue that everything timed goes into.</summary>
    public nint Queue { get; }

    /// <summary>Name of the device as the driver states it.</summary>
    public string Name
    {
        get
        {
            byte* text = stackalloc byte[NameBytes];
            Check(
                ((delegate* unmanaged<byte*, int, int, int>)_library.Function("cuDeviceGetName"))(
                    text, NameBytes - 1, _device),
                "cuDeviceGetName");
            text[NameBytes - 1] = 0;
            return Text(text);
        }
    }

    /// <summary>Streaming multiprocessors.</summary>
    public int Multiprocessors => Attribute(MultiprocessorCount);

    /// <summary>Bytes of the second-level cache.</summary>
    public long CacheBytes => Attribute(CacheBytesAttribute);

    /// <summary>Compute capability, for example <c>9.0</c>.</summary>
    public string Capability => $"{Attribute(CapabilityMajor)}.{Attribute(CapabilityMinor)}";

    /// <summary>Newest CUDA that the driver knows, for example <c>12.8</c>.</summary>
    public string Version
    {
        get
        {
            int version;
            Check(
                ((delegate* unmanaged<int*, int>)_library.Function("cuDriverGetVersion"))(&version),
                "cuDriverGetVersion");
            return $"{version / 1000}.{version % 1000 / 10}";
        }
    }

    /// <summary>Memory, and what of it is free, bytes.</summary>
    public (long Free, long Total) Memory
    {
        get
        {
            nuint free, total;
            Check(
                ((delegate* unmanaged<nuint*, nuint*, int>)_library.Function("cuMemGetInfo_v2"))(&free, &total),
                "cuMemGetInfo_v2");
            return ((long)free, (long)total);
        }
    }

    /// <summary>Opens the first device.</summary>
    /// <returns>The driver, or null and why there is none, as a clause.</returns>
    /// <exception cref="ChalkException">There is a device and it does not answer.</exception>
    public static (CudaDriver? Driver, string Reason) Open()
    {
        if (NativeExports.Open("libcuda.so.1", "libcuda.so", "nvcuda.dll") is not { } library)
        {
            return (null, "no NVIDIA driver (libcuda) is installed");
        }

        int count = 0;
        bool works = ((delegate* unmanaged<uint, int>)library.Function("cuInit"))(0) == 0
            && ((delegate* unmanaged<int*, int>)library.Function("cuDeviceGetCount"))(&count) == 0;
        if (!works || count < 1)
        {
            return (null, "the NVIDIA driver finds no device");
        }

        int device;
        int code = ((delegate* unmanaged<int*, int, int>)library.Function("cuDeviceGet"))(&device, 0);
        return code == 0 ? (new(library, device), "") : (null, "the NVIDIA driver does not open its device");
    }

    /// <summary>Takes memory of the device.</summary>
    /// <exception cref="ChalkException">There is not so much.</exception>
    public ulong Take(long bytes)
    {
        ulong address;
        Check(
            ((delegate* unmanaged<ulong*, nuint, int>)_library.Function("cuMemAlloc_v2"))(&address, (nuint)bytes),
            "cuMemAlloc_v2");
        return address;
    }

    /// <summary>Gives memory back.</summary>
    public void Free(ulong address)
        => ((delegate* unmanaged<ulong, int>)_library.Function("cuMemFree_v2"))(address);

    /// <summary>Copies from the host.</summary>
    public void Put(ulong to, ReadOnlySpan<ushort> from)
    {
        fixed (ushort* first = from)
        {
            Check(
                ((delegate* unmanaged<ulong, void*, nuint, int>)_library.Function("cuMemcpyHtoD_v2"))(
                    to, first, (nuint)from.Length * sizeof(ushort)),
                "cuMemcpyHtoD_v2");
        }
    }

    /// <summary>Starts a copy on the device.</summary>
    public void Copy(ulong to, ulong from, long bytes)
        => Check(_copy(to, from, (nuint)bytes, Queue), "cuMemcpyDtoDAsync_v2");

    /// <summary>
    /// What so many calls of a kernel take on the device, between two events in its queue, s. They run as a graph,
    /// recorded once and replayed, as engines run a decode step: calls that the host starts one by one would take as
    /// long as the host does.
    /// </summary>
    public double Seconds(Action kernel, int calls)
    {
        int replays = ((calls - 1) / MostInGraph) + 1;
        int inside = ((calls - 1) / replays) + 1;

        // Before recording, for a first call loads the kernel.
        kernel();
        Synchronize();
        nint graph = Recorded(kernel, inside);
        try
        {
            return Replayed(graph, replays) * calls / ((double)inside * replays);
        }
        finally
        {
            _ = ((delegate* unmanaged<nint, int>)_library.Function("cuGraphExecDestroy"))(graph);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        delegate* unmanaged<nint, int> destroy = (delegate* unmanaged<nint, int>)_library.Function("cuEventDestroy_v2");
        _ = destroy(_start);
        _ = destroy(_end);
        _ = ((delegate* unmanaged<nint, int>)_library.Function("cuStreamDestroy_v2"))(Queue);
        _ = ((delegate* unmanaged<int, int>)_library.Function("cuDevicePrimaryCtxRelease_v2"))(_device);
    }

    private nint Recorded(Action kernel, int calls)
    {
        Check(
            ((delegate* unmanaged<nint, int, int>)_library.Function("cuStreamBeginCapture_v2"))(Queue, OfThisThread),
            "cuStreamBeginCapture_v2");
        for (int i = 0; i < calls; i++)
        {
            kernel();
        }

        nint graph;
        Check(
            ((delegate* unmanaged<nint, nint*, int>)_library.Function("cuStreamEndCapture"))(Queue, &graph),
            "cuStreamEndCapture");
        nint ready;
        Check(
            ((delegate* unmanaged<nint*, nint, ulong, int>)_library.Function("cuGraphInstantiateWithFlags"))(
                &ready, graph, 0),
            "cuGraphInstantiateWithFlags");
        _ = ((delegate* unmanaged<nint, int>)_library.Function("cuGraphDestroy"))(graph);
        return ready;
    }

    private double Replayed(nint graph, int replays)
    {
        Check(_record(_start, Queue), "cuEventRecord");
        for (int i = 0; i < replays; i++)
        {
            Check(_launch(graph, Queue), "cuGraphLaunch");
        }

        Check(_record(_end, Queue), "cuEventRecord");
        Check(((delegate* unmanaged<nint, int>)_library.Function("cuEventSynchronize"))(_end), "cuEventSynchronize");
        float milliseconds;
        Check(
            ((delegate* unmanaged<float*, nint, nint, int>)_library.Function("cuEventElapsedTime"))(
                &milliseconds, _start, _end),
            "cuEventElapsedTime");
        return milliseconds / 1e3;
    }

    private void Synchronize()
        => Check(
            ((delegate* unmanaged<nint, int>)_library.Function("cuStreamSynchronize"))(Queue), "cuStreamSynchronize");

    private nint Event()
    {
        nint handle;
        Check(
            ((delegate* unmanaged<nint*, uint, int>)_library.Function("cuEventCreate"))(&handle, BlockingSync),
            "cuEventCreate");
        return handle;
    }

    private int Attribute(int which)
    {
        int value;
        Check(
            ((delegate* unmanaged<int*, int, int, int>)_library.Function("cuDeviceGetAttribute"))(&value, which, _device),
            "cuDeviceGetAttribute");
        return value;
    }

    private void Check(int code, string function)
    {
        if (code == 0)
        {
            return;
        }

        byte* text = null;
        _ = ((delegate* unmanaged<int, byte**, int>)_library.Function("cuGetErrorName"))(code, &text);
        string name = text is null ? $"error {code}" : Text(text);
        throw new ChalkException($"The NVIDIA driver answers {name} to {function}; free the device and try again, "
            + "or measure the processor with --cpu.");
    }

    private static string Text(byte* text)
    {
        int length = 0;
        while (text[length] != 0)
        {
            length++;
        }

        return Encoding.UTF8.GetString(text, length);
    }
}
