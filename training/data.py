"""Faces of 48 x 48 grey levels with FER2013 labels and FER+ votes, from whichever layout is at hand.

A source is one of
    fer2013.csv                    the public file; fer2013new.csv (FER+) beside it is read too
    a folder with training.png, training.csv, public_test.png, public_test.csv     sheets of tiles
    a folder with a folder for each expression (angry/, disgust/, ...)             any images

    python data.py ../../shared/data/fer2013                          # counts what is there
    python data.py crops ../../shared/data/faces --out out/crops      # unlabelled faces, aligned like FER2013
    python data.py generate --out out/generated                       # drawn faces, for a smoke run
"""

import argparse
import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from reference.pipeline import EXPRESSIONS, LUMA, umeyama, warp

SIDE, COLUMNS = 48, 180
FERPLUS = ["neutral", "happy", "surprise", "sad", "angry", "disgust", "fear", "contempt"]
VOTE_COLUMNS = 10  # the eight, then "unknown" and "not a face"
# Medians of five keypoints over FER2013, from a detector run on 1,524 of its tiles (shared data's README).
TEMPLATE = [[15.3, 18.6], [33.1, 18.4], [24.3, 27.8], [16.7, 35.9], [32.0, 35.6]]
SMALLEST_CROP = 32  # pixels high: below, a face is mostly interpolation
Image.MAX_IMAGE_PIXELS = None  # the sheet of 28,709 tiles is larger than Pillow thinks is safe


@dataclass
class Faces:
    images: np.ndarray  # (n, 48, 48) uint8
    labels: np.ndarray  # (n,) int64, FER2013's order; -1 where there is none
    votes: np.ndarray  # (n, 10) int64, FER+'s order; zeros where there are none

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index) -> "Faces":
        return Faces(self.images[index], self.labels[index], self.votes[index])

    def fer2013_targets(self) -> np.ndarray:
        """(n, 7) float32, one-hot; a row of zeros where there is no label."""
        return (self.labels[:, None] == np.arange(7)).astype(np.float32)

    def ferplus_targets(self) -> np.ndarray:
        """(n, 8) float32, the distribution of votes; zeros where no face or no expression was seen.

        A vote that one of ten gave alone counts as a slip (Barsoum et al. 2016).
        """
        votes = np.where(self.votes > 1, self.votes, 0).astype(np.float32)
        usable = (votes[:, :8].sum(1) > 0) & (votes.argmax(1) < 8)
        shares = votes[:, :8] / np.maximum(votes[:, :8].sum(1, keepdims=True), 1)
        return shares * usable[:, None]

    def ferplus_majority(self) -> np.ndarray:
        """(n,) int64: the majority of ten annotators in FER2013's order, -1 where it is none of the seven."""
        seven = np.array([EXPRESSIONS.index(name) for name in FERPLUS[:7]] + [-1] * 3)
        return np.where(self.votes.sum(1) > 0, seven[self.votes.argmax(1)], -1)


def concatenate(parts: list[Faces]) -> Faces:
    return Faces(*(np.concatenate([getattr(part, key) for part in parts]) for key in ("images", "labels", "votes")))


def unlabelled(images: np.ndarray) -> Faces:
    n = len(images)
    return Faces(images, np.full(n, -1), np.zeros((n, VOTE_COLUMNS), np.int64))


def read(source: Path, part: str) -> Faces:
    """Read `part`, "training" or "public_test", of a source. A folder of classes is all one part."""
    source = Path(source)
    if source.suffix == ".csv":
        return read_public_csv(source, {"training": "Training", "public_test": "PublicTest"}[part])
    if (source / f"{part}.png").exists():
        return read_sheet(source, part)
    if any((source / name).is_dir() for name in EXPRESSIONS):
        return read_class_folders(source)
    raise FileNotFoundError(f"{source} has neither {part}.png nor folders named {', '.join(EXPRESSIONS)}")


