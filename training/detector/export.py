"""Turn a trained detector into a model folder: ONNX, model.json, card, licence, and the parity fixtures.

python -m detector.export out/detector/model.pt --id face-1 --expression ../models/expression-starter
"""

import argparse
import hashlib
import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from card import table
from detector.evaluate import OVERLAP
from detector.model import STRIDES, load
from reference import fixtures
from reference.self_test import dump, self_test_input, self_test_outputs

OPSET = 17
SELF_TEST_DIMS = [1, 3, 32, 32]
ROOT = Path(__file__).resolve().parents[2]
OUTPUTS = [f"{kind}_{stride}" for stride in STRIDES for kind in ("score", "box", "keypoints")]


class Deployed(torch.nn.Module):
    """Scores as probabilities, boxes and keypoints apart, stride by stride, in the order of OUTPUTS."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, ...]:
        parts = [(grid[:, :1].sigmoid(), grid[:, 1:5], grid[:, 5:]) for grid in self.model(image)]
        return tuple(part for level in parts for part in level)


def export_onnx(model, path: Path) -> float:
    """Write the network; return the largest difference between ONNX Runtime and PyTorch on generated levels."""
    # torch.onnx.export leaves a module in the mode that it was built in: call eval() on the outermost one.
    deployed = Deployed(model).eval()
    axes = {"image": {2: "h", 3: "w"}, **{name: {2: f"h{name}", 3: f"w{name}"} for name in OUTPUTS}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the TorchScript exporter announces its end; it writes the plainest graph
        torch.onnx.export(
            deployed,
            (torch.zeros(1, 3, 64, 96),),
            str(path),
            opset_version=OPSET,
            input_names=["image"],
            output_names=OUTPUTS,
            dynamic_axes=axes,
            dynamo=False,
        )
    image = self_test_input([1, 3, 96, 160])
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    with torch.no_grad():
        expected = deployed(image)
    return max(
        float(np.abs(a.numpy() - b).max()) for a, b in zip(expected, session.run(OUTPUTS, {"image": image.numpy()}))
    )


def model_json(identifier: str, path: Path, evaluation: dict, parameters: int) -> dict:
    content = path.read_bytes()
    return {
        "task": "face-detection",
        "schema": 1,
        "id": identifier,
        "description": f"Anchor-free, depthwise-separable face detector, {parameters / 1e3:.0f} k parameters",
        "license": "MIT",
        "file": path.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "input": {
            "name": "image",
            "channels": "bgr",
            "mean": [0, 0, 0],
            "std": [1, 1, 1],
            "multiple": 32,
            "sizes": {"stream": [320], "still": [320, 640]},
        },
        "decoder": {
            "type": "anchor-free",
            "strides": list(STRIDES),
            "cellOffset": 0.5,
            "scores": ["score_{stride}"],
            "boxes": "box_{stride}",
            "keypoints": "keypoints_{stride}",
        },
        "scoreThreshold": 0.5,
        "iouThreshold": OVERLAP,
        "metrics": {
            f"AP at IoU 0.5, faces of {k} px": round(band["ap"], 3) for k, band in evaluation.get("bands", {}).items()
        },
    }


def write_card(card: dict, evaluation: dict) -> str:
    text = [
        f"# {card['id']}\n\n{card['description']}. {card['bytes'] / 1e3:.0f} kB, SHA-256 `{card['sha256']}`.",
        "`image` float32 (1, 3, h, w), BGR levels 0 to 255, h and w multiples of 32, the picture at the top left."
        " Outputs are described by `decoder` in `model.json`.",
    ]
    if evaluation:
        rows = [
            [f"{k} px", str(b["faces"]), f"{b['ap']:.3f}", f"{b['recall']:.3f}"] for k, b in evaluation["bands"].items()
        ]
        text.append(
            f"{evaluation['pictures']} pictures kept apart, longest side {evaluation['side']}; recall at score 0.5; "
            f"{evaluation['falsePositivesPerPicture']:.2f} false positives a picture; median keypoint error"
            f" {evaluation['keypointError']} of the eyes' distance.\n\n"
            + table(["Height", "Faces", "AP at IoU 0.5", "Recall"], rows)
        )
    text.append("Not for identifying or following people, nor for any decision about a person.")
    return "\n\n".join(text) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="model.pt; evaluation.json beside it is read")
    parser.add_argument("--id", required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "models", help="folder of model folders")
    parser.add_argument("--expression", type=Path, default=ROOT / "models/expression-starter", help="for the fixtures")
    parser.add_argument("--fixtures", type=Path, default=ROOT / "test/fixtures/parity")
    args = parser.parse_args()
    model = load(args.model)
    folder = args.out / args.id
    folder.mkdir(parents=True, exist_ok=True)
    worst = export_onnx(model, folder / "model.onnx")
    if not worst <= 1e-4:
        raise SystemExit(f"ONNX Runtime differs from PyTorch by {worst:.2g}")
    beside = args.model.with_name("evaluation.json")
    evaluation = json.loads(beside.read_text()) if beside.exists() else {}
    card = model_json(args.id, folder / "model.onnx", evaluation, sum(p.numel() for p in model.parameters()))
    (folder / "model.json").write_text(dump(card))
    outputs = self_test_outputs(folder, SELF_TEST_DIMS)
    card["selfTest"] = {"dims": SELF_TEST_DIMS, "outputs": outputs, "tolerance": 0.001}
    (folder / "model.json").write_text(dump(card))
    (folder / "README.md").write_text(write_card(card, evaluation))
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")
    print(f"{folder}: {card['bytes'] / 1e3:.0f} kB, ONNX Runtime differs from PyTorch by {worst:.1e}")
    print(fixtures.write(folder, args.expression, ROOT / "samples", args.fixtures))


if __name__ == "__main__":
    main()
