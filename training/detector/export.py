"""Turn a trained detector into a model folder: ONNX, model.json, card, licence, and the parity fixtures.

python -m detector.export out/detector/model.pt --id face-6 --expression ../models/expression-4
"""

import argparse
import copy
import json
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F

from card import table
from detector.evaluate import DEFAULT_SCORE, OVERLAP
from detector.model import OUTPUT_CHANNELS, SPREAD, STRIDES, load
from model_folder import ROOT, finish, halve_weights, identity, write_graph
from reference import fixtures
from reference.self_test import self_test_input
from silent_onnxruntime import onnxruntime

SELF_TEST_DIMS = [1, 3, 32, 32]
SIZES = {"stream": [320], "still": [320, 896]}
DATA = """## Data and training

3,122 pictures of 3,674 (199 chose between networks, 353 measure them): images of WIDER FACE (Yang et al.
2016), masked and bare faces of a public mask data set, and webcam-like pictures
(CC BY 4.0). The boxes were drawn by people; keypoints, faces that the annotations leave out, and half
of each box come from YuNet (Wu et al. 2023), averaged over five views; in each view of the training YuNet also says which
cells answer for a face and how surely.{history}
The first detector of this line, `face-1`, began from `face-starter`, which may have learnt from the pictures that are kept
apart here, so that the figures may be a little too good.
`training/runs/{id}.sh` has the steps, `training/LOG.md` the course."""
SPEED = """## Speed

`node benchmarks/detectors.mjs` gives it beside YuNet's and others', for the network alone and for a whole look, native and
on WebAssembly: docs/detectors.md has the table."""
LIMITS = """## Limits

- Most pictures are of adults in news, sport and street scenes, found on the web; children, old people and dark skin are
  probably under-represented. Faces that look dark in the picture, by skin or by shade, are found less often
  (docs/detectors.md); age, glasses and beards were not measured apart.
- Faces lower than 20 px are often missed, and faces turned to a profile, upside down or covered by more than half are found
  less surely; docs/detectors.md has how much is lost by turning, cutting, light, blur and noise.
- It finds faces on posters, statues and screens as well.
- Not for identifying or following people, nor for any decision about a person."""
OUTPUTS = [f"{kind}_{stride}" for stride in STRIDES for kind in ("score", "box", "keypoints")]


# ONNX Runtime keeps channels in blocks of 16 on most CPUs. A depthwise layer of 15 has no place there: six times the time.
BLOCK = 16


class Deployed(torch.nn.Module):
    """Scores as probabilities, boxes and keypoints apart, stride by stride, in the order of OUTPUTS.

    The division of levels is in the first convolution's kernel; each head has a last channel of zeros that isn't looked at.
    """

    def __init__(self, model):
        super().__init__()
        self.model = copy.deepcopy(model)
        with torch.no_grad():
            self.model.stem[0].weight /= SPREAD
            for _, mix, spread in self.model.heads:
                widen(mix, BLOCK)
                widen(spread, BLOCK)
                spread.groups = spread.in_channels = BLOCK

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, ...]:
        return in_parts(self.model.grids(self.model.features(image)))


def in_parts(grids: list[torch.Tensor]) -> tuple[torch.Tensor, ...]:
    """In the order of OUTPUTS."""
    parts = [(grid[:, :1].sigmoid(), grid[:, 1:5], grid[:, 5:OUTPUT_CHANNELS]) for grid in grids]
    return tuple(part for level in parts for part in level)


def widen(convolution: torch.nn.Conv2d, channels: int) -> None:
    """Give it as many outputs, those that are new being zero."""
    more = channels - convolution.out_channels
    convolution.weight = torch.nn.Parameter(F.pad(convolution.weight, (0, 0) * 3 + (0, more)))
    convolution.bias = torch.nn.Parameter(F.pad(convolution.bias, (0, more)))
    convolution.out_channels = channels


def export_onnx(model, path: Path, fp16: bool) -> float:
    """Write the network; return the largest difference between ONNX Runtime and the trained network on generated levels."""
    # Names by stride: ONNX Runtime would take outputs with one name of size for equally large.
    axes = {"image": {2: "h", 3: "w"}}
    axes |= {name: {2: f"h / {name.split('_')[1]}", 3: f"w / {name.split('_')[1]}"} for name in OUTPUTS}
    write_graph(Deployed(model), torch.zeros(1, 3, 64, 96), path, OUTPUTS, axes)
    if fp16:
        onnx.save(halve_weights(onnx.load(str(path))), str(path))
    image = self_test_input([1, 3, 96, 160])
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    with torch.no_grad():
        expected = in_parts(model.eval()(image))
    return max(
        float(np.abs(a.numpy() - b).max()) for a, b in zip(expected, session.run(OUTPUTS, {"image": image.numpy()}))
    )


