"""Teach a small network what an ensemble of large ones says, on labelled and on unlabelled faces.

    python distill.py --teachers out/teacher-*/model.pt --crops out/crops --out out/student     # exact commands: runs/

The teachers look at the very view that the student gets, augmented and mixed, and their logits are averaged (Beyer et
al. 2022, https://arxiv.org/abs/2106.05237: a patient and consistent teacher). The labels keep a small say.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F

from data import concatenate, read_sheet
from loop import device_of_choice, fit
from metrics import summary
from model import HEADS, build, load
from settings import parse
from train import Settings as TrainSettings
from train import head_losses, on, split, view


@dataclass
class Settings(TrainSettings):
    out: str = "out/student"
    teachers: tuple = ()
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
        self.members = torch.nn.ModuleList(load(path, device) for path in paths).to(memory_format=torch.channels_last)

    @torch.no_grad()
    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        answers = [member(x) for member in self.members]
        return {head: torch.stack([answer[head] for answer in answers]).mean(0) for head in HEADS}


def divergence(student: torch.Tensor, teacher: torch.Tensor, temperature: float) -> torch.Tensor:
    """Hinton et al. 2015: Kullback-Leibler at a temperature, scaled so that gradients keep their size."""
    log_student = F.log_softmax(student.float() / temperature, 1)
    log_teacher = F.log_softmax(teacher.float() / temperature, 1)
    return F.kl_div(log_student, log_teacher, reduction="batchmean", log_target=True) * temperature**2


def main():
    s = parse(Settings, __doc__.splitlines()[0])
    if not s.teachers:
        raise SystemExit("--teachers must name at least one model.pt")
    device = device_of_choice()
    torch.manual_seed(s.seed)
    training, choosing = split(s)
    if s.crops:
        training = concatenate([training, read_sheet(Path(s.crops), "crops")])
    images, fer2013, ferplus = on(device, training)
    teacher = Ensemble(s.teachers, device)
    print(f"teachers together: {summary(teacher, choosing)}", flush=True)

    def loss_of(network, batch):
        x, *labels = batch
        ours, theirs = network(x), teacher(x)
        soft = divergence(ours["fer2013"], theirs["fer2013"], s.temperature)
        soft = soft + s.ferplus_weight * divergence(ours["ferplus"], theirs["ferplus"], s.temperature)
        return soft + s.label_weight * head_losses(ours, *labels, s)

    fit(
        build(s.architecture, dropout=s.dropout, drop_path=s.drop_path).to(device),
        len(images),
        batch_of=lambda index: view(images[index], [fer2013[index], ferplus[index]], s),
        loss_of=loss_of,
        report=lambda averaged: summary(averaged, choosing),
        settings=s,
        architecture=s.architecture,
    )


if __name__ == "__main__":
    main()
