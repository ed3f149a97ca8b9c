#!/usr/bin/env python3
"""Measures NVIDIA GPUs with PyTorch and writes the columns of data/measurements/kernels.csv.

    python3 scripts/measure-gpu.py --device h100-sxm --out kernels.csv
    torchrun --nproc-per-node 8 scripts/measure-gpu.py --device h100-sxm --out kernels.csv

Products in BF16 and FP8, grouped products, attention, norms, copies in memory, and with torchrun all-reduces over NCCL.
Then `chalk calibrate kernels.csv --device h100-sxm` fits the device, and `chalk validate kernels.csv` says how far off
the shipped fit is. Every row is the median of its runs; notes hold the spread and the environment. FP8 products take
operands that are quantised already, so they hold no quantisation time.
"""

import argparse
import csv
import datetime
import os
import statistics

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel

COLUMNS = (
    "case_id,source,hardware,n_gpus,kind,precision,kv_precision,m,n,k,batch,seq_q,seq_kv,heads,kv_heads,head_dim,"
    "v_head_dim,experts,experts_per_token,hidden,intermediate,tokens,ep,tp,distribution,bytes,algorithm_library,time_us,"
    "derived,achieved_tflops,achieved_gb_s,quality,notes"
).split(",")
WEIGHTS = [(4096, 4096), (14336, 4096), (4096, 14336), (8192, 8192), (57344, 8192)]
ROWS = [1, 4, 16, 64, 256, 1024, 4096, 8192]
COPIES = [2**power for power in range(14, 31, 2)]
MESSAGES = [2**power for power in range(13, 31)]
HEADS = [(32, 8, 128), (64, 8, 128), (32, 32, 128), (16, 8, 256)]
PROMPTS = [(1, 1024), (8, 1024), (1, 4096), (8, 4096), (1, 16384)]
CACHES = [(1, 1024), (1, 16384), (1, 131072), (8, 4096), (64, 1024), (64, 8192), (256, 1024), (256, 4096)]
NORMS = [(1, 4096), (64, 4096), (1024, 4096), (16384, 4096), (64, 8192), (4096, 8192), (16384, 16384)]
EXPERTS = [(8, 28672, 4096), (8, 4096, 14336), (64, 2816, 2048), (128, 3072, 4096)]
TOKENS_OF_EXPERT = [1, 8, 64, 512]
LARGEST = 16 << 30


def time_us(kernels, runs, least_us=2000.0, graph=True):
    """Median, p10 and p90 of the time of one call. The kernels run in turn: each has weights of its own, so that the
    cache does not hold them. They are recorded as a graph and replayed, as engines run a decode step: calls that
    Python starts one by one would take as long as Python does. Collectives are started one by one."""
    start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))

    def timed(work, calls):
        start.record()
        work()
        end.record()
        end.synchronize()
        return start.elapsed_time(end) * 1000 / calls

    def in_turn(calls):
        for call in range(calls):
            kernels[call % len(kernels)]()

    once = min(timed(lambda: in_turn(len(kernels)), len(kernels)) for _ in range(3))
    calls = calls_of_all(max(1, int(least_us / once)))
    if not graph:
        return spread([timed(lambda: in_turn(calls), calls) for _ in range(runs)])

    recorded = torch.cuda.CUDAGraph()
    with torch.cuda.graph(recorded):
        in_turn(calls)
    recorded.replay()
    times = spread([timed(recorded.replay, calls) for _ in range(runs)])
    recorded.reset()
    return times


def calls_of_all(calls):
    """The same number of calls on every rank, or a collective would wait for ever."""
    if not torch.distributed.is_initialized():
        return calls
    agreed = torch.tensor([calls], device="cuda")
    torch.distributed.broadcast(agreed, 0)
    return int(agreed.item())


def spread(times):
    times = sorted(times)
    last = len(times) - 1
    return statistics.median(times), times[round(0.1 * last)], times[round(0.9 * last)]


