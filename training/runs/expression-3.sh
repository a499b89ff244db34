#!/usr/bin/env bash
# The network that expression-4 begins from: expression-2, trained on under a face-recognition teacher and expression-1, on faces that are hardly
# changed. After recognition-teacher.sh; one CPU core with bf16, 12 minutes. runs/expression-3.sh ID [FER2013]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/fer2013}
. runs/one-core.sh
for teacher in out/recognition-calm/model.pt ../models/expression-1; do
  python teach.py "$teacher" --source "$source" --crops out/crops --out "out/taught-calm/$(basename "${teacher%/model.pt}").npz"
done
python distill.py --source "$source" --taught out/taught-calm/*.npz --crops out/crops --init ../models/expression-2 --architecture small \
  --epochs 8 --batch 128 --lr 0.02 --warmup_epochs 0.3 --mixup 0 --cutmix 0 --erase 0 --jitter 0.4 --degrade 0.02 \
  --label_weight 0.3 --ferplus_weight 1 --dropout 0.05 --weight_decay 4e-4 --average 0.995 --report_every 1 --out "out/$id"
runs/expression-figures.sh "$id" "$source"
