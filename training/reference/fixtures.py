"""Writes the parity fixtures of a pair of models: what PyTorch gives for generated inputs and for the sample pictures.

    python -m reference.fixtures ../models/face-1 ../models/expression-1
    ../test/fixtures/parity/face-1.expression-1.json: 3 pictures, 6 faces

The layout is described in test/fixtures/parity/README.md.
"""

import argparse
import base64
from pathlib import Path

import numpy as np
import torch

from .onnx_network import OnnxNetwork
from .pipeline import Classifier, Detector, load_image
from .self_test import dump, self_test_input

ROOT = Path(__file__).resolve().parents[2]
DETECTOR_DIMS = [1, 3, 64, 96]  # not square, so that swapped axes show
CLASSIFIER_BATCH = 3


def rounded(values, digits: int) -> list:
    return np.round(np.asarray(values, np.float64), digits).tolist()


def network_parity(network: OnnxNetwork, dims: list[int]) -> dict:
    outputs = network(self_test_input(dims))
    return {
        "dims": dims,
        "outputs": {name: {"dims": list(t.shape), "data": rounded(t.flatten(), 6)} for name, t in outputs.items()},
    }


def tile_parity(classifier: Classifier, aligned: np.ndarray) -> dict:
    """The face rounded to bytes, so that it is short here and the very same input there."""
    form = classifier.card["input"]
    mean, std = (np.array(form[key])[:, None, None] for key in ("mean", "std"))
    levels = np.clip(np.round(aligned * std + mean), 0, 255).astype(np.uint8)
    logits, probabilities = classifier(((levels - mean) / std).astype(np.float32))
    return {
        "levels": base64.b64encode(levels.tobytes()).decode(),
        "logits": {name: rounded(v, 6) for name, v in logits.items()},
        "probabilities": {name: rounded(v, 6) for name, v in probabilities.items()},
    }


def picture_parity(path: Path, detector: Detector, classifier: Classifier) -> dict:
    image = load_image(path)
    faces = []
    for face in detector(image):
        aligned = classifier.align(image, face.keypoints)
        faces.append(
            {
                "box": rounded(face.box, 3),
                "score": round(face.score, 6),
                "keypoints": rounded(face.keypoints, 3),
                "probabilities": {name: rounded(v, 6) for name, v in classifier(aligned)[1].items()},
                "tile": tile_parity(classifier, aligned),
            }
        )
    height, width = image.shape[:2]
    return {
        "file": path.relative_to(ROOT).as_posix(),
        "width": width,
        "height": height,
        "levelSum": int(image.astype(np.int64).sum()),
        "faces": faces,
    }


def write(detector_folder: Path, expression_folder: Path, pictures: Path, out: Path) -> str:
    """Write the fixtures of a pair of models; return a line about them."""
    detector, classifier = Detector(detector_folder), Classifier(expression_folder)
    form = classifier.card["input"]
    fixture = {
        "detector": detector.card["id"],
        "expression": classifier.card["id"],
        "sha256": {model.card["id"]: model.card["sha256"] for model in (detector, classifier)},
        "torch": torch.__version__,
        "networks": {
            detector.card["id"]: network_parity(detector.network, DETECTOR_DIMS),
            classifier.card["id"]: network_parity(
                classifier.network, [CLASSIFIER_BATCH, len(form["mean"]), form["height"], form["width"]]
            ),
        },
        "pictures": [picture_parity(path, detector, classifier) for path in sorted(pictures.glob("*.jpg"))],
    }
    path = out / f"{detector.card['id']}.{classifier.card['id']}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dump(fixture))
    faces = sum(len(picture["faces"]) for picture in fixture["pictures"])
    return f"{path}: {len(fixture['pictures'])} pictures, {faces} faces"


def main():
    parser = argparse.ArgumentParser(description="Writes the parity fixtures of a pair of models.")
    parser.add_argument("detector", type=Path, help="model folder")
    parser.add_argument("expression", type=Path, help="model folder")
    parser.add_argument("--pictures", type=Path, default=ROOT / "samples", help="folder of *.jpg")
    parser.add_argument("--out", type=Path, default=ROOT / "test/fixtures/parity", help="folder")
    args = parser.parse_args()
    print(write(args.detector, args.expression, args.pictures, args.out))


if __name__ == "__main__":
    main()
