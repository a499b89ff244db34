#!/usr/bin/env bash
# The end of an expression network's run: calibration and figures on PublicTest, figures on the held-out tenth, export.
# runs/expression-figures.sh ID FER2013
set -eu; cd "$(dirname "$0")/.."
id=$1 source=$2
python calibrate.py "out/$id/model.pt" --source "$source" --part public_test
python evaluate.py "out/$id/model.pt" --source "$source" --json "out/$id/evaluation.json"
python evaluate.py "out/$id/model.pt" --source "$source" --part held_out --no-robustness \
  --json "out/$id/evaluation-held-out.json"
python export.py "out/$id/model.pt" --id "$id" --fp16
