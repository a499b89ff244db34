#!/usr/bin/env bash
# The network that expression-3 begins from: expression-1, trained on under two teachers, on one busy CPU core with AMX in about an hour.
# Teachers are expression-1 itself and the project's first weights (from this repository's history), each asked about every
# face and its mirror image. runs/expression-2.sh ID [FER2013] [FACES]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/fer2013} faces=${3:-../../shared/data/faces}
. runs/one-core.sh
python data.py crops "$faces" --out out/crops
mkdir -p out && (cd .. && git archive 42a9151^ models/expression-starter) | tar -x -C out --strip-components 1
for teacher in out/expression-starter ../models/expression-1; do
  python teach.py "$teacher" --source "$source" --crops out/crops --out "out/taught-first/$(basename "$teacher").npz"
done
python distill.py --source "$source" --taught out/taught-first/*.npz --crops out/crops --init ../models/expression-1 --architecture small \
  --epochs 32 --batch 128 --lr 0.04 --mixup 0.2 --cutmix 0 --erase 0.2 --label_weight 0.3 --ferplus_weight 1 --dropout 0.05 \
  --weight_decay 4e-4 --out "out/$id"
runs/expression-figures.sh "$id" "$source"
