"""How many faces are still found when they are turned, cut by the frame's edge, masked, dark, blurred or noisy.

    python -m detector.hardships out/face-6/model.pt --threshold 0.51 --peer yunet_n_dynamic.onnx --peer_threshold 0.5

The pictures kept apart, longest side 640, faces of 20 px and more: recall at the threshold that each is used with. Seeds
are fixed, so that every detector sees the same views.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from detector.data import Picture, is_held_out, read
from detector.evaluate import detect, overlaps
from detector.model import load
from detector.prepare import YuNet
from loop import device_of_choice

SIDE, SMALLEST, OVERLAP = 640, 20, 0.5
Finder = Callable[[np.ndarray], np.ndarray]  # (H, W, 3) uint8 RGB to (n, 4) corners


def turned(image: np.ndarray, boxes: np.ndarray, degrees: float):
    """The picture turned about its middle; a face keeps its size."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2 @ matrix[:, :2].T + matrix[:, 2]
    half = (boxes[:, 2:] - boxes[:, :2]) / 2
    inside = ((centre > half) & (centre < [width, height] - half)).all(1)
    return cv2.warpAffine(image, matrix, (width, height)), np.concatenate([centre - half, centre + half], 1)[inside]


def cut(image: np.ndarray, boxes: np.ndarray, random) -> tuple[np.ndarray, np.ndarray]:
    """The picture up to a line through the middle of one of its larger faces, and what is left of that face."""
    large = boxes[boxes[:, 3] - boxes[:, 1] >= 2 * SMALLEST]
    if not len(large):
        return image, boxes[:0]
    x1, y1, x2, y2 = large[random.integers(len(large))]
    x, y = round((x1 + x2) / 2), round((y1 + y2) / 2)
    height, width = image.shape[:2]
    # Left, right or lower half of the face is outside; its upper half alone is left of what the frame's lower edge cuts.
    left, right, bottom = [(x, width, height), (0, x, height), (0, width, y)][random.integers(3)]
    part = image[:bottom, left:right]
    box = np.array([[max(x1, left) - left, y1, min(x2, right) - left, min(y2, bottom)]])
    return (part, box) if min(part.shape[:2]) >= 32 else (image, boxes[:0])


def lit(image: np.ndarray, gain: float) -> np.ndarray:
    return np.clip(image * gain, 0, 255).astype(np.uint8)


def noisy(image: np.ndarray, sigma: float, random) -> np.ndarray:
    return np.clip(image + random.normal(0, sigma, image.shape), 0, 255).astype(np.uint8)


# name, which pictures by their source, and the change: (image, boxes, random) to both.
HARDSHIPS = {
    "as they are": ("", lambda image, boxes, random: (image, boxes)),
    "masked faces and crowds, as they are": ("face_mask_kaggle/", lambda image, boxes, random: (image, boxes)),
    "turned by 20 degrees": ("", lambda image, boxes, random: turned(image, boxes, random.choice([-20, 20]))),
    "turned by 40 degrees": ("", lambda image, boxes, random: turned(image, boxes, random.choice([-40, 40]))),
    "half out of the frame": ("", cut),
    "dark, a seventh of the light": ("", lambda image, boxes, random: (lit(image, 0.15), boxes)),
    "bright, twice the light": ("", lambda image, boxes, random: (lit(image, 2), boxes)),
    "blurred, sigma 2 px": ("", lambda image, boxes, random: (cv2.GaussianBlur(image, (0, 0), 2), boxes)),
    "noise, sigma 25": ("", lambda image, boxes, random: (noisy(image, 25, random), boxes)),
}


def at_side(picture: Picture) -> tuple[np.ndarray, np.ndarray]:
    """The picture with a longest side of SIDE, (H, W, 3) uint8 RGB, and corners of its faces of at least SMALLEST px."""
    image = np.asarray(Image.open(picture.path).convert("RGB"))
    scale = SIDE / max(image.shape[:2])
    image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    boxes = np.concatenate([picture.boxes[:, :2], picture.boxes[:, :2] + picture.boxes[:, 2:]], 1) * scale
    return image, boxes[boxes[:, 3] - boxes[:, 1] >= SMALLEST]


def recall(find: Finder, pictures: list[Picture], change, random) -> tuple[int, int]:
    """Faces found, and faces there."""
    hits = faces = 0
    for picture in pictures:
        image, boxes = change(*at_side(picture), random)
        if len(boxes):
            found = find(np.ascontiguousarray(image))
            hits += int((overlaps(boxes, found).max(1) >= OVERLAP).sum()) if len(found) else 0
            faces += len(boxes)
    return hits, faces


def arguments(description: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("model", type=Path, help="model.pt")
    parser.add_argument("--threshold", type=float, required=True)
    parser.add_argument("--peer", type=Path, help="a YuNet .onnx file")
    parser.add_argument("--peer_threshold", type=float, default=0.5)
    parser.add_argument("--source", type=Path, default=Path("../../shared/data/faces"))
    return parser.parse_args()


def finders(args: argparse.Namespace) -> dict[str, Finder]:
    """The model and, where one is given, its peer, each at its threshold, by name."""
    ours = load(args.model, device_of_choice())

    def ours_finds(image):
        found = detect(ours, image, max(image.shape[:2]))
        return found[found[:, 0] >= args.threshold, 1:5]

    if not args.peer:
        return {args.model.parent.name: ours_finds}
    peer = YuNet(args.peer)

    def peer_finds(image):
        found = peer(np.ascontiguousarray(image[..., ::-1]))
        return found[found[:, 0] >= args.peer_threshold, 1:5]

    return {args.model.parent.name: ours_finds, args.peer.stem: peer_finds}


def main():
    args = arguments(__doc__.splitlines()[0])
    compared = finders(args)
    pictures = [p for p in read(args.source) if is_held_out(p)]
    print("| | faces | " + " | ".join(compared) + " |\n" + "| --- " * (2 + len(compared)) + "|")
    for name, (source, change) in HARDSHIPS.items():
        chosen = [p for p in pictures if p.source.startswith(source)]
        counts = [recall(find, chosen, change, np.random.default_rng(0)) for find in compared.values()]
        shares = [f"{hits / max(1, faces):.1%}" for hits, faces in counts]
        print(f"| {name} | {counts[0][1]} | " + " | ".join(shares) + " |", flush=True)


if __name__ == "__main__":
    main()
