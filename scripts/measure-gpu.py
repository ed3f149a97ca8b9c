#!/usr/bin/env python3
"""Measures NVIDIA GPUs with PyTorch and writes the columns of data/measurements/kernels.csv.

    python3 scripts/measure-gpu.py --device h100-sxm --out kernels.csv
    torchrun --nproc-per-node 8 scripts/measure-gpu.py --device h100-sxm --out kernels.csv

Products in BF16 and FP8, copies in memory, and with torchrun all-reduces over NCCL. Then
`chalk calibrate kernels.csv --device h100-sxm` fits the device. Every row is the median of its runs; notes hold the
spread and the environment. FP8 products take operands that are quantised already, so they hold no quantisation time.
"""

import argparse
import csv
import datetime
import os
import statistics

import torch

COLUMNS = (
    "case_id,source,hardware,n_gpus,kind,precision,kv_precision,m,n,k,batch,seq_q,seq_kv,heads,kv_heads,head_dim,"
    "v_head_dim,experts,experts_per_token,hidden,intermediate,tokens,ep,tp,distribution,bytes,algorithm_library,time_us,"
    "derived,achieved_tflops,achieved_gb_s,quality,notes"
).split(",")
WEIGHTS = [(4096, 4096), (14336, 4096), (4096, 14336), (8192, 8192), (57344, 8192)]
ROWS = [1, 4, 16, 64, 256, 1024, 4096, 8192]
COPIES = [2**power for power in range(20, 31, 2)]
MESSAGES = [2**power for power in range(13, 31)]


def time_us(kernels, runs, least_us=2000.0):
    """Median, p10 and p90 of the time of one call. The kernels run in turn: each has weights of its own, so that the
    cache does not hold them."""
    start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))

    def run(calls):
        start.record()
        for call in range(calls):
            kernels[call % len(kernels)]()
        end.record()
        end.synchronize()
        return start.elapsed_time(end) * 1000 / calls

    once = min(run(3) for _ in range(3))
    calls = calls_of_all(max(1, int(least_us / once)))
    return spread([run(calls) for _ in range(runs)])


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
    for size in COPIES:
        a, b = (torch.empty(size // 2, dtype=torch.bfloat16, device="cuda") for _ in range(2))
        a.normal_()
        times = time_us([lambda: b.copy_(a)], runs)
        yield dict(kind="elementwise", precision="bf16", m=1, n=size // 2), times, 0, 2 * size, "copy"


def all_reduces(runs):
    ranks = torch.distributed.get_world_size()
    for size in MESSAGES:
        a = torch.zeros(size // 2, dtype=torch.bfloat16, device="cuda")
        torch.distributed.barrier()
        times = time_us([lambda: torch.distributed.all_reduce(a)], runs)
        row = dict(kind="all_reduce", precision="bf16", bytes=size, n_gpus=ranks)
        yield row, times, 0, size * 2 * (ranks - 1) / ranks, "achieved_gb_s is bus bandwidth"


def library(row):
    """The words "vendor BLAS" tell chalk that the operands of a narrow product were quantised beforehand."""
    if row["kind"] == "all_reduce":
        return "NCCL " + ".".join(map(str, torch.cuda.nccl.version()))
    blas = "vendor BLAS through " if row["kind"] == "gemm" else ""
    return f"{blas}PyTorch {torch.__version__}, CUDA {torch.version.cuda}"


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
                    **row,
                    "algorithm_library": library(row),
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
