#!/usr/bin/env bash
# The face detector: pictures decoded and taught once, a cheaper stem for the older weights, training, figures, export.
# runs/detector.sh ID [FOLDER WITH annotations.json AND images/] [YUNET.onnx]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/faces} yunet=${3:-../../shared/peers/detectors/yunet_n_dynamic.onnx}
# Memory once taken is kept: otherwise every step pays for its pages again.
export OMP_NUM_THREADS=1 MALLOC_MMAP_THRESHOLD_=8000000000 MALLOC_TRIM_THRESHOLD_=16000000000 MALLOC_TOP_PAD_=50000000
python -m detector.prepare --source "$source" --teacher "$yunet" --mine ../models/face-starter
python -m detector.transplant ../models/face-starter --steps 500 --out out/transplant/model.pt
torchrun --nproc-per-node 2 -m detector.train --source "$source" --init out/transplant/model.pt \
  --lr 0.001 --warmup_epochs 0.5 --epochs 160 --cooldown 0.52 --report_every 10 --out "out/$id"
runs/detector-figures.sh "$id" "$source"
