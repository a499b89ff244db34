#!/usr/bin/env bash
# Python with everything that requirements.txt names: $PYTHON or python3 where they have it, else .venv, set up here (5.7 GB).
set -euo pipefail
python=${PYTHON:-python3} here=$(cd "$(dirname "$0")" && pwd)
if ! "$python" -c 'import torch, onnx, onnxscript, onnxruntime, cv2, PIL, pytest, ruff' 2>/dev/null; then
  venv=$here/.venv
  # A set-up that was broken off leaves no stamp, and is done again.
  if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
    echo "training: installing requirements.txt into $venv" >&2
    "$python" -m venv --clear "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt" >&2
    cp "$here/requirements.txt" "$venv/requirements.txt"
  fi
  python=$venv/bin/python
fi
exec "$python" "$@"
