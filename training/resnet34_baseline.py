"""The baseline that this project set out from: a ResNet34 on FER2013's labels alone, so that 67.5 % has its row.

    python resnet34_baseline.py --out out/resnet34

ResNet34 as in He et al. 2016 (7 x 7 stem, 3-4-6-3 blocks, 21.3 M parameters), the grey face enlarged to `side` pixels and
repeated as three channels, SGD, cross entropy, flips and small shifts. The original's exact settings are not known and it
may have begun from ImageNet weights; this one begins from random ones, because none could be fetched. Results: LOG.md.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from augment import affine, uniform
from data import read
from loop import device_of_choice, fit
from metrics import summary
from settings import parse
from train import Settings as TrainSettings
from train import on, soft_cross_entropy, split


@dataclass
class Settings(TrainSettings):
    out: str = "out/resnet34"
    epochs: int = 40
    batch: int = 128
    lr: float = 0.05
    side: int = 96  # pixels that the face is enlarged to


class BasicBlock(nn.Module):
    def __init__(self, inputs: int, outputs: int, stride: int):
        super().__init__()
        self.conv1, self.norm1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs)
        self.conv2, self.norm2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs)
        self.skip = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.skip = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(y)) + self.skip(x))


class ResNet34(nn.Module):
    """(B, 1, 48, 48) levels 0..255 to {"fer2013": (B, 7)}."""

    def __init__(self, side: int):
        super().__init__()
        self.side = side
        self.stem = nn.Sequential(
            nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)
        )
        blocks, inputs = [], 64
        for outputs, count in ((64, 3), (128, 4), (256, 6), (512, 3)):
            for i in range(count):
                blocks.append(BasicBlock(inputs, outputs, 2 if i == 0 and outputs > 64 else 1))
                inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Linear(512, 7)

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        x = F.interpolate(x / 127.5 - 1, size=self.side, mode="bilinear").expand(-1, 3, -1, -1)
        return {"fer2013": self.head(self.blocks(self.stem(x)).float().mean((2, 3)))}


def view(images: torch.Tensor) -> torch.Tensor:
    x, n, device = images.float(), len(images), images.device
    one = torch.ones(n, device=device)
    shifts = (uniform(n, -0.05, 0.05, device) for _ in range(2))
    return affine(x, 0 * one, one, one, *shifts, flip=(torch.rand(n, device=device) < 0.5).float())


def main():
    s = parse(Settings, __doc__.splitlines()[0])
    device = device_of_choice()
    torch.manual_seed(s.seed)
    training, choosing = split(s)
    images, fer2013, _ = on(device, training)
    network = ResNet34(s.side)
    if s.init:
        network.load_state_dict(torch.load(s.init, weights_only=True)["state"])
    averaged = fit(
        network.to(device),
        len(images),
        batch_of=lambda index: (view(images[index]), fer2013[index]),
        loss_of=lambda network, batch: soft_cross_entropy(network(batch[0])["fer2013"], batch[1]),
        report=lambda averaged: summary(averaged, choosing),
        settings=s,
        architecture="resnet34",
    )
    print(f"PublicTest: {summary(averaged, read(s.source, 'public_test'))}")


if __name__ == "__main__":
    main()
