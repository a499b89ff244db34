"""Teach a small network what an ensemble of large ones says, on labelled and on unlabelled faces.

    python distill.py --teachers out/teacher-*/model.pt --crops out/crops --out out/student     # exact commands: runs/
    python distill.py --taught out/taught/*.npz --crops out/crops --init ../models/expression-1 --out out/student

With --teachers these look at the very view that the student gets, placed and mixed alike, but before it was spoilt, and
their logits are averaged (Beyer et al. 2022, https://arxiv.org/abs/2106.05237: a patient and consistent teacher). With
--taught, which is far cheaper, they have looked at each face before (`teach.py`), and the student has to say the same of
any view of it. The labels keep a small say.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from data import Faces, concatenate, image_hash, read_sheet
from evaluate import Exported, open_model
from loop import device_of_choice, fit
from metrics import summary
from model import HEADS, build, fuse
from settings import parse
from train import Settings as TrainSettings
from train import begin, head_losses, on, soft_cross_entropy, split, view, view_and_clean


@dataclass
class Settings(TrainSettings):
    out: str = "out/student"
    teachers: tuple = ()  # model.pt or exported folders
    taught: tuple = ()  # files of teach.py, instead of teachers
    crops: str = ""  # folder with crops.png; empty: none
    temperature: float = 2.0
    label_weight: float = 0.2
    epochs: int = 300
    dropout: float = 0.0
    weight_decay: float = 1e-4
    cutmix: float = 0.4


class Ensemble(torch.nn.Module):
    """The mean of some networks' logits, {head: (B, k)}."""

    def __init__(self, paths, device):
        super().__init__()
        members = [open_model(Path(path), device)[0] for path in paths]
        members = [member if isinstance(member, Exported) else fuse(member) for member in members]
        self.members = torch.nn.ModuleList(members).to(memory_format=torch.channels_last)

    @torch.no_grad()
    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        answers = [member(x) for member in self.members]
        return {head: torch.stack([answer[head] for answer in answers]).mean(0) for head in HEADS}


def divergence(student: torch.Tensor, teacher: torch.Tensor, temperature: float) -> torch.Tensor:
    """Hinton et al. 2015: Kullback-Leibler at a temperature, scaled so that gradients keep their size."""
    log_student = F.log_softmax(student.float() / temperature, 1)
    log_teacher = F.log_softmax(teacher.float() / temperature, 1)
    return F.kl_div(log_student, log_teacher, reduction="batchmean", log_target=True) * temperature**2


def said_of(paths, faces: Faces, device) -> list[torch.Tensor]:
    """Probabilities of each head, (n, 7) and (n, 8): the mean of what teachers said, in logarithms."""
    hashes = [image_hash(image) for image in faces.images]
    total = {head: 0.0 for head in HEADS}
    for path in paths:
        saved = np.load(path)
        place = {key: i for i, key in enumerate(saved["hashes"].tolist())}
        rows = [place[key] for key in hashes]
        for head in HEADS:
            total[head] = total[head] + torch.from_numpy(saved[head][rows]).log_softmax(1) / len(paths)
    return [total[head].softmax(1).to(device) for head in HEADS]


def main():
    s = parse(Settings, __doc__.splitlines()[0])
    if bool(s.teachers) == bool(s.taught):
        raise SystemExit("either --teachers must name a model.pt or an exported folder, or --taught a file of teach.py")
    device = device_of_choice()
    torch.manual_seed(s.seed)
    training, choosing = split(s)
    if s.crops:
        training = concatenate([training, read_sheet(Path(s.crops), "crops")])
    images, fer2013, ferplus = on(device, training)
    network = build(s.architecture, dropout=s.dropout, drop_path=s.drop_path)
    if s.init:
        begin(network, s.init, images)
    if s.teachers:
        teacher = Ensemble(s.teachers, device)
        print(f"teachers together: {summary(teacher, choosing)}", flush=True)
        said = []
    else:
        said = said_of(s.taught, training, device)

    def batch_of(index):
        targets = [target[index] for target in (fer2013, ferplus, *said)]
        return (view_and_clean if s.teachers else view)(images[index], targets, s)

    def loss_of(network, batch):
        if s.teachers:
            x, clean, *labels = batch
            ours, theirs = network(x), teacher(clean)
            plain, plus = (divergence(ours[head], theirs[head], s.temperature) for head in HEADS)
        else:
            x, *labels, plain, plus = batch
            ours = network(x)
            plain, plus = soft_cross_entropy(ours["fer2013"], plain), soft_cross_entropy(ours["ferplus"], plus)
        return plain + s.ferplus_weight * plus + s.label_weight * head_losses(ours, *labels, s)

    fit(
        network.to(device),
        len(images),
        batch_of=batch_of,
        loss_of=loss_of,
        report=lambda averaged: summary(averaged, choosing),
        settings=s,
        architecture=s.architecture,
    )


if __name__ == "__main__":
    main()
