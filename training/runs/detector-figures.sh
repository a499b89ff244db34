#!/usr/bin/env bash
# The end of every detector's run: the default score, figures at three sizes, export. runs/detector-figures.sh ID FOLDER
# [HOW THE WEIGHTS CAME ABOUT, A SENTENCE FOR THE CARD]
set -eu; cd "$(dirname "$0")/.."
id=$1 source=$2 history=${3:-}
# The default score is chosen where the weights were.
python -m detector.evaluate "out/$id/model.pt" --source "$source" --part choosing --json "out/$id/choosing.json"
threshold=$(python -c "import json; print(json.load(open('out/$id/choosing.json'))['bestThreshold'])")
for side in 640 320 160; do
  python -m detector.evaluate "out/$id/model.pt" --source "$source" --side $side --threshold "$threshold" \
    --json "out/$id/evaluation-$side.json"
done
python -m detector.export "out/$id/model.pt" --id "$id" --fp16 --history "$history"
