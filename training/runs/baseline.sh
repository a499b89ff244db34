#!/usr/bin/env bash
# ResNet34 on FER2013's labels alone, from random weights, in two ways: at 48 px, for which 80 minutes of one CPU core with bf16 suffice;
# and shorter at 48 px, then at 96, half an hour of two quiet cores. A GPU could do the 40 epochs at 96 px that are the script's
# defaults. FER2013 in $1.
set -eu; cd "$(dirname "$0")/.."
. runs/one-core.sh
train() { python resnet34_baseline.py --source "$source" --report_every 1 "$@"; }
source=${1:-../../shared/data/fer2013}
train --side 48 --epochs 24 --out out/resnet34-48
export OMP_NUM_THREADS=2
train --side 48 --epochs 8 --compile --out out/resnet34-48-short
train --side 96 --epochs 4 --lr 0.02 --warmup_epochs 0.2 --compile --init out/resnet34-48-short/model.pt --out out/resnet34-96
