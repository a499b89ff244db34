"""Pictures with faces: COCO with keypoints, or WIDER FACE's own layout; and the views that a network is trained on.

    python -m detector.data ../../shared/data/faces                 # counts what is there
    python -m detector.data generate --out out/generated-faces      # drawn pictures, for a smoke run

All pictures stay decoded in memory on the training device, padded to squares of 640 at most: 4.5 GB for 3,674 of them.
A view is one picture, or a mosaic of four, each under a random similarity; it is made on the device.
"""

import argparse
import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from augment import blur, jpeg
from data import generated

STORED_SIDE = 640
SMALLEST = 8  # pixels high in the view: smaller faces are neither asked for nor punished
MOST_FACES = 128  # of a view


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


def is_held_out(picture: Picture, tenths: int = 1) -> bool:
    """By a hash of the source, so that the same pictures are kept apart for ever."""
    return hashlib.sha256(picture.source.encode()).digest()[0] % 10 < tenths


class Store:
    """Decoded pictures (n, 3, side, side) uint8 RGB at the top left of black squares, and their faces in those pixels."""

    def __init__(self, pictures: list[Picture], device):
        images = [shrink(Image.open(picture.path).convert("RGB")) for picture in pictures]
        self.sizes = [image.size for image in images]
        side = max(map(max, self.sizes))
        self.pixels = torch.zeros((len(pictures), 3, side, side), dtype=torch.uint8, device=device)
        self.boxes, self.keypoints = [], []
        for i, (picture, image) in enumerate(zip(pictures, images)):
            pixels = torch.from_numpy(np.array(image)).permute(2, 0, 1)
            self.pixels[i, :, : image.height, : image.width] = pixels.to(device)
            with Image.open(picture.path) as file:
                scale = image.width / file.width
            self.boxes.append(picture.boxes * scale)
            self.keypoints.append(picture.keypoints * scale)

    def __len__(self) -> int:
        return len(self.sizes)


def shrink(image: Image.Image) -> Image.Image:
    scale = STORED_SIDE / max(image.size)
    return image.resize([max(1, round(n * scale)) for n in image.size], Image.Resampling.BOX) if scale < 1 else image


