"""Average precision of a detector by the height of faces, on pictures that were kept apart.

python -m detector.evaluate out/detector/model.pt --side 640 --json out/detector/evaluation-640.json
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from detector.data import Picture, is_for_choosing, is_held_out, read
from detector.model import decode, flatten, load
from loop import device_of_choice
from reference.pipeline import letterbox

BANDS = {"10-20": (10, 20), "20-48": (20, 48), "48-128": (48, 128), "128+": (128, 1e9), "20+": (20, 1e9)}
LOWEST_SCORE, OVERLAP, VOTE_IOU, DEFAULT_SCORE = 0.02, 0.45, 0.6, 0.5
DRAWS = 200  # of as many pictures with replacement, for the interval


@torch.no_grad()
def detect(model: torch.nn.Module, image: np.ndarray, side: int) -> np.ndarray:
    """(n, 15) score, x1, y1, x2, y2 and keypoints, letterbox pixels, best first.

    After non-maximum suppression and box voting (Gidaris and Komodakis 2015), as in the package.
    """
    device = next(model.parameters()).device
    padded, _, _ = letterbox(image, side, 32)
    x = torch.from_numpy(padded[..., ::-1].transpose(2, 0, 1).copy()).to(device)[None]
    rows, cells = flatten(model(x))
    boxes, points = decode(rows, cells)
    table = torch.cat([rows[0, :, :1].sigmoid(), boxes[0], points[0].flatten(1)], 1).cpu().numpy()
    table = table[table[:, 0] >= LOWEST_SCORE]
    table = table[np.argsort(-table[:, 0], kind="stable")][:1000]
    kept, voters = [], []
    for i in range(len(table)):
        shared = overlaps(table[i : i + 1, 1:5], table[kept, 1:5])[0]
        by = next(iter(np.flatnonzero(shared > OVERLAP)), None)
        if by is None:
            kept.append(i)
            voters.append([i])
        elif shared[by] >= VOTE_IOU:
            voters[by].append(i)
    voted = [np.average(table[mine], 0, table[mine, 0] ** 2) for mine in voters]
    return np.concatenate([table[kept, :1], np.array(voted).reshape(-1, 15)[:, 1:]], 1)


def overlaps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(n, 4) and (m, 4) corners to (n, m) intersection over union."""
    size = np.minimum(a[:, None, 2:], b[None, :, 2:]) - np.maximum(a[:, None, :2], b[None, :, :2])
    shared = size.clip(0).prod(-1)
    area_a, area_b = ((box[:, 2:] - box[:, :2]).prod(-1) for box in (a, b))
    return shared / np.maximum(area_a[:, None] + area_b[None] - shared, 1e-9)


def match(found: np.ndarray, truth: np.ndarray, band: tuple[float, float]) -> tuple[np.ndarray, int]:
    """Of one picture: (n,) 1 right, 0 wrong, -1 not counted for each detection; and the faces of the band.

    A detection takes the free face that it overlaps most. Faces outside the band, and detections of a height outside it
    that hit none, don't count.
    """
    height = truth[:, 3] - truth[:, 1]
    counts = (height >= band[0]) & (height < band[1])
    verdict = np.zeros(len(found), int)
    free = np.ones(len(truth), bool)
    table = overlaps(found[:, 1:5], truth) if len(truth) else np.zeros((len(found), 0))
    for i, row in enumerate(table):
        candidates = np.where(free & (row >= 0.5), row, -1)
        if len(candidates) and candidates.max() >= 0.5:
            # A face of the band is preferred to one outside it.
            j = int(np.argmax(candidates + counts))
            free[j] = False
            verdict[i] = 1 if counts[j] else -1
        else:
            own = found[i, 4] - found[i, 2]
            verdict[i] = 0 if band[0] <= own < band[1] else -1
    return verdict, int(counts.sum())


def average_precision(scores: np.ndarray, right: np.ndarray, faces: int) -> float:
    """Area under the precision-recall curve, precision made monotonous."""
    if not faces:
        return 0.0
    order = np.argsort(-scores, kind="stable")
    hits = right[order].cumsum()
    recall = np.concatenate([[0], hits / faces])
    precision = hits / np.arange(1, len(hits) + 1)
    precision = np.maximum.accumulate(precision[::-1])[::-1] if len(precision) else precision
    return float((np.diff(recall) * precision).sum())


def best_threshold(scores: np.ndarray, right: np.ndarray, faces: int) -> float:
    """The score, to two digits, from which detections have the highest F1."""
    candidates = np.arange(0.1, 0.9, 0.01).round(2)
    kept = [scores >= candidate for candidate in candidates]
    return float(candidates[int(np.argmax([2 * right[k].sum() / max(1, k.sum() + faces) for k in kept]))])


