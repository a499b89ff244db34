#!/usr/bin/env bash
# The network that ships: expression-1, trained on under two teachers, on one busy CPU core with AMX in about two hours.
# Teachers are expression-1 itself and a network of 2.5 M parameters. runs/expression-2.sh ID [FER2013] [FACES]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/fer2013} faces=${3:-../../shared/data/faces}
# Memory once taken is kept: otherwise every step pays for its pages again.
export OMP_NUM_THREADS=1 MALLOC_MMAP_THRESHOLD_=8000000000 MALLOC_TRIM_THRESHOLD_=16000000000 MALLOC_TOP_PAD_=50000000
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1
python data.py crops "$faces" --out out/crops
python train.py --source "$source" --architecture medium --epochs 26 --batch 128 --lr 0.1 --mixup 0.2 --cutmix 0 --erase 0.2 \
  --ferplus_weight 1 --dropout 0.2 --out out/medium-0
for teacher in ../models/expression-1 out/medium-0/model.pt; do
  name=$(basename "${teacher%/model.pt}")
  python teach.py "$teacher" --source "$source" --crops out/crops --out "out/taught/$name.npz"
done
python distill.py --source "$source" --taught out/taught/*.npz --crops out/crops --init ../models/expression-1 --architecture small \
  --epochs 36 --batch 128 --lr 0.04 --mixup 0.2 --cutmix 0 --erase 0.2 --label_weight 0.3 --ferplus_weight 1 --dropout 0.05 \
  --weight_decay 4e-4 --out "out/$id"
python calibrate.py "out/$id/model.pt" --source "$source" --part public_test
python evaluate.py "out/$id/model.pt" --source "$source" --json "out/$id/evaluation.json"
python evaluate.py "out/$id/model.pt" --source "$source" --part held_out --no-robustness \
  --json "out/$id/evaluation-held-out.json"
python export.py "out/$id/model.pt" --id "$id" --fp16
