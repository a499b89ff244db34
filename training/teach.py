"""Ask a teacher once what it reads in each face, for `distill.py --taught`.

    python teach.py out/teacher-0/model.pt --crops out/crops --out out/taught/teacher-0.npz
    python teach.py ../models/expression-1 --crops out/crops --out out/taught/expression-1.npz

The file holds, for each face of Training and of the crops, the mean of the logits of it and of its mirror image,
{head: (n, k)}, and `hashes`, which say which face is which.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from data import concatenate, image_hash, read, read_sheet
from evaluate import open_model
from loop import device_of_choice
from model import HEADS

BATCH = 256


@torch.no_grad()
def teach(teacher, images: np.ndarray, bf16: bool = False) -> dict[str, np.ndarray]:
    """Mean logits {head: (n, k)} of (n, 48, 48) uint8 and their mirror images."""
    device = next((p.device for p in teacher.parameters()), torch.device("cpu"))
    parts: dict[str, list] = {head: [] for head in HEADS}
    for start in range(0, len(images), BATCH):
        faces = torch.from_numpy(images[start : start + BATCH]).to(device)[:, None].float()
        with torch.autocast(device.type, torch.bfloat16, enabled=bf16):
            answers = [teacher(x) for x in (faces, faces.flip(3).contiguous())]
        for head in HEADS:
            parts[head].append(torch.stack([answer[head] for answer in answers]).mean(0).float().cpu().numpy())
    return {head: np.concatenate(rows) for head, rows in parts.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("teacher", type=Path, help="model.pt, or a folder with model.json")
    parser.add_argument("--source", default="../../shared/data/fer2013")
    parser.add_argument("--crops", type=Path, help="folder with crops.png")
    parser.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True, help="for a model.pt")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    teacher, _ = open_model(args.teacher, device_of_choice())
    faces = read(args.source, "training")
    if args.crops:
        faces = concatenate([faces, read_sheet(args.crops, "crops")])
    hashes = np.array([image_hash(image) for image in faces.images])
    args.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(args.out, hashes=hashes, **teach(teacher, faces.images, args.bf16))
    print(f"{args.out}: {len(faces)} faces")


if __name__ == "__main__":
    main()
