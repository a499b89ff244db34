"""Turn a trained network into a model folder: ONNX, model.json, card, licence, and the parity fixtures.

    python export.py out/student/model.pt --id expression-4 --fp16

The graph takes levels 0..255 and any number of faces. With --fp16 the kernels are stored in half precision and cast
when the model is loaded: half the download, with the arithmetic and the speed of fp32 on every backend. The export stops
when ONNX Runtime and PyTorch disagree. Run `calibrate.py`, `evaluate.py --json evaluation.json` and, for the
held-out tenth, `evaluate.py --part held_out --json evaluation-held-out.json` first: all are read.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch

from card import reliability_diagram, write_card
from data import FERPLUS, TEMPLATE
from model import fuse, load
from model_folder import ROOT, finish, halve_weights, identity, write_graph
from reference import fixtures
from reference.pipeline import EXPRESSIONS
from reference.self_test import self_test_input
from silent_onnxruntime import onnxruntime

SELF_TEST_DIMS = [2, 1, 48, 48]
LABELS = {"fer2013": EXPRESSIONS, "ferplus": FERPLUS}


class Deployed(torch.nn.Module):
    """The fused network with its outputs in a fixed order: logits of both heads, then, if wanted, their maps."""

    def __init__(self, model, maps: bool):
        super().__init__()
        self.model, self.maps = fuse(model), maps

    def forward(self, faces: torch.Tensor) -> tuple[torch.Tensor, ...]:
        maps = list(self.model.maps(faces).values())
        logits = [grid.mean((2, 3)) for grid in maps]
        return (*logits, *maps) if self.maps else tuple(logits)


def export_onnx(model, path: Path, maps: bool, fp16: bool) -> None:
    names = [f"{head}_logits" for head in LABELS] + ([f"{head}_map" for head in LABELS] if maps else [])
    axes = {name: {0: "n"} for name in ["faces", *names]}
    write_graph(Deployed(model, maps), torch.zeros(2, 1, 48, 48), path, names, axes)
    if fp16:
        onnx.save(halve_weights(onnx.load(str(path))), str(path))


def check(model, path: Path, tolerance: float) -> float:
    """Largest difference of logits between PyTorch before fusing and ONNX Runtime."""
    faces = self_test_input([8, 1, 48, 48])
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    actual = session.run([f"{head}_logits" for head in LABELS], {"faces": faces.numpy()})
    with torch.no_grad():
        expected = model(faces)
    worst = max(float(np.abs(expected[head].numpy() - got).max()) for head, got in zip(LABELS, actual))
    if not worst <= tolerance:
        raise SystemExit(f"{path}: ONNX Runtime differs from PyTorch by {worst:.2g} (allowed: {tolerance})")
    return worst


def headline(evaluation: dict) -> dict:
    """The measurements that model.json repeats."""
    names = {"fer2013": "FER2013 labels", "ferplus": "FER+ majority"}
    return {
        f"{names[labels]}, {evaluation['part']}, {head} head, {key}": round(s[field], 4)
        for head, by_labels in evaluation["heads"].items()
        for labels, s in by_labels.items()
        for key, field in (("accuracy", "accuracy"), ("calibration error", "calibrationError"))
    }


def model_json(args, path: Path, calibration: dict, evaluation: dict, description: str) -> dict:
    none = {"method": "temperature", "temperature": 1.0}
    return {
        "task": "expression-classification",
        "schema": 1,
        "id": args.id,
        "description": description,
        "license": "MIT",
        **identity(path),
        "input": {"name": "faces", "channels": "gray", "mean": [0], "std": [1], "width": 48, "height": 48},
        "template": TEMPLATE,
        "heads": {
            head: {"output": f"{head}_logits", "labels": labels, "calibration": calibration.get(head, none)}
            for head, labels in LABELS.items()
        },
        "defaultHead": args.default_head,
        "metrics": headline(evaluation) if evaluation else {},
    }


def read_json(path: Path) -> dict:
    return json.loads(path.read_text()) if path.exists() else {}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="model.pt")
    parser.add_argument("--id", required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "models", help="folder of model folders")
    parser.add_argument("--fp16", action="store_true", help="store kernels in half precision")
    parser.add_argument("--maps", action="store_true", help="also put out each head's map of evidence")
    parser.add_argument("--default_head", default="ferplus", choices=list(LABELS))
    parser.add_argument("--detector", type=Path, default=ROOT / "models/face-6", help="for the parity fixtures")
    parser.add_argument("--fixtures", type=Path, default=ROOT / "test/fixtures/parity")
    args = parser.parse_args()

    model = load(args.model)
    folder = args.out / args.id
    folder.mkdir(parents=True, exist_ok=True)
    export_onnx(model, folder / "model.onnx", args.maps, args.fp16)
    worst = check(model, folder / "model.onnx", 0.05 if args.fp16 else 1e-4)

    calibration = read_json(args.model.with_name("calibration.json"))
    evaluation = read_json(args.model.with_name("evaluation.json"))
    held_out = read_json(args.model.with_name("evaluation-held-out.json"))
    calibration_report = read_json(args.model.with_name("calibration-report.json"))
    parameters = sum(p.numel() for p in fuse(model).parameters())
    description = (
        f"Residual network with squeeze-and-excitation, {parameters / 1e6:.1f} M parameters, FER2013 and FER+ heads"
    )
    card = model_json(args, folder / "model.onnx", calibration, evaluation, description)
    finish(folder, card, SELF_TEST_DIMS)
    saved = torch.load(args.model, map_location="cpu", weights_only=True)
    (folder / "README.md").write_text(write_card(card, evaluation, held_out, calibration_report, saved["settings"]))
    if evaluation:
        (folder / "reliability.svg").write_text(reliability_diagram(evaluation, args.default_head))
    print(f"{folder}: {card['bytes'] / 1e6:.2f} MB, ONNX Runtime differs from PyTorch by {worst:.1e}")
    print(fixtures.write(args.detector, folder, ROOT / "samples", args.fixtures))


if __name__ == "__main__":
    main()
