"""Pictures with faces: COCO with keypoints, or WIDER FACE's own layout; and the views that a network is trained on.

    python -m detector.data ../../shared/data/faces                 # counts what is there
    python -m detector.data generate --out out/generated-faces      # drawn pictures, for a smoke run

`detector.prepare` decodes the pictures once. A view is one of them, or a mosaic of four, each under a random similarity.
"""

import argparse
import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image

from data import generated

SMALLEST = 9  # pixels high in the view: smaller faces are neither asked for nor punished
SMALLEST_STORED = 7  # pixels high before any zoom: what is smaller can't be learnt from
LEVELS = 3  # a picture is kept at its size, half and a quarter


@dataclass
class Picture:
    path: Path
    source: str  # names the picture for good, for the hash that keeps it apart
    boxes: np.ndarray  # (n, 4) float32 x, y, width, height, pixels of the file
    keypoints: np.ndarray  # (n, 5, 2) float32, NaN where a face has none


def read(source: Path) -> list[Picture]:
    """A folder with annotations.json and images/, or WIDER FACE's `wider_face_*_bbx_gt.txt`."""
    source = Path(source)
    return read_wider(source) if source.suffix == ".txt" else read_coco(source)


def read_coco(folder: Path) -> list[Picture]:
    coco = json.loads((folder / "annotations.json").read_text())
    faces: dict[int, list] = {image["id"]: [] for image in coco["images"]}
    for annotation in coco["annotations"]:
        faces[annotation["image_id"]].append(annotation)
    nowhere = [math.nan] * 10

    def picture(image: dict) -> Picture:
        found = faces[image["id"]]
        points = [np.reshape(face.get("keypoints", nowhere), (5, -1))[:, :2] for face in found]
        return Picture(
            folder / "images" / image["file_name"],
            image.get("source", image["file_name"]),
            np.array([face["bbox"] for face in found], np.float32).reshape(-1, 4),
            np.array(points, np.float32).reshape(-1, 5, 2),
        )

    return [picture(image) for image in coco["images"]]


def read_wider(path: Path) -> list[Picture]:
    """Blocks of a file's name, a count, and a line a face: x y w h blur expression illumination invalid occlusion pose.

    The pictures are expected in `images/` beside the text file or beside its folder. Faces marked invalid are left out.
    """
    root = next(p for p in (path.parent, path.parent.parent) if (p / "images").is_dir())
    lines = path.read_text().split("\n")
    pictures, at = [], 0
    while at < len(lines) and lines[at].strip():
        name, count = lines[at].strip(), int(lines[at + 1])
        rows = [list(map(int, line.split())) for line in lines[at + 2 : at + 2 + max(count, 1)]]
        at += 2 + max(count, 1)  # a picture without faces has one line of zeros
        boxes = [row[:4] for row in rows[:count] if not row[7] and row[2] > 0 and row[3] > 0]
        boxes = np.array(boxes, np.float32).reshape(-1, 4)
        pictures.append(Picture(root / "images" / name, name, boxes, np.full((len(boxes), 5, 2), np.nan, np.float32)))
    return pictures


def is_held_out(picture: Picture) -> bool:
    """A tenth, for the final figures only; by a hash of the source, so that the same pictures are kept apart for ever."""
    return first_byte(picture.source) % 10 == 0


def is_for_choosing(source: str) -> bool:
    """A twentieth beside it, on which checkpoints, sizes and thresholds are chosen."""
    return first_byte(source) % 20 == 1


def first_byte(source: str) -> int:
    return hashlib.sha256(source.encode()).digest()[0]


class Prepared:
    """What `detector.prepare` wrote: pictures at LEVELS sizes, mapped from disk, and faces in pixels of the largest size."""

    def __init__(self, folder: Path, keep=lambda source: True):
        saved = dict(np.load(Path(folder) / "faces.npz"))
        self.pixels = np.memmap(Path(folder) / "pixels.u8", np.uint8, "r")
        chosen = [i for i, source in enumerate(saved["sources"]) if keep(str(source))]
        self.starts, self.sizes = saved["starts"][chosen], saved["sizes"][chosen]  # sizes: width, height
        of_face, of_mistake = saved["of_face"], saved["of_mistake"]
        # (n, 15) each: corners, keypoints (NaN where unknown), 1 to be found or 0 to be ignored
        self.faces = [saved["faces"][slice(*np.searchsorted(of_face, [i, i + 1]))] for i in chosen]
        self.mistakes = [saved["mistakes"][slice(*np.searchsorted(of_mistake, [i, i + 1]))] for i in chosen]

    def __len__(self) -> int:
        return len(self.starts)

    def picture(self, i: int, level: int) -> np.ndarray:
        """(h, w, 3) uint8 BGR, h and w divided by 2 ** level."""
        start = self.starts[i]
        for finer in range(level + 1):
            width, height = level_size(self.sizes[i], finer)
            if finer == level:
                return self.pixels[start : start + width * height * 3].reshape(height, width, 3)
            start += width * height * 3


