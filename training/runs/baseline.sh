#!/usr/bin/env bash
# ResNet34 on FER2013's labels alone, from random weights, at 48 px, for which 80 minutes of one CPU core with bf16 suffice; a GPU
# could do the 40 epochs at 96 px that are the script's defaults. FER2013 in $1.
set -eu; cd "$(dirname "$0")/.."
. runs/one-core.sh
python resnet34_baseline.py --source "${1:-../../shared/data/fer2013}" --side 48 --epochs 24 --report_every 1 --out out/resnet34-48