def evaluate(model: torch.nn.Module, pictures: list[Picture], side: int, threshold: float = DEFAULT_SCORE) -> dict:
    """AP by height; from the threshold on recall, false positives a picture and the median keypoint error.

    The error is over the distance of the eyes; its mean would be ruled by profiles, whose eyes nearly meet.
    """
    model.eval()
    lists = {name: ([], [], []) for name in BANDS}
    false_positives, errors = 0, []
    for picture in pictures:
        image = np.asarray(Image.open(picture.path).convert("RGB"))
        found = detect(model, image, side)
        scale = side / max(image.shape[:2])
        truth = np.concatenate([picture.boxes[:, :2], picture.boxes[:, :2] + picture.boxes[:, 2:]], 1) * scale
        for name, band in BANDS.items():
            verdict, faces = match(found, truth, band)
            for of_pictures, value in zip(lists[name], (found[verdict >= 0, 0], verdict[verdict >= 0], faces)):
                of_pictures.append(value)
        sure = found[found[:, 0] >= threshold]
        false_positives += int((match(sure, truth, (0, 1e9))[0] == 0).sum())
        errors += keypoint_errors(sure, truth, picture.keypoints * scale)
    result = {"pictures": len(pictures), "side": side, "threshold": threshold, "bands": {}}
    for name, (scores, right, counts) in lists.items():
        s, r, faces = np.concatenate(scores), np.concatenate(right), sum(counts)
        recall = float(r[s >= threshold].sum() / max(1, faces))
        result["bands"][name] = {"faces": faces, "ap": average_precision(s, r, faces), "recall": recall}
        result["bands"][name]["interval95"] = interval(*lists[name])
    result["bestThreshold"] = best_threshold(s, r, faces)  # of the last band, all faces from 20 px
    result["falsePositivesPerPicture"] = false_positives / max(1, len(pictures))
    result["keypointError"] = round(float(np.median(errors)), 4) if errors else None
    return result


def interval(scores: list[np.ndarray], right: list[np.ndarray], faces: list[int]) -> list[float]:
    """What average precision lies in for 95 % of draws of pictures."""
    random, drawn = np.random.default_rng(0), []
    for _ in range(DRAWS):
        at = random.integers(len(scores), size=len(scores))
        s, r = (np.concatenate([values[i] for i in at]) for values in (scores, right))
        drawn.append(average_precision(s, r, sum(faces[i] for i in at)))
    return [float(v) for v in np.percentile(drawn, [2.5, 97.5])]


def keypoint_errors(found: np.ndarray, truth: np.ndarray, points: np.ndarray) -> list[float]:
    """Mean distance of five keypoints over the distance of the eyes, of each face that was found and has keypoints."""
    known = np.isfinite(points[:, 0, 0])
    if not known.any() or not len(found):
        return []
    table = overlaps(truth[known], found[:, 1:5])
    best = table.argmax(1)
    right = table.max(1) >= 0.5
    off = np.linalg.norm(found[best, 5:].reshape(-1, 5, 2) - points[known], axis=2).mean(1)
    eyes = np.linalg.norm(points[known, 0] - points[known, 1], axis=1)
    return (off / np.maximum(eyes, 1))[right].tolist()


def summary(model: torch.nn.Module, pictures: list[Picture], side: int) -> dict:
    result = evaluate(model, pictures, side)
    return {"ap20": round(result["bands"]["20+"]["ap"], 4), "keypointError": result["keypointError"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="model.pt")
    parser.add_argument("--source", type=Path, default=Path("../../shared/data/faces"))
    parser.add_argument("--side", type=int, default=640)
    parser.add_argument("--part", choices=["held-out", "choosing"], default="held-out")
    parser.add_argument("--threshold", type=float, default=DEFAULT_SCORE, help="score from which a face counts")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    mine = is_held_out if args.part == "held-out" else lambda p: is_for_choosing(p.source)
    pictures = [p for p in read(args.source) if mine(p)]
    result = evaluate(load(args.model, device_of_choice()), pictures, args.side, args.threshold)
    for name, band in result["bands"].items():
        low, high = band["interval95"]
        print(
            f"{name:>7} px: {band['faces']:5} faces, AP {band['ap']:.3f} ({low:.2f} to {high:.2f}),"
            f" recall {band['recall']:.3f}"
        )
    print(
        f"false positives a picture {result['falsePositivesPerPicture']:.3f}, keypoint error {result['keypointError']},"
        f" best threshold {result['bestThreshold']}"
    )
    if args.json:
        args.json.write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