def model_json(identifier: str, path: Path, evaluations: list[dict], parameters: int) -> dict:
    return {
        "task": "face-detection",
        "schema": 1,
        "id": identifier,
        "description": f"Anchor-free, depthwise-separable face detector, {parameters / 1e3:.0f} k parameters",
        "license": "MIT",
        **identity(path),
        "input": {
            "name": "image",
            "channels": "bgr",
            "mean": [0, 0, 0],
            "std": [1, 1, 1],
            "multiple": 32,
            "sizes": SIZES,
        },
        "decoder": {
            "type": "anchor-free",
            "strides": list(STRIDES),
            "cellOffset": 0.5,
            "scores": ["score_{stride}"],
            "boxes": "box_{stride}",
            "keypoints": "keypoints_{stride}",
        },
        "scoreThreshold": evaluations[0]["threshold"] if evaluations else DEFAULT_SCORE,
        "iouThreshold": OVERLAP,
        "metrics": {
            f"AP at IoU 0.5, side {evaluation['side']}, faces of {name} px": round(band["ap"], 3)
            for evaluation in evaluations
            for name, band in evaluation["bands"].items()
            if band["faces"]
        },
    }


def write_card(card: dict, evaluations: list[dict], history: str) -> str:
    text = [
        f"# Model card: {card['id']}\n\nFinds faces and five keypoints in a picture. {card['description']}.",
        table(
            ["", ""],
            [
                ["Network", f"ONNX, {card['bytes'] / 1e3:.0f} kB, SHA-256 `{card['sha256']}`"],
                [
                    "Input",
                    "`image` (1, 3, h, w), BGR 0 to 255, letterboxed at the top left, h and w multiples of 32",
                ],
                [
                    "Outputs",
                    "at strides 8, 16 and 32: score, box (dx, dy, log width, log height) and five keypoints; see"
                    " `model.json`",
                ],
                ["Licence", "MIT (weights); see LICENSE"],
            ],
        ),
        DATA.format(id=card["id"], history=history and f"\n{history}"),
    ]
    if evaluations:
        text.append(
            "## Accuracy\n\nAverage precision at IoU 0.5 on the pictures kept apart, by the height of faces when the longest"
            " side has this many pixels; 95 % intervals by drawing pictures. `python -m detector.evaluate` gives these;"
            " docs/detectors.md compares them with other detectors, by the package's own count and with heights"
            " counted at 640 px throughout."
        )
        rows = [
            [
                str(e["side"]),
                f"{name} px",
                str(b["faces"]),
                "{:.3f} ({:.2f} to {:.2f})".format(b["ap"], *b["interval95"]),
            ]
            + [f"{b['recall']:.1%}"]
            for e in evaluations
            for name, b in e["bands"].items()
            if b["faces"]
        ]
        text.append(table(["Side", "Height", "Faces", "AP", f"Recall at score {card['scoreThreshold']}"], rows))
        text.append(
            table(
                ["Side", "False positives a picture", "Median keypoint error"],
                [
                    [str(e["side"]), f"{e['falsePositivesPerPicture']:.2f}"]
                    + ["-" if e["keypointError"] is None else f"{e['keypointError']:.1%}"]
                    for e in evaluations
                ],
            )
            + "\n\nThe keypoint error is over the distance of the eyes, against keypoints that YuNet made."
        )
    return "\n\n".join([*text, SPEED, LIMITS]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="model.pt; evaluation-*.json beside it are read")
    parser.add_argument("--id", required=True)
    parser.add_argument("--history", default="", help="how the weights came about, a sentence for the card")
    parser.add_argument("--fp16", action="store_true", help="store kernels in half precision")
    parser.add_argument("--out", type=Path, default=ROOT / "models", help="folder of model folders")
    parser.add_argument("--expression", type=Path, default=ROOT / "models/expression-4", help="for the fixtures")
    parser.add_argument("--fixtures", type=Path, default=ROOT / "test/fixtures/parity")
    args = parser.parse_args()
    model = load(args.model)
    folder = args.out / args.id
    folder.mkdir(parents=True, exist_ok=True)
    worst = export_onnx(model, folder / "model.onnx", args.fp16)
    if not worst <= (0.1 if args.fp16 else 1e-3):
        raise SystemExit(f"ONNX Runtime differs from PyTorch by {worst:.2g}")
    evaluations = [json.loads(path.read_text()) for path in args.model.parent.glob("evaluation-*.json")]
    evaluations.sort(key=lambda evaluation: -evaluation["side"])
    card = model_json(args.id, folder / "model.onnx", evaluations, sum(p.numel() for p in model.parameters()))
    finish(folder, card, SELF_TEST_DIMS)
    (folder / "README.md").write_text(write_card(card, evaluations, args.history))
    print(f"{folder}: {card['bytes'] / 1e3:.0f} kB, ONNX Runtime differs from PyTorch by {worst:.1e}")
    print(fixtures.write(folder, args.expression, ROOT / "samples", args.fixtures))


if __name__ == "__main__":
    main()
