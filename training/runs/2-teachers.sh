#!/usr/bin/env bash
# Six teachers that differ in seed, width and trick, one after another; run again after a kill. FER2013 in $1.
# Meant for a GPU: on CPUs it was never run to the end (LOG.md says what was run instead).
set -eu; cd "$(dirname "$0")/.."
source=${1:-../../shared/data/fer2013}
common="--source $source --epochs 80 --batch 512 --lr 0.2"
for seed in 0 1 2; do
  python train.py $common --architecture teacher --seed $seed --drop_path 0.05 --out out/teacher-$seed
done
python train.py $common --architecture teacher --seed 3 --sam_rho 0.05 --epochs 50 --out out/teacher-3
python train.py $common --architecture wide --seed 4 --drop_path 0.1 --out out/teacher-4
python train.py $common --architecture teacher --seed 5 --mixup 0 --cutmix 0.5 --out out/teacher-5
