#!/usr/bin/env bash
# The network that expression-2 begins from: small, trained on labels and votes alone on one CPU core in about 75 minutes, calibrated
# and measured on PublicTest, exported. runs/cpu.sh ID [FER2013]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/fer2013}
python train.py --source "$source" --architecture small --epochs 80 --compile --batch 128 --lr 0.1 --mixup 0.2 --cutmix 0.0 \
  --erase 0.2 --label_smoothing 0.1 --ferplus_weight 1.0 --dropout 0.1 --weight_decay 4e-4 --save_seconds 60 --out "out/$id"
runs/expression-figures.sh "$id" "$source"
