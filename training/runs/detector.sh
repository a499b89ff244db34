#!/usr/bin/env bash
# The face detector: a teacher eight times as large, then the small one under it, measured at three sides and exported.
# runs/detector.sh ID [FOLDER WITH annotations.json AND images/]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=${2:-../../shared/data/faces}
python -m detector.train --source "$source" --architecture teacher --epochs 200 --out out/detector-teacher
python -m detector.train --source "$source" --teacher out/detector-teacher/model.pt --epochs 400 --out "out/$id"
for side in 160 320 640; do
  python -m detector.evaluate "out/$id/model.pt" --source "$source" --side $side --json "out/$id/evaluation.json"
done
python -m detector.export "out/$id/model.pt" --id "$id"
