#!/usr/bin/env bash
# The face detector before face-4: face-2, trained on with YuNet saying which cells answer for a face, and how surely; figures,
# export. One CPU core, about two hours. runs/face-3.sh ID [FOLDER WITH annotations.json AND images/] [YUNET.onnx]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/faces} yunet=${3:-../../shared/peers/detectors/yunet_n_dynamic.onnx}
. runs/one-core.sh
python -m detector.prepare --source "$source" --teacher "$yunet" --mine ../models/face-2
python -m detector.grow ../models/face-2 --out out/face-2-weights/model.pt
python -m detector.train --source "$source" --architecture grown --init out/face-2-weights/model.pt --teacher "$yunet" \
  --lr 0.001 --warmup_epochs 0.5 --epochs 78 --cooldown 0.5 --report_every 5 --out "out/$id"
runs/detector-figures.sh "$id" "$source"
