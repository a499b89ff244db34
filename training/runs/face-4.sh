#!/usr/bin/env bash
# The face detector before face-5: face-3 with one more block at stride 4, trained on with YuNet as before, six views of ten
# being whole pictures, hardly changed; figures, export. One CPU core, about two hours.
# runs/face-4.sh ID [FOLDER WITH annotations.json AND images/] [YUNET.onnx]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/faces} yunet=${3:-../../shared/peers/detectors/yunet_n_dynamic.onnx}
. runs/one-core.sh
python -m detector.prepare --source "$source" --teacher "$yunet" --mine ../models/face-2
python -m detector.grow ../models/face-3 --architecture finer --out out/face-3-weights/model.pt
python -m detector.train --source "$source" --architecture finer --init out/face-3-weights/model.pt --teacher "$yunet" \
  --lr 0.001 --warmup_epochs 0.5 --epochs 70 --cooldown 0.7 --calm 0.6 --sides 320 640 640 --report_every 5 --out "out/$id"
runs/detector-figures.sh "$id" "$source"
