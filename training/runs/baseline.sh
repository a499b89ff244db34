#!/usr/bin/env bash
# ResNet34 on FER2013's labels alone, from random weights, at 48 px, for which 80 minutes of one CPU core with bf16 suffice; a GPU
# could do the 40 epochs at 96 px that are the script's defaults. FER2013 in $1.
set -eu; cd "$(dirname "$0")/.."
# Memory once taken is kept: otherwise every step pays for its pages again.
export OMP_NUM_THREADS=1 MALLOC_MMAP_THRESHOLD_=8000000000 MALLOC_TRIM_THRESHOLD_=16000000000 MALLOC_TOP_PAD_=50000000
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1
python resnet34_baseline.py --source "${1:-../../shared/data/fer2013}" --side 48 --epochs 24 --report_every 1 --out out/resnet34-48
