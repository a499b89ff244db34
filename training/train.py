"""Train one network on FER2013's labels and FER+'s votes together.

    python train.py --architecture teacher --out out/teacher-0 --seed 0        # exact commands: runs/

Writes <out>/model.pt (averaged weights), log.jsonl, last.pt. Run it again after a kill and it goes on. Results: LOG.md.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F

import objects
import recognition
from augment import augment, mix, place, spoil
from data import Faces, held_out, read
from loop import device_of_choice, fit
from metrics import summary
from model import ObjectNet, RecognitionNet, build, unfuse
from model_folder import weights_of
from settings import parse


@dataclass
class Settings:
    source: str = "../../shared/data/fer2013"
    out: str = "out/train"
    architecture: str = "student"
    init: str = ""  # weights to begin from (`begin`), a file or a folder; empty: random ones
    # A tenth of Training is kept apart to choose by; PublicTest stays unseen. 0 trains on all of Training.
    hold_out_tenths: int = 1
    seed: int = 0

    epochs: int = 120
    batch: int = 256
    optimizer: str = "sgd"  # or adamw
    lr: float = 0.1
    momentum: float = 0.9
    weight_decay: float = 5e-4
    warmup_epochs: float = 2.0
    average: float = 0.999
    sam_rho: float = 0.0
    dropout: float = 0.2
    drop_path: float = 0.0

    ferplus_weight: float = 0.7
    label_smoothing: float = 0.1
    mixup: float = 0.3
    cutmix: float = 0.25
    jitter: float = 1.0
    degrade: float = 0.06
    erase: float = 0.25

    bf16: bool = True
    compile: bool = False
    report_every: int = 5
    save_seconds: float = 30.0


def soft_cross_entropy(logits: torch.Tensor, target: torch.Tensor, smoothing: float = 0.0) -> torch.Tensor:
    """Mean over the batch; a row of zeros adds nothing."""
    mass = target.sum(1, keepdim=True)
    target = target * (1 - smoothing) + mass * smoothing / target.shape[1]
    return -(target * F.log_softmax(logits.float(), 1)).sum(1).mean()


def head_losses(logits: dict[str, torch.Tensor], fer2013, ferplus, s) -> torch.Tensor:
    return soft_cross_entropy(logits["fer2013"], fer2013, s.label_smoothing) + s.ferplus_weight * soft_cross_entropy(
        logits["ferplus"], ferplus
    )


def split(s) -> tuple[Faces, Faces]:
    """Faces to train on, and faces to choose by: the held-out tenths of Training, else PublicTest."""
    training = read(s.source, "training")
    if s.hold_out_tenths == 0:
        return training, read(s.source, "public_test")
    out = held_out(training.images, s.hold_out_tenths)
    return training[~out], training[out]


def on(device, faces: Faces) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Images (n, 1, 48, 48) uint8 and the targets of both heads."""
    return (
        torch.from_numpy(faces.images).to(device)[:, None],
        torch.from_numpy(faces.fer2013_targets()).to(device),
        torch.from_numpy(faces.ferplus_targets()).to(device),
    )


def view(images: torch.Tensor, targets: list[torch.Tensor], s):
    """Augmented and mixed batch of `images` (B, 1, 48, 48) uint8."""
    x = augment(images.float(), s.jitter, s.degrade, s.erase)
    x, targets = mix(x, targets, s.mixup, s.cutmix)
    return x.contiguous(memory_format=torch.channels_last), *targets


def view_and_clean(images: torch.Tensor, targets: list[torch.Tensor], s):
    """As `view`, and before the targets the same faces, placed and mixed alike, but not spoilt: for a teacher."""
    placed = place(images.float(), s.jitter)
    both, targets = mix(torch.cat([spoil(placed, s.degrade, s.erase), placed], 1), targets, s.mixup, s.cutmix)
    # Of one channel, both memory formats are one; under the strides that channels_last gives it here, oneDNN's backward pass
    # (PyTorch 2.15, 1 x 1 kernels) writes beyond its memory.
    return *(part.contiguous() for part in both.split(1, 1)), *targets


def begin(network: torch.nn.Module, path: str, images: torch.Tensor) -> None:
    """Give `network` the weights of a model.pt, of an exported folder of its architecture, or published ones."""
    some = images[:2000].float().cpu()
    if path.endswith(".pt"):
        network.load_state_dict(torch.load(path, weights_only=True)["state"])
    elif isinstance(network, RecognitionNet):
        recognition.begin(network, Path(path), some)
    elif isinstance(network, ObjectNet):
        objects.begin(network, Path(path))
    else:
        unfuse(network, weights_of(Path(path)), some)


def main():
    s = parse(Settings, __doc__.splitlines()[0])
    device = device_of_choice()
    torch.manual_seed(s.seed)
    training, choosing = split(s)
    images, fer2013, ferplus = on(device, training)
    model = build(s.architecture, dropout=s.dropout, drop_path=s.drop_path)
    if s.init:
        begin(model, s.init, images)

    fit(
        model.to(device),
        len(images),
        batch_of=lambda index: view(images[index], [fer2013[index], ferplus[index]], s),
        loss_of=lambda network, batch: head_losses(network(batch[0]), batch[1], batch[2], s),
        report=lambda averaged: summary(averaged, choosing),
        settings=s,
        architecture=s.architecture,
    )


if __name__ == "__main__":
    main()
