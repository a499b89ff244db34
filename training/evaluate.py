"""Measure a trained network: both heads on both kinds of labels, intervals, calibration, robustness.

python evaluate.py out/student/model.pt --json out/student/evaluation.json
python evaluate.py ../models/expression-4            # an exported model, through ONNX Runtime
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from augment import DEGRADATIONS
from data import Faces, copied, held_out, read
from loop import device_of_choice
from metrics import EXPRESSIONS, apply, predict, scores, seven_logits, truths
from model import load
from silent_onnxruntime import onnxruntime

UNCALIBRATED = {"method": "temperature", "temperature": 1.0}


class Exported(torch.nn.Module):
    """A model folder as a module: {head: (B, k)}, its labels brought into the order of training."""

    def __init__(self, folder: Path):
        super().__init__()
        self.card = json.loads((folder / "model.json").read_text())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        path = str(folder / self.card["file"])
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        heads = self.card["heads"]
        outputs = [head["output"] for head in heads.values()]
        answers = self.session.run(outputs, {self.card["input"]["name"]: x.cpu().numpy()})
        return {name: torch.from_numpy(answer).to(x.device) for name, answer in zip(heads, answers)}


def open_model(path: Path, device) -> tuple[torch.nn.Module, dict]:
    """A model.pt with calibration.json beside it, or an exported folder; and each head's calibration."""
    if path.is_dir():
        model = Exported(path)
        return model, {name: head["calibration"] for name, head in model.card["heads"].items()}
    beside = path.with_name("calibration.json")
    calibration = json.loads(beside.read_text()) if beside.exists() else {}
    return load(path, device), calibration


def refuse_trained_on(path: Path, part: str) -> None:
    """A network that was trained on all of Training has no held-out tenth."""
    if part != "held_out" or not path.is_file():
        return
    settings = torch.load(path, map_location="cpu", weights_only=True).get("settings", {})
    if settings.get("hold_out_tenths", 1) == 0:
        raise SystemExit(f"{path} was trained on the held-out tenth too; measure it on --part public_test")


def part_of(source: str, part: str) -> Faces:
    """`public_test`, `training`, or `held_out`: the tenth of Training that train.py keeps apart."""
    if part != "held_out":
        return read(source, part)
    training = read(source, "training")
    return training[held_out(training.images)]


def measure(logits: dict[str, np.ndarray], faces: Faces, calibration: dict) -> dict:
    """{head: {labels: scores}}, of each head against both kinds of labels; and accuracy and error before calibration."""

    def scores_of(head, truth):
        before, after = (
            scores(apply(seven_logits(logits, head), head, way), truth)
            for way in (UNCALIBRATED, calibration.get(head, UNCALIBRATED))
        )
        return {
            **after,
            "accuracyBefore": before["accuracy"],
            "calibrationErrorBefore": before["calibrationError"],
        }

    return {
        head: {labels: scores_of(head, truth) for labels, truth in truths(faces).items() if (truth >= 0).any()}
        for head in logits
    }


def is_in_training(source: str, faces: Faces) -> np.ndarray:
    """(n,) bool: FER2013 has many pictures twice, some in PublicTest and in Training. A folder of classes is both."""
    try:
        training = read(source, "training")
    except (FileNotFoundError, ValueError):  # PublicTest alone
        return np.zeros(len(faces), bool)
    return copied(faces.images, training.images)


def robustness(model, faces: Faces, calibration: dict) -> dict:
    """Accuracy of each head on its own labels: {degradation: {strength: {head: accuracy}}}."""
    table = {}
    for name, (function, strengths) in DEGRADATIONS.items():
        table[name] = {}
        for strength in strengths:
            torch.manual_seed(0)
            logits = predict(model, faces.images, lambda x, f=function, k=strength: f(x, k))
            row = {}
            for head, truth in truths(faces).items():
                known = truth >= 0
                answers = apply(seven_logits(logits, head), head, calibration.get(head, UNCALIBRATED))
                right = answers[known].argmax(1) == truth[known]
                row[head] = float(right.mean()) if known.any() else None
            table[name][str(strength)] = row
    return table


def show_heads(heads: dict) -> None:
    for head, by_labels in heads.items():
        for labels, s in by_labels.items():
            low, high = s["interval95"]
            print(
                f"{head} head, {labels} labels, n = {s['n']}: {s['accuracy']:.2%} ({low:.1%} to {high:.1%};"
                f" {s['accuracyBefore']:.2%} before calibration),"
                f" log loss {s['logLoss']:.3f}, calibration error {s['calibrationErrorBefore']:.2%}"
                f" -> {s['calibrationError']:.2%}"
            )
            if head == labels:
                print("    " + ", ".join(f"{name} {s['recall'][name]:.0%}" for name in EXPRESSIONS))


def show(result: dict) -> None:
    show_heads(result["heads"])
    if "withoutCopies" in result:
        print("without the faces that are in Training as well:")
        show_heads(result["withoutCopies"])
    for name, row in result.get("robustness", {}).items():
        cells = [f"{k}: " + " / ".join(f"{v:.1%}" for v in by.values() if v is not None) for k, by in row.items()]
        print(f"{name:22} " + "   ".join(cells))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="model.pt, or a folder with model.json")
    parser.add_argument("--source", default="../../shared/data/fer2013")
    parser.add_argument("--part", default="public_test", choices=["public_test", "held_out", "training"])
    parser.add_argument("--limit", type=int, default=0, help="measure only so many faces; 0: all")
    parser.add_argument("--robustness", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--json", type=Path, help="also write everything here")
    args = parser.parse_args()
    refuse_trained_on(args.model, args.part)
    model, calibration = open_model(args.model, device_of_choice())
    faces = part_of(args.source, args.part)
    if args.limit:
        faces = faces[np.arange(min(args.limit, len(faces)))]
    logits = predict(model, faces.images)
    result = {"part": args.part, "heads": measure(logits, faces, calibration)}
    if args.part == "public_test":
        new = ~is_in_training(args.source, faces)
        if 0 < new.sum() < len(faces):
            own = {head: said[new] for head, said in logits.items()}
            result["withoutCopies"] = measure(own, faces[new], calibration)
    if args.robustness:
        result["robustness"] = robustness(model, faces, calibration)
    show(result)
    if args.json:
        args.json.write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