def level_size(size, level: int) -> tuple[int, int]:
    return tuple(max(1, round(int(n) / 2**level)) for n in size)


def batch_of_views(store: Prepared, index: list[int], side: int, mosaic: float, seed: int, calm: float = 0.0):
    """Pictures (B, 3, side, side) float32 BGR levels, channels last, and faces (B, MOST, 15), rows of NaN filling up.

    And the pictures before anything was done to their pixels, (B, side, side, 3) uint8, for a teacher.
    """
    random = np.random.default_rng(seed)
    images, rows, clean = zip(*(view(store, i, side, mosaic, random, calm) for i in index))
    faces = np.full((len(rows), max(1, *map(len, rows)), 15), np.nan, np.float32)
    for b, of_view in enumerate(rows):
        faces[b, : len(of_view)] = of_view
    return torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).float(), torch.from_numpy(faces), np.stack(clean)


def view(
    store: Prepared, index: int, side: int, mosaic: float, random, calm: float = 0.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A picture, or a mosaic of four, each under a random similarity: (side, side, 3) uint8 BGR, faces (n, 15), and the
    picture before it was covered and spoilt. `calm` is the share of views that are a whole picture, hardly changed.

    A face is x1, y1, x2, y2, five keypoints x, y (NaN where unknown), and 1 to be found or 0 to be ignored.
    """
    tiles = [(index, (0, 0), (side, side))]
    is_calm = random.random() < calm
    if not is_calm and random.random() < mosaic:
        x, y = (int(side * (0.3 + 0.4 * random.random())) for _ in range(2))
        others = random.integers(len(store), size=3)
        corners = [((0, 0), (x, y)), ((x, 0), (side, y)), ((0, y), (x, side)), ((x, y), (side, side))]
        tiles = [(i, *corner) for i, corner in zip([index, *others.tolist()], corners)]
    canvas, faces = np.zeros((side, side, 3), np.uint8), []
    for i, low, high in tiles:
        low, high = np.array(low), np.array(high)
        matrix = whole(store, i, high - low, random) if is_calm else aim(store, i, high - low, random)
        canvas[low[1] : high[1], low[0] : high[0]] = warp(store, i, matrix, high - low)
        matrix[:, 2] += low
        faces.append(move_faces(store.faces[i], matrix, low, high))
    faces, clean = np.concatenate(faces), canvas.copy()
    if is_calm:
        return spoil(canvas, random) if random.random() < 0.3 else canvas, faces, clean
    cover(canvas, faces, random)
    return spoil(canvas, random), faces, clean


def whole(store: Prepared, i: int, tile: np.ndarray, random) -> np.ndarray:
    """(2, 3) from stored pixels to a tile: the picture as it is looked at later, a little larger or smaller, or mirrored."""
    size = store.sizes[i]
    zoom = (tile / size).min() * np.exp(random.uniform(-0.3, 0.3))
    mirror = -1.0 if random.random() < 0.5 else 1.0
    target = tile / 2 + np.abs(size * zoom - tile) * random.uniform(-0.5, 0.5, 2)
    linear = np.diag([mirror * zoom, zoom])
    return np.hstack([linear, (target - linear @ size / 2)[:, None]])


def aim(store: Prepared, i: int, tile: np.ndarray, random) -> np.ndarray:
    """(2, 3) from stored pixels to a tile: a face at a random size, what was once mistaken for one, or the whole picture."""
    faces = store.faces[i]
    faces = faces[(faces[:, 14] == 1) & (faces[:, 3] - faces[:, 1] >= SMALLEST)]
    size, lot = store.sizes[i], random.random()
    ratios = tile / size
    targets = store.mistakes[i] if lot < 0.1 and len(store.mistakes[i]) else faces if lot < 0.6 else []
    if len(targets):
        box = targets[random.integers(len(targets)), :4]
        # Large faces are rarer in the pictures than small ones, and rarer still in crowds.
        height = 10 * (0.095 * tile.min()) ** (random.random() ** 0.75)
        zoom = np.clip(height / (box[3] - box[1]), 0.8 * ratios.min(), 4)
        middle, target = (box[:2] + box[2:]) / 2, tile * random.uniform(0.05, 0.95, 2)
        if random.random() < 0.9:  # as little of the tile as possible stays empty
            first = target - middle * zoom
            spare = tile - size * zoom
            target = target + np.clip(first, np.minimum(0, spare), np.maximum(0, spare)) - first
    else:
        fit = ratios.max() if random.random() < 0.5 else ratios.min()
        zoom = fit * np.exp(random.uniform(-0.5, 1.1))
        # Where the picture is larger than its tile, any part of it; where smaller, anywhere in the tile.
        room = np.abs(size * zoom - tile)
        middle, target = size / 2, tile / 2 + room * random.uniform(-0.5, 0.5, 2)
    angle = np.radians(random.uniform(-50, 50) if random.random() < 0.2 else random.normal(0, 7))
    mirror = -1.0 if random.random() < 0.5 else 1.0
    stretch = np.exp(random.normal(0, 0.04))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = zoom * turn @ np.diag([mirror * stretch, 1 / stretch])
    return np.hstack([linear, (target - linear @ middle)[:, None]])


def warp(store: Prepared, i: int, matrix: np.ndarray, tile: np.ndarray) -> np.ndarray:
    """The tile's pixels, from the level that is at least as large; black outside."""
    scale = np.sqrt(abs(np.linalg.det(matrix[:, :2])))
    level = int(np.clip(np.floor(-np.log2(scale) + 0.1), 0, LEVELS - 1))
    picture = store.picture(i, level)
    linear = matrix[:, :2] @ np.diag(store.sizes[i] / np.array(picture.shape[1::-1]))
    # OpenCV counts from pixels' centres.
    shift = linear @ [0.5, 0.5] + matrix[:, 2] - 0.5
    return cv2.warpAffine(picture, np.hstack([linear, shift[:, None]]), tile.tolist(), flags=cv2.INTER_LINEAR)


def move_faces(faces: np.ndarray, matrix: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """(n, 15) rows of a view. To be found: faces whose centre is in their tile, if large enough. Others are ignored."""
    linear = matrix[:, :2]
    centre = (faces[:, :2] + faces[:, 2:4]) / 2 @ linear.T + matrix[:, 2]
    # A turned face keeps its size; the box about a turned box would grow.
    half = (faces[:, 2:4] - faces[:, :2]) * np.linalg.norm(linear, axis=0) / 2
    clipped = np.concatenate([np.maximum(centre - half, low), np.minimum(centre + half, high)], 1)
    points = faces[:, 4:14].reshape(-1, 5, 2) @ linear.T + matrix[:, 2]
    if np.linalg.det(linear) < 0:
        points = points[:, [1, 0, 2, 4, 3]]  # the right eye stays the person's right eye
    inside = ((centre > low) & (centre < high)).all(1)
    large = (clipped[:, 3] - clipped[:, 1] >= SMALLEST) & (faces[:, 3] - faces[:, 1] >= SMALLEST_STORED)
    wanted = inside & large & (faces[:, 14] == 1)
    rows = np.concatenate([clipped, points.reshape(-1, 10), wanted[:, None]], 1).astype(np.float32)
    return rows[(clipped[:, 2:] - clipped[:, :2] > 1).all(1)]


def cover(image: np.ndarray, faces: np.ndarray, random) -> None:
    """A patch over a part of a few faces: a mask, a hand, somebody's head."""
    for x1, y1, x2, y2, *_, wanted in faces:
        if not wanted or y2 - y1 < 20 or random.random() > 0.06:
            continue
        share, edge = random.uniform(0.2, 0.5), random.integers(4)
        if edge < 2:  # mostly from below
            y1 = y2 - share * (y2 - y1)
        elif edge == 2:
            x1 = x2 - share * (x2 - x1)
        else:
            x2 = x1 + share * (x2 - x1)
        patch = image[int(y1) : int(y2), int(x1) : int(x2)]
        light = np.linspace(0.7, 1.2, max(1, len(patch)))[:, None, None]
        patch[:] = np.clip(random.integers(0, 256, 3) * light, 0, 255)


NOISE = np.random.default_rng(0).normal(0, 1, 1 << 21).astype(np.float32)


def spoil(image: np.ndarray, random) -> np.ndarray:
    """A webcam's troubles: light, tint, backlight, low resolution, blur, noise, compression."""
    side = len(image)
    levels = np.arange(256, dtype=np.float32)
    lot = random.random()
    extreme = (0.1, 0.5) if lot < 0.12 else (1.4, 2.5) if lot < 0.22 else (0.6, 1.4)
    gain = random.uniform(*extreme)
    tinted = levels[:, None] * gain * random.uniform(0.85, 1.15, 3)
    table = np.clip(tinted / 255, 0, 1) ** np.exp(random.uniform(-0.5, 0.5)) * 255
    if random.random() < 0.15:
        table = (table - 128) * random.uniform(0.4, 1.3) + random.uniform(90, 160)
    image = cv2.LUT(image, np.clip(table, 0, 255).astype(np.uint8)[None])
    if random.random() < 0.12:
        image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    if random.random() < 0.15:
        angle = random.uniform(0, 2 * np.pi)
        at = np.linspace(-1, 1, side, dtype=np.float32)
        slope = 1 + random.uniform(0.2, 0.8) * (np.cos(angle) * at[:, None] + np.sin(angle) * at) / 1.4
        image = np.clip(image * slope[..., None], 0, 255).astype(np.uint8)
    lot = random.random()
    if lot < 0.12:
        image = cv2.GaussianBlur(image, (0, 0), random.uniform(0.4, 1.8))
    elif lot < 0.2:
        small = max(16, int(side * random.uniform(0.35, 0.9)))
        image = cv2.resize(cv2.resize(image, (small, small), interpolation=cv2.INTER_AREA), (side, side))
    elif lot < 0.25:
        kernel = np.zeros((7, 7), np.float32)
        cv2.line(kernel, (0, int(random.integers(7))), (6, int(random.integers(7))), 1.0)
        image = cv2.filter2D(image, -1, kernel / kernel.sum())
    if random.random() < 0.25:
        start = random.integers(len(NOISE) - image.size) if len(NOISE) > image.size else 0
        noise = np.resize(NOISE[start : start + image.size], image.shape) * np.float32(random.uniform(2, 14))
        image = np.clip(image + noise, 0, 255).astype(np.uint8)
    if random.random() < 0.2:
        _, coded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(15, 80))])
        image = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    return image


