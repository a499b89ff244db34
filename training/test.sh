#!/usr/bin/env bash
# Everything that is checked here: style, tests, and every step once on drawn faces. Sets up its own Python where needed.
set -euo pipefail
cd "$(dirname "$0")"
export OMP_NUM_THREADS=1 # small networks: a second thread mostly waits
./python.sh -m ruff format --check .
./python.sh -m ruff check .
./python.sh -m pytest --quiet
./smoke.sh
