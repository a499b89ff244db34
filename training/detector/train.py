"""Train a face detector, alone or under a teacher, on what `detector.prepare` wrote.

    python -m detector.train --init out/grown/model.pt --lr 0.001 --out out/detector
    torchrun --nproc-per-node 2 -m detector.train …     # two processes, each with half of every batch

Writes <out>/model.pt, log.jsonl, last.pt; run it again after a kill and it goes on, also with another number of processes,
and, before the learning rate falls, with other --epochs. Results: LOG.md.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import torch

from detector.data import Prepared, batch_of_views, is_for_choosing, is_held_out, read
from detector.evaluate import summary
from detector.losses import detection_loss
from detector.model import build, flatten
from detector.teacher import YuNetCells, assign_as
from loop import device_of_choice, fit, flat_then_down
from settings import parse


@dataclass
class Settings:
    source: str = "../../shared/data/faces"
    prepared: str = "out/prepared-faces"
    out: str = "out/detector"
    architecture: str = "small"
    init: str = ""  # model.pt to begin from; empty: random weights
    teacher: str = ""  # YuNet's .onnx, whose cells and scores are followed; empty: none
    seed: int = 0

    epochs: int = 300
    batch: int = 16  # pictures of the smallest side; of larger sides as many as cost the same
    optimizer: str = "adamw"
    lr: float = 0.004
    cooldown: float = 0.3  # last share of the steps, over which the learning rate falls to 0
    momentum: float = 0.9
    weight_decay: float = 0.01
    warmup_epochs: float = 3.0
    average: float = 0.999
    sam_rho: float = 0.0
    mosaic: float = 0.3
    calm: float = 0.0  # share of views that are whole pictures, hardly changed
    sides: tuple = ("320", "320", "320", "640")  # one is drawn for each step

    bf16: bool = False
    compile: bool = False
    report_every: int = 10
    report_side: int = 640
    save_seconds: float = 30.0


def main():
    s = parse(Settings, __doc__.splitlines()[0])
    device = device_of_choice()
    torch.manual_seed(s.seed)
    cv2.setNumThreads(1)
    store = Prepared(Path(s.prepared), keep=lambda source: not is_for_choosing(source))
    chosen_on = [p for p in read(Path(s.source)) if is_for_choosing(p.source) and not is_held_out(p)]
    teacher = YuNetCells(Path(s.teacher)) if s.teacher else None
    sides = [int(side) for side in s.sides]

    def batch_of(index):
        side = sides[int(torch.randint(0, len(sides), ()))]
        fewer = max(2, round(len(index) * (min(sides) / side) ** 2))
        seed = int(torch.randint(1 << 62, ()))
        x, faces, clean = batch_of_views(store, index[:fewer].tolist(), side, s.mosaic, seed, s.calm)
        seen = teacher(clean) if teacher else ()
        return tuple(part.to(device) for part in (x, faces, *seen))

    def loss_of(network, batch):
        x, faces, *seen = batch
        rows, cells = flatten(network(x))
        assignment = assign_as(*seen, rows.detach(), cells, faces) if seen else None
        return detection_loss(rows, cells, faces, assignment)

    network = build(s.architecture)
    if s.init:
        network.load_state_dict(torch.load(s.init, weights_only=True)["state"])
    fit(
        network.to(device),
        len(store),
        batch_of=batch_of,
        loss_of=loss_of,
        report=lambda averaged: summary(averaged, chosen_on, s.report_side),
        settings=s,
        architecture=s.architecture,
        schedule=partial(flat_then_down, share=s.cooldown),
        may_change=("epochs", "cooldown", "report_every", "save_seconds"),
    )


if __name__ == "__main__":
    main()
