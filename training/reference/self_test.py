"""Writes the self-test of a model card: what PyTorch makes of a generated input, for every backend to compare with.

python -m reference.self_test ../models/face-1 ../models/expression-1
face-1: the card's numbers differed from PyTorch's by at most 5.0e-07
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from .onnx_network import OnnxNetwork


def self_test_input(dims: list[int]) -> torch.Tensor:
    """Integers 0 to 255 from a 32-bit linear congruential generator, top eight bits, as src/core/self-test.ts."""
    state, values = 1, []
    for _ in range(int(np.prod(dims))):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append(state >> 24)
    return torch.tensor(values, dtype=torch.float32).reshape(dims)


def self_test_outputs(folder: Path, dims: list[int]) -> dict[str, list[float]]:
    """Outputs by name, flattened row-major, six decimals."""
    card = json.loads((folder / "model.json").read_text())
    outputs = OnnxNetwork(folder / card["file"])(self_test_input(dims))
    return {name: [round(v, 6) for v in tensor.double().flatten().tolist()] for name, tensor in outputs.items()}


def update(folder: Path) -> float:
    """Rewrite `selfTest.outputs` of the folder's model.json; return how far the old numbers were off."""
    path = folder / "model.json"
    card = json.loads(path.read_text())
    old = card["selfTest"]["outputs"]
    new = self_test_outputs(folder, card["selfTest"]["dims"])
    card["selfTest"]["outputs"] = new
    path.write_text(dump(card))
    return max((abs(a - b) for name in new for a, b in zip(old.get(name, []), new[name])), default=0.0)


def dump(value, indent: str = "") -> str:
    """JSON with an array of numbers on one line and everything else spread out, as the project's formatter has it."""
    inner = indent + "  "
    if isinstance(value, dict) and value:
        rows = (f"{inner}{json.dumps(key)}: {dump(item, inner)}" for key, item in value.items())
        text = "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    elif isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        text = "[\n" + ",\n".join(inner + dump(item, inner) for item in value) + f"\n{indent}]"
    else:
        text = json.dumps(value, ensure_ascii=False)
    return text + ("" if indent else "\n")


def main():
    parser = argparse.ArgumentParser(description="Writes the self-test of a model card.")
    parser.add_argument("models", nargs="+", type=Path, help="folders with model.json and its network")
    for folder in parser.parse_args().models:
        print(f"{folder.name}: the card's numbers differed from PyTorch's by at most {update(folder):.1e}")


if __name__ == "__main__":
    main()
