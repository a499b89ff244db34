"""What detector, alignment and classifier read together, beside what the classifier reads in the very same faces.

    python end_to_end.py ../models/face-6 ../models/expression-4

FER2013's tiles are cut to the classifier's template already, so that accuracy on them says nothing about alignment. Here
each tile is enlarged, turned and put into a picture of 640 x 480, where it has to be found. Its surroundings are its own
edges, blurred. Accuracy is against the FER+ majority, on PublicTest.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch

from card import table
from data import SIDE, TEMPLATE, Faces, read
from evaluate import Exported
from metrics import apply, predict, seven_logits, truths, wilson
from reference.pipeline import Classifier, Detector

PICTURE = (480, 640)
SIZES = (40, 60, 100, 200)  # of a tile, pixels; a face's box is about as high
MARGIN = 1 / 4  # of a tile, on each side


def compose(tiles: np.ndarray, size: int, degrees: float) -> tuple[np.ndarray, list[np.ndarray]]:
    """A grey picture (h, w, 3) of as many tiles (n, 48, 48) as fit into it, and where each one's template lies (5, 2)."""
    picture, places = np.full(PICTURE, 118, np.uint8), []
    edge = round(size * MARGIN)
    cell = size + 2 * edge
    columns = PICTURE[1] // cell
    for i, tile in enumerate(tiles):
        large = cv2.resize(tile, (size, size), interpolation=cv2.INTER_CUBIC)
        wide = cv2.copyMakeBorder(large, *[edge] * 4, cv2.BORDER_REPLICATE)
        around = cv2.GaussianBlur(wide, (0, 0), size / 20)
        around[edge:-edge, edge:-edge] = large
        turn = cv2.getRotationMatrix2D((cell / 2 - 0.5, cell / 2 - 0.5), degrees, 1)
        x, y = i % columns * cell, i // columns * cell
        picture[y : y + cell, x : x + cell] = cv2.warpAffine(
            around, turn, (cell, cell), borderMode=cv2.BORDER_REPLICATE
        )
        points = np.array(TEMPLATE) * size / SIDE + edge - 0.5
        places.append(points @ turn[:, :2].T + turn[:, 2] + [x + 0.5, y + 0.5])
    return np.repeat(picture[..., None], 3, 2), places


def capacity(size: int) -> int:
    cell = size + 2 * round(size * MARGIN)
    return (PICTURE[0] // cell) * (PICTURE[1] // cell)


def read_all(faces: Faces, size: int, degrees: float, detector: Detector, classifier: Classifier) -> np.ndarray:
    """What is read in each face, -1 where none was found."""
    head, step, answers = classifier.card["defaultHead"], capacity(size), np.full(len(faces), -1)
    for start in range(0, len(faces), step):
        picture, places = compose(faces.images[start : start + step], size, degrees)
        for face in detector(picture):
            off = [np.linalg.norm(face.keypoints - place, axis=1).mean() for place in places]
            mine = int(np.argmin(off))
            if off[mine] < size / 4 and answers[start + mine] < 0:  # the best score comes first
                _, probabilities = classifier(classifier.align(picture, face.keypoints))
                answers[start + mine] = int(np.argmax(probabilities[head]))
    return answers


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("detector", type=Path, help="model folder")
    parser.add_argument("expression", type=Path, help="model folder")
    parser.add_argument("--source", default="../../shared/data/fer2013")
    parser.add_argument("--limit", type=int, default=1200, help="faces with a majority")
    args = parser.parse_args()
    torch.set_num_threads(1)
    detector, classifier, network = Detector(args.detector), Classifier(args.expression), Exported(args.expression)
    faces = read(args.source, "public_test")
    faces = faces[np.flatnonzero(truths(faces)["ferplus"] >= 0)[: args.limit]]
    truth, head = truths(faces)["ferplus"], classifier.card["defaultHead"]
    logits = seven_logits(predict(network, faces.images), head)
    direct = apply(logits, head, classifier.card["heads"][head]["calibration"]).argmax(1)
    rows = []
    for size in SIZES:
        for degrees in (0.0, 15.0):
            answers = read_all(faces, size, degrees, detector, classifier)
            found = answers >= 0
            right, n = int((answers == truth)[found].sum()), int(found.sum())
            low, high = wilson(right, n)
            cells = [
                f"{found.mean():.1%}",
                f"{right / n:.1%} ({low:.1%} to {high:.1%})",
                f"{(direct == truth)[found].mean():.1%}",
            ]
            rows.append([f"{size} px", f"{degrees:.0f}°", *cells, f"{(answers == direct)[found].mean():.1%}"])
            print("\t".join(rows[-1]), flush=True)
    print(
        table(
            ["tile", "turned by", "found", "right, of those", "right from the tiles themselves", "the same answer"],
            rows,
        )
    )


if __name__ == "__main__":
    main()
