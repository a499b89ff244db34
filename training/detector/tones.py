"""How many faces are found, by how dark their skin looks in the picture.

    python -m detector.tones out/face-6/model.pt --threshold 0.51 --peer yunet_n_dynamic.onnx

Nobody annotated skin. What is measured is the individual typology angle (Chardon et al. 1991), atan((L* - 50) / b*), of the
median pixel of a face's middle, so shade, light and make-up count as skin: a pale face in the dark is among the dark ones.
Pictures of WIDER FACE that are kept apart and have colours, longest side 640, faces of 20 px and more.
"""

import cv2
import numpy as np

from card import table
from detector.data import is_held_out, read
from detector.evaluate import overlaps
from detector.hardships import OVERLAP, arguments, at_side, finders

# Chardon's six classes in three, so that each has faces enough: the least angle, degrees.
TONES = {"light": 41.0, "intermediate and tan": 10.0, "brown and dark": -90.0}
COLOURED = 3.0  # mean chroma of a face; a grey picture has no skin colour
DRAWS = 1000


def typology_angle(image: np.ndarray, box: np.ndarray) -> float:
    """Degrees, -90 to 90, of (H, W, 3) uint8 RGB within corners (4,); NaN where the face has no colour."""
    x1, y1, x2, y2 = box
    width, height = x2 - x1, y2 - y1
    # From below the eyes to above the mouth, without the edges, where hair is.
    left, right = round(x1 + 0.3 * width), round(x2 - 0.3 * width)
    top, bottom = round(y1 + 0.45 * height), round(y1 + 0.7 * height)
    middle = image[max(0, top) : bottom + 1, max(0, left) : right + 1]
    if not middle.size:
        return np.nan
    lab = cv2.cvtColor(np.float32(middle) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3)
    lightness, a, b = np.median(lab, 0)
    return float(np.degrees(np.arctan2(lightness - 50, max(b, 1e-6)))) if np.hypot(a, b) >= COLOURED else np.nan


def tone_of(angle: float) -> str:
    return next(name for name, least in TONES.items() if angle >= least)


def interval(hits: np.ndarray, picture: np.ndarray) -> tuple[float, float]:
    """What the share of hits lies in for 95 % of draws of as many pictures; faces of one picture go together."""
    random = np.random.default_rng(0)
    numbers = np.unique(picture)
    found = np.array([hits[picture == n].sum() for n in numbers])
    there = np.array([(picture == n).sum() for n in numbers])
    draws = random.integers(len(numbers), size=(DRAWS, len(numbers)))
    low, high = np.percentile(found[draws].sum(1) / there[draws].sum(1), [2.5, 97.5])
    return float(low), float(high)


def main():
    args = arguments(__doc__.splitlines()[0])
    compared = finders(args)
    tones, hits, pictures = [], {name: [] for name in compared}, []
    apart = [p for p in read(args.source) if is_held_out(p) and p.source.startswith("wider_face")]
    for n, picture in enumerate(apart):
        image, boxes = at_side(picture)
        angles = np.array([typology_angle(image, box) for box in boxes])
        boxes, angles = boxes[np.isfinite(angles)], angles[np.isfinite(angles)]
        if not len(boxes):
            continue
        tones += [tone_of(angle) for angle in angles]
        pictures += [n] * len(boxes)
        for name, find in compared.items():
            found = find(image)
            hits[name] += list(overlaps(boxes, found).max(1, initial=0) >= OVERLAP)
    rows = []
    for tone in TONES:
        mine = np.array(tones) == tone
        cells = []
        for name in compared:
            right = np.array(hits[name])[mine]
            low, high = interval(right, np.array(pictures)[mine])
            cells.append(f"{right.mean():.1%} ({low:.0%} to {high:.0%})")
        rows.append([tone, str(mine.sum()), *cells])
    print(table(["", "faces", *compared], rows))


if __name__ == "__main__":
    main()