def products(precision, runs):
    cache = torch.cuda.get_device_properties(0).L2_cache_size
    narrow = precision == "fp8"
    for n, k in WEIGHTS:
        size = n * k * (1 if narrow else 2)
        weights = [torch.randn(n, k, device="cuda").bfloat16() / 8 for _ in range(min(8, 1 + 4 * cache // size))]
        for m in [rows for rows in ROWS if not narrow or rows >= 16]:
            a = torch.randn(m, k, device="cuda").bfloat16()
            if narrow:
                a8, one = a.to(torch.float8_e4m3fn), torch.ones((), device="cuda")
                kernels = [
                    lambda w=w.to(torch.float8_e4m3fn): torch._scaled_mm(
                        a8, w.t(), scale_a=one, scale_b=one, out_dtype=torch.bfloat16)
                    for w in weights
                ]
            else:
                kernels = [lambda w=w: torch.nn.functional.linear(a, w) for w in weights]
            times = time_us(kernels, runs)
            element = 1 if narrow else 2
            moved = element * (m * k + n * k) + 2 * m * n
            remark = "operands quantised beforehand" if narrow else ""
            yield dict(kind="gemm", precision=precision, m=m, n=n, k=k), times, 2 * m * n * k, moved, remark


def copies(runs):
    cache = torch.cuda.get_device_properties(0).L2_cache_size
    for size in COPIES:
        sets = max(1, min(256, 2 * cache // size))
        pairs = [[torch.randn(size // 2, device="cuda").bfloat16() for _ in range(2)] for _ in range(sets)]
        times = time_us([lambda a=a, b=b: b.copy_(a) for a, b in pairs], runs)
        yield dict(kind="elementwise", precision="bf16", m=1, n=size // 2), times, 0, 2 * size, "copy"


def attention(runs):
    """Causal prefill and decode of one token, by PyTorch's own flash kernels and by those of cuDNN."""
    cases = [("attention_prefill", batch, length, length) for batch, length in PROMPTS]
    cases += [("attention_decode", batch, 1, length) for batch, length in CACHES]
    for kind, batch, asked, length in cases:
        for heads, kept, width in HEADS:
            size = 2 * batch * length * kept * width * 2
            if size > LARGEST:
                continue
            sets = max(1, min(64, (1 << 28) // size)) if asked == 1 else 1
            draw = lambda count, tokens: torch.randn(batch, count, tokens, width, device="cuda", dtype=torch.bfloat16)
            query, pairs = draw(heads, asked), [(draw(kept, length), draw(kept, length)) for _ in range(sets)]
            flop = 4 * batch * heads * width * asked * length / (2 if asked > 1 else 1)
            moved = size + 4 * batch * heads * asked * width
            row = dict(kind=kind, precision="bf16", kv_precision="bf16", batch=batch, seq_q=asked, seq_kv=length,
                       heads=heads, kv_heads=kept, head_dim=width, v_head_dim=width)
            for backend in SDPBackend.FLASH_ATTENTION, SDPBackend.CUDNN_ATTENTION:
                with sdpa_kernel(backend):
                    kernels = [
                        lambda k=k, v=v: torch.nn.functional.scaled_dot_product_attention(
                            query, k, v, is_causal=asked > 1, enable_gqa=heads != kept)
                        for k, v in pairs
                    ]
                    times = tried(row, kernels, runs)
                if times:
                    causal = "causal" if asked > 1 else ""
                    yield {**row, "algorithm_library": f"{backend.name.lower()}, {pytorch()}"}, times, flop, moved, causal


def grouped_products(runs):
    """The products of a mixture of experts, each expert with as many rows."""
    for experts, n, k in EXPERTS:
        weights = torch.randn(experts, n, k, device="cuda", dtype=torch.bfloat16) / 8
        for m in TOKENS_OF_EXPERT:
            a = torch.randn(experts * m, k, device="cuda", dtype=torch.bfloat16)
            ends = torch.arange(m, experts * m + 1, m, device="cuda", dtype=torch.int32)
            row = dict(kind="grouped_gemm", precision="bf16", m=m, n=n, k=k, experts=experts)
            times = tried(row, [lambda: torch._grouped_mm(a, weights.transpose(1, 2), ends)], runs)
            if times:
                moved = 2 * experts * (m * k + n * k + m * n)
                yield row, times, 2 * experts * m * n * k, moved, f"{experts} experts, {m} rows each"


def norms(runs):
    for m, n in NORMS:
        a, weight = torch.randn(m, n, device="cuda").bfloat16(), torch.ones(n, device="cuda").bfloat16()
        for kind, remark, kernel in (
            ("norm", "RMS norm", lambda: torch.nn.functional.rms_norm(a, (n,), weight)),
            ("elementwise", "SiLU", lambda: torch.nn.functional.silu(a)),
        ):
            row = dict(kind=kind, precision="bf16", m=m, n=n)
            times = tried(row, [kernel], runs)
            if times:
                yield row, times, 0, 4 * m * n, remark + cached(4 * m * n)


def cached(size):
    return "; held by the cache" if size < torch.cuda.get_device_properties(0).L2_cache_size else ""


def tried(row, kernels, runs):
    """Times, or None with a line that says why: a version of PyTorch may lack a kernel, or memory may end."""
    try:
        return time_us(kernels, runs)
    except (RuntimeError, AttributeError) as error:
        print(f"left out: {row}: {str(error).splitlines()[0]}")
        return None


def all_reduces(runs):
    ranks = torch.distributed.get_world_size()
    for size in MESSAGES:
        a = torch.zeros(size // 2, dtype=torch.bfloat16, device="cuda")
        torch.distributed.barrier()
        times = time_us([lambda: torch.distributed.all_reduce(a)], runs, graph=False)
        row = dict(kind="all_reduce", precision="bf16", bytes=size, n_gpus=ranks)
        yield row, times, 0, size * 2 * (ranks - 1) / ranks, "achieved_gb_s is bus bandwidth"


def library(row):
    """The words "vendor BLAS" tell chalk that the operands of a narrow product were quantised beforehand, and
    "CUDA graph" that no time of the host is in a row."""
    if row["kind"] == "all_reduce":
        return "NCCL " + ".".join(map(str, torch.cuda.nccl.version()))
    return ("vendor BLAS through " if row["kind"] == "gemm" else "") + pytorch()


def pytorch():
    return f"PyTorch {torch.__version__}, CUDA {torch.version.cuda}, CUDA graph"


def main():
    parser = argparse.ArgumentParser(description="Measures NVIDIA GPUs into a table for `chalk calibrate`.")
    parser.add_argument("--device", required=True, help="name of the device, for example h100-sxm")
    parser.add_argument("--out", required=True, help="CSV to write")
    parser.add_argument("--runs", type=int, default=21, help="runs of each kernel; default 21")
    options = parser.parse_args()
    if not torch.cuda.is_available():
        raise SystemExit("measure-gpu.py: PyTorch finds no GPU; measure the processor with `chalk calibrate --measure`.")

    rank, ranks = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", 0)))
    properties = torch.cuda.get_device_properties(0)
    environment = f"{datetime.date.today()}; {properties.name}, {properties.multi_processor_count} multiprocessors"

    # One GPU measures products and copies while the others wait; the ranks join for the collectives alone.
    measured = []
    if rank == 0:
        measured += copies(options.runs)
        measured += products("bf16", options.runs)
        if properties.major >= 9 or (properties.major, properties.minor) == (8, 9):
            measured += products("fp8", options.runs)
        measured += attention(options.runs)
        measured += grouped_products(options.runs)
        measured += norms(options.runs)
    if ranks > 1:
        torch.cuda.empty_cache()
        torch.distributed.init_process_group("nccl", timeout=datetime.timedelta(hours=1))
        measured += all_reduces(options.runs)
        torch.distributed.destroy_process_group()

    if rank == 0:
        with open(options.out + ".part", "w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
            table.writeheader()
            for number, (row, (median, low, high), flop, moved, remark) in enumerate(measured, 1):
                notes = f"median of {options.runs} runs; p10_us={low:.6g}; p90_us={high:.6g}; {remark}; {environment}"
                table.writerow({
                    "case_id": f"{options.device}:{number:03}",
                    "source": "measured",
                    "hardware": options.device,
                    "n_gpus": 1,
                    "algorithm_library": library(row),
                    **row,
                    "time_us": f"{median:.6g}",
                    "derived": "no",
                    "achieved_tflops": f"{flop / median / 1e6:.6g}" if flop else "",
                    "achieved_gb_s": f"{moved / median / 1e3:.6g}",
                    "quality": "ok",
                    "notes": notes.replace("; ; ", "; "),
                })
        os.replace(options.out + ".part", options.out)
        print(f"{options.out}: {len(measured)} kernels; now `chalk calibrate {options.out} --device {options.device}`.")


if __name__ == "__main__":
    main()
