#!/usr/bin/env bash
# Everything once, on drawn faces, in about a minute on an idle CPU: data, training (killed and resumed), distillation, calibration,
# evaluation, export, and the exported network measured again through ONNX Runtime. Fails if any step does.
set -euo pipefail
cd "$(dirname "$0")"

python=$(./python.sh -c 'import sys; print(sys.executable)')
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

export OMP_NUM_THREADS=1 # small networks, and the machine may be shared
small="--source $out/faces --architecture tiny --batch 32 --average 0.97 --jitter 0.2 --degrade 0 --erase 0 --mixup 0 --cutmix 0 --no-bf16"
"$python" data.py generate --out "$out/faces"

teach="train.py $small --epochs 6 --report_every 3 --out $out/teacher --save_seconds 0.5"
"$python" $teach & trainer=$!
for _ in $(seq 600); do [ -e "$out/teacher/last.pt" ] && break; sleep 0.1; done
kill -9 "$trainer" && { wait "$trainer" 2>/dev/null || true; }
[ ! -e "$out/teacher/model.pt" ] || { echo "smoke: training ended before it could be killed" >&2; exit 1; }
"$python" $teach | tee "$out/resumed.txt"
grep -q "going on from step" "$out/resumed.txt"

"$python" distill.py $small --epochs 6 --report_every 3 --teachers "$out/teacher/model.pt" --crops "$out/faces" --out "$out/student"
"$python" teach.py "$out/teacher/model.pt" --source "$out/faces" --crops "$out/faces" --out "$out/taught.npz"
"$python" distill.py $small --epochs 1 --report_every 1 --taught "$out/taught.npz" --crops "$out/faces" --out "$out/told"
"$python" calibrate.py "$out/student/model.pt" --source "$out/faces"
"$python" evaluate.py "$out/student/model.pt" --source "$out/faces" --json "$out/student/evaluation.json"
"$python" export.py "$out/student/model.pt" --id drawn --fp16 --maps --out "$out/models" --fixtures "$out/fixtures"
"$python" evaluate.py "$out/models/drawn" --source "$out/faces" --no-robustness --json "$out/exported.json"

# The detector: too few steps to find faces, enough to run every line.
find="--source $out/pictures --prepared $out/prepared --architecture tiny --batch 12 --sides 160 --report_side 160 --average 0.9"
"$python" -m detector.data generate --out "$out/pictures"
"$python" -m detector.prepare --source "$out/pictures" --mine ../models/face-starter --out "$out/prepared"
"$python" -m detector.train $find --epochs 2 --report_every 2 --out "$out/finder"
"$python" -m detector.evaluate "$out/finder/model.pt" --source "$out/pictures" --side 160 --json "$out/finder/evaluation-160.json"
"$python" -m detector.export "$out/finder/model.pt" --id finder --fp16 --expression "$out/models/drawn" --out "$out/models" --fixtures "$out/fixtures"

"$python" - "$out/student/evaluation.json" "$out/exported.json" <<'PY'
import json
import sys

trained, exported = (json.load(open(path))["heads"]["ferplus"]["ferplus"]["accuracy"] for path in sys.argv[1:])
assert trained > 0.5, f"the student learnt nothing: {trained:.1%} of drawn faces (chance: 14 %)"
assert abs(trained - exported) < 0.02, f"exported {exported:.1%}, trained {trained:.1%}"
print(f"smoke: passed, {trained:.1%} of drawn faces, {exported:.1%} after export")
PY
