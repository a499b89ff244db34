#!/usr/bin/env bash
# The small network: distilled from all teachers, calibrated on the held-out tenth, measured on PublicTest, exported. Meant for a GPU,
# after 2-teachers.sh: not yet run.
# runs/3-student.sh ID [FER2013]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/fer2013}
python distill.py --source "$source" --teachers out/teacher-*/model.pt --crops out/crops --architecture student \
  --epochs 300 --batch 512 --lr 0.2 --out "out/$id"
python calibrate.py "out/$id/model.pt" --source "$source" --part held_out
python evaluate.py "out/$id/model.pt" --source "$source" --json "out/$id/evaluation.json"
python evaluate.py "out/$id/model.pt" --source "$source" --part held_out --no-robustness \
  --json "out/$id/evaluation-held-out.json"
python export.py "out/$id/model.pt" --id "$id" --fp16
