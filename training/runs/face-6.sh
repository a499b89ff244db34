#!/usr/bin/env bash
# The face detector that ships: face-5 trained on, the rate falling to 0 again, and the mean of the weights before and after.
# Figures, export. One CPU core, an hour and a quarter. runs/face-6.sh ID [FOLDER WITH annotations.json AND images/] [YUNET.onnx]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/faces} yunet=${3:-../../shared/peers/detectors/yunet_n_dynamic.onnx}
. runs/one-core.sh
before=out/face-5-weights/model.pt
python -m detector.prepare --source "$source" --teacher "$yunet" --mine ../models/face-5
python -m detector.grow ../models/face-5 --architecture swift --out "$before"
python -m detector.train --source "$source" --architecture swift --teacher "$yunet" --init "$before" --lr 0.0008 --warmup_epochs 0.5 \
  --calm 0.6 --sides 320 640 640 --epochs 58 --cooldown 0.9 --report_every 5 --out "out/$id-after"
python soup.py "$before" "out/$id-after/model.pt" --out "out/$id/model.pt"
runs/detector-figures.sh "$id" "$source" "The weights are the mean of those of \`face-5\` and of a training that went on from it."