def write_generated(folder: Path, n: int, seed: int) -> None:
    """COCO with drawn faces of 24 to 64 px on noise."""
    random = np.random.default_rng(seed)
    (folder / "images").mkdir(parents=True, exist_ok=True)
    images, annotations = [], []
    points = np.array([[15, 19], [33, 19], [24, 28], [16, 36], [32, 36]]) / 48
    for i in range(n):
        canvas = random.integers(0, 256, (20, 20)).repeat(8, 0).repeat(8, 1).astype(np.uint8)
        for x, y in ((4, 6), (84, 70))[: random.integers(0, 3)]:
            side = int(random.integers(24, 65))
            face = Image.fromarray(generated(1, int(random.integers(1 << 30))).images[0]).resize((side, side))
            canvas[y : y + side, x : x + side] = face
            box = [float(v) for v in (x + side * 0.1, y, side * 0.8, side)]
            keypoints = (points * side + [x, y]).ravel().tolist()
            annotations.append({"id": len(annotations), "image_id": i, "bbox": box, "keypoints": keypoints})
        name = f"{i:05}.png"
        Image.fromarray(canvas).convert("RGB").save(folder / "images" / name)
        images.append({"id": i, "file_name": name, "width": 160, "height": 160, "source": f"drawn/{name}"})
    (folder / "annotations.json").write_text(json.dumps({"images": images, "annotations": annotations}))


def main():
    parser = argparse.ArgumentParser(description="Reads or draws pictures with faces.")
    parser.add_argument("source", help="a source to count, or: generate")
    parser.add_argument("--out", type=Path, default=Path("out/generated-faces"))
    args = parser.parse_args()
    if args.source == "generate":
        write_generated(args.out, 80, seed=0)
        return print(f"{args.out}: 80 pictures")
    pictures = read(args.source)
    apart = [p for p in pictures if is_held_out(p)]
    faces = sum(len(p.boxes) for p in pictures)
    known = sum(int(np.isfinite(p.keypoints[:, 0, 0]).sum()) for p in pictures)
    print(f"{len(pictures)} pictures, {faces} faces, {known} with keypoints; {len(apart)} pictures are kept apart")


if __name__ == "__main__":
    main()
