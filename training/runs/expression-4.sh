#!/usr/bin/env bash
# The network that ships: the mean of two that went on from expression-3 on faces that are hardly changed, one under the teacher
# that knows faces and expression-1, one also under the teacher that knows objects. After recognition-teacher.sh (its first step
# with 24 epochs) and objects-teacher.sh; two CPU cores with AMX, 25 minutes, most of them for asking. runs/expression-4.sh ID [FER2013]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/fer2013}
. runs/one-core.sh
ask() { python teach.py "$1" --source "$source" --crops out/crops --out "$2" "${@:3}"; }
ask ../models/expression-1 out/taught-two/expression-1.npz
ask out/recognition-calm/model.pt out/taught-two/recognition-calm.npz
ask out/objects-calm/model.pt out/taught-three/objects-calm.npz --no-bf16
cp out/taught-two/*.npz out/taught-three
for teachers in two three; do
  torchrun --nproc-per-node 2 distill.py --source "$source" --taught out/taught-$teachers/*.npz --crops out/crops \
    --init ../models/expression-3 --architecture small --epochs 8 --batch 128 --lr 0.02 --warmup_epochs 0.3 --mixup 0 --cutmix 0 \
    --erase 0 --jitter 0.4 --degrade 0.02 --label_weight 0.3 --ferplus_weight 1 --dropout 0.05 --weight_decay 4e-4 \
    --average 0.995 --report_every 1 --out "out/$id-$teachers"
done
python soup.py "out/$id-two/model.pt" "out/$id-three/model.pt" --out "out/$id/model.pt"
runs/expression-figures.sh "$id" "$source"
