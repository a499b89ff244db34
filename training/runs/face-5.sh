#!/usr/bin/env bash
# The face detector before face-6: face-4 trained on, with more views turned, overexposed and dark; then its first layer looks at patches
# of 2 x 2 instead of 3 x 3, and all of it is trained to the end. Figures, export. Two CPU cores, an hour and a half.
# runs/face-5.sh ID [FOLDER WITH annotations.json AND images/] [YUNET.onnx]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/faces} yunet=${3:-../../shared/peers/detectors/yunet_n_dynamic.onnx}
. runs/one-core.sh
train() {
  torchrun --nproc-per-node 2 -m detector.train --source "$source" --teacher "$yunet" --lr 0.001 --warmup_epochs 0.5 \
    --calm 0.6 --sides 320 640 640 --report_every 20 "$@"
}
python -m detector.prepare --source "$source" --teacher "$yunet" --mine ../models/face-4
python -m detector.grow ../models/face-4 --architecture finer --out out/face-4-weights/model.pt
train --architecture finer --init out/face-4-weights/model.pt --epochs 69 --cooldown 0.01 --out "out/$id-finer"
python -m detector.grow "out/$id-finer/model.pt" --architecture swift --out "out/$id-patched/model.pt"
train --architecture swift --init "out/$id-patched/model.pt" --epochs 115 --cooldown 0.65 --out "out/$id"
runs/detector-figures.sh "$id" "$source"
