#!/usr/bin/env bash
# ResNet34 on FER2013's labels alone, from random weights. FER2013 in $1.
set -eu; cd "$(dirname "$0")/.."
python resnet34_baseline.py --source "${1:-../../shared/data/fer2013}" --out out/resnet34
