#!/usr/bin/env bash
# What each trick brings: the student's network trained on labels, with one trick taken away at a time. FER2013 in $1.
set -eu; cd "$(dirname "$0")/.."
common="--source ${1:-../../shared/data/fer2013} --architecture student --epochs 60 --batch 256"
python train.py $common --out out/ablation-full
python train.py $common --out out/ablation-no-votes --ferplus_weight 0
python train.py $common --out out/ablation-no-mix --mixup 0 --cutmix 0
python train.py $common --out out/ablation-no-degrade --degrade 0
python train.py $common --out out/ablation-no-erase --erase 0
python train.py $common --out out/ablation-no-average --average 0
python train.py $common --out out/ablation-sam --sam_rho 0.05