def view(store: Store, index: torch.Tensor, side: int, mosaic: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Pictures (B, 3, side, side) BGR levels and faces (B, MOST_FACES, 15).

    A face is x1, y1, x2, y2, five keypoints x, y (NaN where unknown), and 1 to be found or 0 to be ignored.
    Rows of NaN fill up.
    """
    device = store.pixels.device
    n = len(index)
    picked = torch.stack([index.cpu(), *(torch.randint(0, len(store), (n,)) for _ in range(3))])  # (4, B)
    tiled = torch.rand(n) < mosaic
    centre = side * (0.3 + 0.4 * torch.rand(n, 2)) * tiled[:, None] + side * (~tiled)[:, None]  # (B, 2) x, y
    x = torch.zeros(n, 3, side, side, device=device)
    faces: list[list[np.ndarray]] = [[] for _ in range(n)]
    at = torch.arange(side, device=device)
    for tile in range(4):
        rows = torch.arange(n) if tile == 0 else tiled.nonzero()[:, 0]
        if not len(rows):
            break
        # Tiles 0 to 3: top left, top right, bottom left, bottom right of the centre.
        beyond = torch.tensor([tile % 2, tile // 2], dtype=torch.bool)
        low, high = torch.where(beyond, centre[rows], 0), torch.where(beyond, side, centre[rows])
        chosen = picked[tile, rows]
        matrices = [random_similarity(store.sizes[i], *bounds) for i, *bounds in zip(chosen, low, high)]
        warped = warp(store.pixels[chosen.to(device)], np.stack(matrices), side)
        first, last = low.to(device), high.to(device)
        inside_x = (at >= first[:, :1]) & (at < last[:, :1])
        inside_y = (at >= first[:, 1:]) & (at < last[:, 1:])
        here = rows.to(device)
        x[here] = torch.where((inside_y[:, :, None] & inside_x[:, None, :])[:, None], warped, x[here])
        for b, i, matrix, *bounds in zip(rows.tolist(), chosen.tolist(), matrices, low.numpy(), high.numpy()):
            faces[b].append(move_faces(store.boxes[i], store.keypoints[i], matrix, *bounds))
    targets = torch.full((n, MOST_FACES, 15), math.nan)
    for b, parts in enumerate(faces):
        rows = torch.from_numpy(np.concatenate(parts))[:MOST_FACES]
        targets[b, : len(rows)] = rows
    return spoil(x), targets.to(device)


def random_similarity(size: tuple[int, int], low: torch.Tensor, high: torch.Tensor) -> np.ndarray:
    """(2, 3) from stored pixels to the view: the picture fills its tile at a random zoom, angle and side."""
    width, height = (high - low).clamp(min=1).tolist()
    ratios = (width / size[0], height / size[1])
    fit = max(ratios) if torch.rand(()) < 0.5 else min(ratios)
    zoom = fit * math.exp(-0.6 + 1.8 * torch.rand(()).item())  # 0.55 to 3.3: close-ups are rare in the pictures
    angle = math.radians(12) * (2 * torch.rand(()).item() - 1)
    mirror = -1.0 if torch.rand(()) < 0.5 else 1.0
    linear = (
        zoom
        * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        @ np.diag([mirror, 1])
    )
    # Where the picture is larger than its tile, any part of it; where smaller, anywhere in the tile.
    room = np.abs(np.array(size) * zoom - [width, height])
    target = low.numpy() + np.array([width, height]) / 2 + room * (torch.rand(2).numpy() - 0.5)
    return np.hstack([linear, (target - linear @ (np.array(size) / 2))[:, None]]).astype(np.float32)


def warp(pixels: torch.Tensor, matrices: np.ndarray, side: int) -> torch.Tensor:
    """(B, 3, side, side) float32; two samples along each axis a pixel against aliasing; black outside."""
    inverse = np.linalg.inv(np.concatenate([matrices, np.tile([[[0, 0, 1]]], (len(matrices), 1, 1))], 1))[:, :2]
    at = (torch.arange(2 * side, device=pixels.device) + 0.5) / 2  # continuous coordinates
    grid = torch.stack(
        [*torch.meshgrid(at, at, indexing="xy"), torch.ones(2 * side, 2 * side, device=pixels.device)], -1
    )
    source = torch.einsum("hwk,bik->bhwi", grid, torch.from_numpy(inverse.astype(np.float32)).to(pixels.device))
    sampled = F.grid_sample(pixels.float(), 2 * source / pixels.shape[-1] - 1, mode="bilinear", align_corners=False)
    return F.avg_pool2d(sampled, 2)


def move_faces(boxes, keypoints, matrix, low, high) -> np.ndarray:
    """(n, 15) rows of a view. To be found: faces whose centre is in their tile, if large enough. Others are ignored."""
    centre = (boxes[:, :2] + boxes[:, 2:] / 2) @ matrix[:, :2].T + matrix[:, 2]
    # A turned face keeps its size; the box about a turned box would grow.
    scale = np.sqrt(abs(np.linalg.det(matrix[:, :2])))
    half = boxes[:, 2:] * scale / 2
    clipped = np.concatenate([np.maximum(centre - half, low), np.minimum(centre + half, high)], 1)
    points = keypoints @ matrix[:, :2].T + matrix[:, 2]
    if np.linalg.det(matrix[:, :2]) < 0:
        points = points[:, [1, 0, 2, 4, 3]]  # the right eye stays the person's right eye
    inside = ((centre > low) & (centre < high)).all(1)
    wanted = inside & (clipped[:, 3] - clipped[:, 1] >= SMALLEST)
    rows = np.concatenate([clipped, points.reshape(-1, 10), wanted[:, None]], 1).astype(np.float32)
    return rows[(clipped[:, 2:] - clipped[:, :2] > 1).all(1)]


def spoil(x: torch.Tensor) -> torch.Tensor:
    """RGB to BGR under a webcam's troubles: light, tint, backlight, blur, noise, compression."""
    n, device = len(x), x.device

    def some(low, high, *shape):
        return torch.empty(n, *shape, device=device).uniform_(low, high)

    x = x * some(0.5, 1.4, 1, 1, 1) * some(0.85, 1.15, 3, 1, 1)
    x = (x.clamp(0, 255) / 255) ** torch.exp(some(-0.5, 0.5, 1, 1, 1)) * 255
    grey = (torch.rand(n, device=device) < 0.1).view(n, 1, 1, 1)
    x = torch.where(grey, x.mean(1, keepdim=True), x)
    slope = torch.linspace(-1, 1, x.shape[-1], device=device) * some(-0.5, 0.5, 1, 1, 1)
    x = x * (1 + slope)
    if torch.rand(()) < 0.25:
        x = blur(x.flatten(0, 1)[:, None], 0.4 + torch.rand(()).item()).view(x.shape)
    x = x + torch.randn_like(x) * some(0, 12, 1, 1, 1)
    if torch.rand(()) < 0.25:
        x = jpeg(x.flatten(0, 1)[:, None], 20 + 50 * torch.rand(()).item()).view(x.shape)
    return x.clamp(0, 255).flip(1).contiguous(memory_format=torch.channels_last)


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
