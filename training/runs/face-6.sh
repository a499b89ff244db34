#!/usr/bin/env bash
# The face detector that ships: face-5 trained on twice, the rate falling to 0 each time, and the mean of its weights and of both ends.
# Figures, export. Two CPU cores, an hour. runs/face-6.sh ID [FOLDER WITH annotations.json AND images/] [YUNET.onnx]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/faces} yunet=${3:-../../shared/peers/detectors/yunet_n_dynamic.onnx}
. runs/one-core.sh
train() {
  torchrun --nproc-per-node 2 -m detector.train --source "$source" --architecture swift --teacher "$yunet" --warmup_epochs 0.5 \
    --calm 0.6 --sides 320 640 640 --report_every 5 "$@"
}
begin=out/face-5-weights/model.pt
python -m detector.prepare --source "$source" --teacher "$yunet" --mine ../models/face-5
python -m detector.grow ../models/face-5 --architecture swift --out "$begin"
train --init "$begin" --lr 0.0008 --epochs 58 --cooldown 0.9 --out "out/$id-first"
python soup.py "$begin" "out/$id-first/model.pt" --out "out/$id-mean/model.pt"
train --init "out/$id-mean/model.pt" --lr 0.0007 --epochs 20 --cooldown 0.8 --seed 1 --out "out/$id-second"
python soup.py "$begin" "out/$id-first/model.pt" "out/$id-second/model.pt" --out "out/$id/model.pt"
runs/detector-figures.sh "$id" "$source"
