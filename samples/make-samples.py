#!/usr/bin/env python3
"""Makes the sample pictures and the sample clip of this folder out of two public-domain portraits.

    pip download --no-deps --only-binary=:all: --python-version 3.11 --platform manylinux2014_x86_64 \\
        -d DIR scikit-image==0.22.0 matplotlib==3.8.2
    apt-get install ffmpeg python3-opencv python3-numpy python3-pil      # Debian 12
    /usr/bin/python3 make-samples.py --sources DIR [--out DIR2]

The portraits are read straight from the wheels (see PROVENANCE.md) and checked against their SHA-256. Nothing is random,
so the same versions of the tools give the same bytes.
"""
import argparse
import hashlib
import io
import subprocess
import zipfile
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

BACKGROUND = (222, 224, 226)
WIDTH, HEIGHT, FPS = 1280, 720, 30

# wheel, path inside it, SHA-256 of the file, the part of it that is shown (x0, y0, x1, y1), the face in it: centre x, y, width.
PORTRAITS = {
    "collins": ("scikit_image-0.22.0-*.whl", "skimage/data/astronaut.png",
                "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5", (98, 0, 352, 306), (227, 112, 97)),
    "hopper": ("matplotlib-3.8.2-*.whl", "matplotlib/mpl-data/sample_data/grace_hopper.jpg",
               "a8ca6d734765703b09728ab47fe59f473d93ae3967fc24c7c0288c3c7adb7130", (104, 84, 432, 478), (268, 232, 176)),
}
CREDIT = {
    "collins": "Eileen Collins, portrait by NASA (public domain)",
    "hopper": "Grace Hopper, portrait by the US Navy (public domain)",
}
CREDIT["both"] = "; ".join(CREDIT.values())


def load(sources, name):
    """A portrait as a card with rounded corners: premultiplied RGBA floats, and where its face is."""
    wheel, path, digest, box, (x, y, width) = PORTRAITS[name]
    data = zipfile.ZipFile(next(sources.glob(wheel))).read(path)
    assert hashlib.sha256(data).hexdigest() == digest, path
    card = Image.open(io.BytesIO(data)).convert("RGB").crop(box)
    w, h = card.size
    mask = Image.new("L", (w * 4, h * 4))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, w * 4 - 1, h * 4 - 1), w // 3, fill=255)
    alpha = np.asarray(mask.resize((w, h), Image.LANCZOS), np.float32)[..., None] / 255
    rgba = np.concatenate([np.asarray(card, np.float32) * alpha, alpha], axis=2)
    return np.pad(rgba, ((2, 2), (2, 2), (0, 0))), (x - box[0] + 2, y - box[1] + 2, width)


def compose(cards, width=WIDTH, height=HEIGHT):
    """Draws cards, given as (card, centre x, centre y, width of the face[, mirrored]), on a plain background."""
    frame = np.full((height, width, 3), BACKGROUND, np.float32)
    for (rgba, (fx, fy, fw)), cx, cy, face, *mirrored in cards:
        zoom = face / fw
        if mirrored and mirrored[0]:
            rgba, fx = rgba[:, ::-1], rgba.shape[1] - fx
        h, w = rgba.shape[:2]
        placed = np.float32([[zoom, 0, cx - zoom * w / 2], [0, zoom, cy - zoom * h / 2]])
        layer = cv2.warpAffine(np.ascontiguousarray(rgba), placed, (width, height), flags=cv2.INTER_CUBIC)
        frame = frame * (1 - layer[..., 3:]) + layer[..., :3]
    return np.clip(frame + 0.5, 0, 255).astype(np.uint8)


def at(keys, t):
    """The values at time t between key frames (t, value, ...), easing in and out of each."""
    for a, b in zip(keys, keys[1:]):
        if t <= b[0]:
            break
    u = min(max((t - a[0]) / (b[0] - a[0]), 0), 1)
    u = u * u * (3 - 2 * u)
    return [p + (q - p) * u for p, q in zip(a[1:], b[1:])]


# Who is seen from when to when (s), and the key frames: time (s), centre of the card x, y, width of the face (all in px).
SCENES = [
    ("collins", 0, 10, [(0, 400, 370, 110), (5, 660, 360, 160), (10, 640, 350, 205)]),
    # 10 to 12 s: nobody
    ("collins", 12, 22, [(12, 330, 350, 190), (16, 350, 330, 165), (17, 340, 200, 110), (20, 940, 200, 110), (22, 930, 340, 165)]),
    ("hopper", 12, 22, [(12, 930, 370, 170), (16, 910, 390, 170), (17, 920, 510, 130), (20, 340, 510, 130), (22, 340, 380, 170)]),
    ("hopper", 22, 30, [(22, 640, 360, 150), (26, 760, 370, 190), (30, 520, 360, 130)]),
]


def clip(portraits, path):
    encoder = subprocess.Popen(
        ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS), "-i", "-",
         "-vf", "scale=out_color_matrix=bt709:out_range=tv", "-pix_fmt", "yuv420p",
         "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
         "-c:v", "libx264", "-preset", "slow", "-crf", "23", "-g", "60", "-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact",
         "-metadata", f"comment={CREDIT['both']}", "-movflags", "+faststart", str(path)], stdin=subprocess.PIPE)
    for i in range(30 * FPS):
        t = i / FPS
        cards = [(portraits[who], *at(keys, t)) for who, start, end, keys in SCENES if start <= t < end]
        encoder.stdin.write(compose(cards).tobytes())
    encoder.stdin.close()
    assert encoder.wait() == 0


def main():
    parser = argparse.ArgumentParser(description="Makes the sample pictures and the sample clip.")
    parser.add_argument("--sources", type=Path, required=True, help="folder with the two wheels")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    args = parser.parse_args()
    portraits = {name: load(args.sources, name) for name in PORTRAITS}
    collins, hopper = portraits["collins"], portraits["hopper"]

    pictures = {
        "collins": (CREDIT["collins"], compose([(collins, 480, 360, 160)], 960)),
        "hopper": (CREDIT["hopper"], compose([(hopper, 480, 360, 180)], 960)),
        "group": (CREDIT["both"], compose([(collins, 270, 360, 165), (hopper, 698, 360, 170),
                                           (collins, 1070, 218, 95, True), (hopper, 1070, 535, 105, True)])),
    }
    for name, (credit, pixels) in pictures.items():
        Image.fromarray(pixels).save(args.out / f"{name}.jpg", quality=90, optimize=True, comment=credit)
    clip(portraits, args.out / "clip.mp4")


if __name__ == "__main__":
    main()
