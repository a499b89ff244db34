"""Train a face detector, alone or under a teacher.

    python -m detector.train --architecture teacher --out out/detector-teacher
    python -m detector.train --teacher out/detector-teacher/model.pt --out out/detector

Writes <out>/model.pt, log.jsonl, last.pt; run it again after a kill and it goes on. Results: LOG.md.
"""

from dataclasses import dataclass
from pathlib import Path

import torch

from detector.data import Store, is_held_out, read, view
from detector.evaluate import summary
from detector.losses import detection_loss, imitation_loss
from detector.model import build, flatten, load
from loop import device_of_choice, fit
from settings import parse


@dataclass
class Settings:
    source: str = "../../shared/data/faces"
    out: str = "out/detector"
    architecture: str = "small"
    teacher: str = ""  # model.pt; empty: none
    teacher_weight: float = 1.0
    seed: int = 0

    epochs: int = 300
    batch: int = 32
    optimizer: str = "adamw"  # with 0.004, as the starter weights
    lr: float = 0.004
    momentum: float = 0.9
    weight_decay: float = 0.01
    warmup_epochs: float = 3.0
    average: float = 0.9995
    sam_rho: float = 0.0
    mosaic: float = 0.5
    sides: tuple = ("320", "480", "640")  # one is drawn for each step

    bf16: bool = True
    compile: bool = False
    report_every: int = 50
    report_side: int = 640
    save_seconds: float = 30.0


def main():
    s = parse(Settings, __doc__.splitlines()[0])
    device = device_of_choice()
    torch.manual_seed(s.seed)
    pictures = read(Path(s.source))
    store = Store([p for p in pictures if not is_held_out(p)], device)
    apart = [p for p in pictures if is_held_out(p)]
    teacher = load(s.teacher, device) if s.teacher else None

    def batch_of(index):
        side = int(s.sides[int(torch.randint(0, len(s.sides), ()))])
        return view(store, index, side, s.mosaic)

    def loss_of(network, batch):
        x, faces = batch
        rows, cells = flatten(network(x))
        loss = detection_loss(rows, cells, faces)
        if teacher is not None:
            with torch.no_grad():
                theirs, _ = flatten(teacher(x))
            loss = loss + s.teacher_weight * imitation_loss(rows, cells, theirs)
        return loss

    fit(
        build(s.architecture).to(device),
        len(store),
        batch_of=batch_of,
        loss_of=loss_of,
        report=lambda averaged: summary(averaged, apart, s.report_side),
        settings=s,
        architecture=s.architecture,
    )


if __name__ == "__main__":
    main()
