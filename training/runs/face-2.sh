#!/usr/bin/env bash
# The face detector before face-3: face-1, grown by a block at stride 4 and three further down, trained on; figures, export.
# One CPU core, about two hours. runs/face-2.sh ID [FOLDER WITH annotations.json AND images/] [YUNET.onnx]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/faces} yunet=${3:-../../shared/peers/detectors/yunet_n_dynamic.onnx}
. runs/one-core.sh
python -m detector.prepare --source "$source" --teacher "$yunet" --mine ../models/face-1
python -m detector.grow ../models/face-1
python -m detector.train --source "$source" --architecture grown --init out/grown/model.pt \
  --lr 0.001 --warmup_epochs 0.5 --epochs 70 --cooldown 0.45 --report_every 10 --out "out/$id"
runs/detector-figures.sh "$id" "$source"