def read_public_csv(path: Path, usage: str) -> Faces:
    """`emotion,pixels,Usage`, and FER+'s `fer2013new.csv` row by row beside it, where it exists."""
    images, labels, votes = [], [], []
    beside = path.with_name("fer2013new.csv")
    with open(path) as file, open(beside if beside.exists() else path) as votes_file:
        for row, votes_row in zip(csv.DictReader(file), csv.reader(skip_line(votes_file))):
            if row["Usage"].strip() != usage:
                continue
            images.append(np.array(row["pixels"].split(), np.uint8).reshape(SIDE, SIDE))
            labels.append(int(row["emotion"]))
            # Columns: Usage, Image name, then the votes.
            votes.append([int(v) for v in votes_row[2:]] if beside.exists() else [0] * VOTE_COLUMNS)
    return Faces(np.stack(images), np.array(labels), np.array(votes))


def skip_line(file):
    next(file)
    return file


def read_sheet(folder: Path, name: str) -> Faces:
    """Tiles of 48 x 48, 180 a row, and a table with a row for each; without a column `emotion` they are unlabelled."""
    with open(folder / f"{name}.csv") as file:
        rows = list(csv.DictReader(file))
    sheet = np.asarray(Image.open(folder / f"{name}.png").convert("L"))
    tiles = sheet.reshape(-1, SIDE, COLUMNS, SIDE).swapaxes(1, 2).reshape(-1, SIDE, SIDE)
    images = tiles[[int(row["tile"]) for row in rows]]
    if "emotion" not in rows[0]:
        return unlabelled(images)
    vote_keys = [key for key in rows[0] if key.startswith("ferplus_")]
    votes = np.array([[int(row[key]) for key in vote_keys] for row in rows])
    return Faces(images, np.array([int(row["emotion"]) for row in rows]), votes)


def write_sheet(folder: Path, name: str, images: np.ndarray, table: dict[str, list]) -> None:
    """The counterpart of read_sheet; `table` has a list for each column."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = -(-len(images) // COLUMNS)
    tiles = np.zeros((rows * COLUMNS, SIDE, SIDE), np.uint8)
    tiles[: len(images)] = images
    sheet = tiles.reshape(rows, COLUMNS, SIDE, SIDE).swapaxes(1, 2).reshape(rows * SIDE, COLUMNS * SIDE)
    Image.fromarray(sheet).save(folder / f"{name}.png", optimize=True)
    with open(folder / f"{name}.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["tile", *table])
        writer.writerows([i, *row] for i, row in enumerate(zip(*table.values())))


def read_class_folders(root: Path) -> Faces:
    images, labels = [], []
    for label, name in enumerate(EXPRESSIONS):
        for path in sorted((root / name).glob("*")):
            if path.suffix.lower() in (".png", ".jpg", ".jpeg", ".webp", ".bmp"):
                grey = Image.open(path).convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
                images.append(np.asarray(grey))
                labels.append(label)
    if not images:
        raise FileNotFoundError(f"{root} has no images in its folders")
    return Faces(np.stack(images), np.array(labels), np.zeros((len(images), VOTE_COLUMNS), np.int64))


def image_hash(image: np.ndarray) -> str:
    return hashlib.sha256(image.tobytes()).hexdigest()


def copied(images: np.ndarray, others: np.ndarray) -> np.ndarray:
    """(n,) bool: the images that are, to the pixel, among the others."""
    known = set(map(image_hash, others))
    return np.array([image_hash(image) in known for image in images], bool)


def held_out(images: np.ndarray, tenths: int = 1) -> np.ndarray:
    """(n,) bool: the faces kept out of training, by a hash of their pixels: always the same, copies together."""
    return np.array([int(image_hash(image)[:2], 16) % 10 < tenths for image in images])


def aligned_crops(folder: Path, limit: int) -> tuple[np.ndarray, list[str]]:
    """Faces of a COCO set with five keypoints, warped to FER2013's geometry, largest first; and their image files."""
    coco = json.loads((folder / "annotations.json").read_text())
    files = {image["id"]: image["file_name"] for image in coco["images"]}
    chosen = [a for a in coco["annotations"] if "keypoints" in a and a["bbox"][3] >= SMALLEST_CROP]
    chosen = sorted(chosen, key=lambda a: -a["bbox"][3])[:limit]
    chosen.sort(key=lambda a: a["image_id"])
    crops, current, image = [], None, None
    for annotation in chosen:
        if annotation["image_id"] != current:
            current = annotation["image_id"]
            image = np.asarray(Image.open(folder / "images" / files[current]).convert("RGB"))
        points = np.array(annotation["keypoints"]).reshape(5, -1)[:, :2]
        grey = warp(image, umeyama(points, np.array(TEMPLATE)), SIDE, SIDE) @ LUMA
        crops.append(np.clip(grey + 0.5, 0, 255).astype(np.uint8))
    return np.stack(crops), [files[a["image_id"]] for a in chosen]


