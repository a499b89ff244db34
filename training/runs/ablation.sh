#!/usr/bin/env bash
# What each trick brings: the shipped network from random weights, a short schedule, with one trick taken away at a time.
# Prints accuracies on the held-out tenth, of the faces as they are and the mean over the thirty degradations. Runs that are done aren't done again, so that names may be given to share them among
# cores: runs/ablation.sh EPOCHS [NAME...]. Needs out/recognition-0 and out/crops of recognition-teacher.sh.
set -eu; cd "$(dirname "$0")/.."
epochs=$1; shift
export OMP_NUM_THREADS=1 MALLOC_MMAP_THRESHOLD_=8000000000 MALLOC_TRIM_THRESHOLD_=16000000000 MALLOC_TOP_PAD_=50000000
common="--architecture small --epochs $epochs --batch 128 --lr 0.1 --warmup_epochs 0.5 --dropout 0.05 --weight_decay 4e-4
  --report_every $epochs --ferplus_weight 1 --mixup 0.2 --cutmix 0 --erase 0.2 --average 0.98"
taught="--taught out/taught/recognition-0.npz --crops out/crops --label_weight 0.3"
declare -A run=(
  [everything]="distill.py $common $taught"
  [no-teacher]="train.py $common"
  [no-crops]="distill.py $common ${taught/--crops out\/crops/}"
  [no-labels]="distill.py $common $taught --label_weight 0"
  [no-mixup]="distill.py $common $taught --mixup 0"
  [no-degradations]="distill.py $common $taught --degrade 0"
  [no-erasing]="distill.py $common $taught --erase 0"
  [no-jitter]="distill.py $common $taught --jitter 0"
  [no-averaging]="distill.py $common $taught --average 0"
  [begun-from-expression-2]="distill.py $common $taught --lr 0.04 --init ../models/expression-2"
)
names=("$@")
[ $# -gt 0 ] || names=("${!run[@]}")
[ -e out/taught/recognition-0.npz ] || python teach.py out/recognition-0/model.pt --crops out/crops --out out/taught/recognition-0.npz
for name in "${names[@]}"; do
  out=out/ablation/$epochs/$name
  [ -e "$out/model.pt" ] || python ${run[$name]} --out "$out"
  [ -e "$out/evaluation.json" ] || python evaluate.py "$out/model.pt" --part held_out --json "$out/evaluation.json" > "$out/evaluation.txt"
done
python - out/ablation/$epochs/*/evaluation.json <<'TABLE'
import json
import sys
from pathlib import Path

for path in map(Path, sys.argv[1:]):
    result = json.loads(path.read_text())
    clean = [result["heads"][head][head]["accuracy"] for head in ("fer2013", "ferplus")]
    cells = [cell for row in result["robustness"].values() for cell in row.values()]
    spoilt = [sum(cell[head] for cell in cells) / len(cells) for head in ("fer2013", "ferplus")]
    print(f"{path.parent.name:24}", *(f"{value:.1%}" for value in clean + spoilt))
TABLE