def generated(n: int, seed: int) -> Faces:
    """Drawn faces whose brows and mouth tell the expression: they can be learnt in seconds."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 7, n)
    # Per expression: slant of the brows, openness of the eyes, curve of the mouth, openness of the mouth; pixels.
    shapes = np.array(
        [[3, 2, -3, 1], [2, 1, -1, 3], [-3, 4, 0, 2], [0, 2, 4, 1], [-3, 1, -4, 0], [-1, 5, 0, 5], [0, 2, 0, 0]]
    )
    images = np.empty((n, SIDE, SIDE), np.uint8)
    for i, label in enumerate(labels):
        slant, eye, curve, mouth = shapes[label] + random.normal(0, 0.3, 4)
        skin, ink = random.integers(120, 230), random.integers(0, 60)
        dx, dy = random.integers(-2, 3, 2)
        image = np.full((SIDE, SIDE), random.integers(0, 256), np.uint8)
        cv2.ellipse(image, (24 + dx, 24 + dy), (18, 23), 0, 0, 360, int(skin), -1)
        for x, side in ((15, 1), (33, -1)):
            cv2.ellipse(image, (x + dx, 19 + dy), (4, max(1, round(eye))), 0, 0, 360, int(ink), -1)
            tilt = round(side * slant / 2)
            cv2.line(image, (x - 4 + dx, 12 - tilt + dy), (x + 4 + dx, 12 + tilt + dy), int(ink), 1)
        xs = np.arange(16, 33)
        arch = curve * (1 - ((xs - 24) / 8) ** 2)
        for lip in (-mouth / 2, mouth / 2):
            line = np.stack([xs + dx, 36 + arch + lip + dy], 1).round().astype(np.int32)
            cv2.polylines(image, [line], False, int(ink), 1)
        images[i] = np.clip(image + random.normal(0, 6, image.shape), 0, 255)
    plus = np.array([FERPLUS.index(name) for name in EXPRESSIONS])[labels]
    votes = np.zeros((n, VOTE_COLUMNS), np.int64)
    votes[np.arange(n), plus] = 7
    votes[:, 0] += 3
    return Faces(images, labels, votes)


def write_faces(folder: Path, name: str, faces: Faces) -> None:
    columns = [f"ferplus_{label}" for label in [*FERPLUS, "unknown", "not_face"]]
    table = {"emotion": faces.labels.tolist(), **dict(zip(columns, faces.votes.T.tolist()))}
    write_sheet(folder, name, faces.images, table)


def main():
    parser = argparse.ArgumentParser(description="Reads, cuts or draws faces.")
    parser.add_argument("source", nargs="+", help="a source to count, or: crops <coco folder>, or: generate")
    parser.add_argument("--out", type=Path, default=Path("out/faces"), help="folder to write to")
    parser.add_argument("--limit", type=int, default=6000, help="most crops")
    args = parser.parse_args()
    if args.source[0] == "crops":
        crops, files = aligned_crops(Path(args.source[1]), args.limit)
        write_sheet(args.out, "crops", crops, {"file": files})
        print(f"{args.out}: {len(crops)} crops")
    elif args.source[0] == "generate":
        for name, n, seed in (("training", 700, 0), ("public_test", 210, 1)):
            write_faces(args.out, name, generated(n, seed))
        write_sheet(args.out, "crops", generated(100, 2).images, {"file": ["drawn"] * 100})
        print(f"{args.out}: 700 training, 210 public_test, 100 crops")
    else:
        for part in ("training", "public_test"):
            faces = read(Path(args.source[0]), part)
            agree = (faces.labels == faces.ferplus_majority()).mean()
            counts = dict(zip(EXPRESSIONS, np.bincount(faces.labels, minlength=7).tolist()))
            print(f"{part}: {len(faces)} faces, {counts}, FER+ majority agrees on {agree:.1%}")


if __name__ == "__main__":
    main()
