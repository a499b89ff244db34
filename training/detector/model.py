"""An anchor-free network of depthwise-separable convolutions with outputs at strides 8, 16 and 32.

python -m detector.model
small 76 k parameters
"""

import torch
import torch.nn.functional as F
from torch import nn

STRIDES = (8, 16, 32)
# channels at strides 2, 4, 8, 16, 32; blocks at 8, 16, 32; channels of the neck
ARCHITECTURES = {
    "tiny": dict(channels=(8, 16, 24, 32, 32), blocks=(1, 1, 1), neck=24),
    "small": dict(channels=(16, 32, 64, 64, 64), blocks=(2, 2, 2), neck=64),
    "teacher": dict(channels=(32, 64, 128, 192, 256), blocks=(3, 4, 3), neck=128),
}
PRIOR = -4.0  # logit of the score at the start: almost every cell is empty


def separable(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, inputs, 3, stride, 1, groups=inputs, bias=False),
        nn.BatchNorm2d(inputs),
        nn.Conv2d(inputs, outputs, 1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    )


class Detector(nn.Module):
    """(B, 3, h, w) BGR levels 0..255, h and w multiples of 32, to raw outputs [(B, 15, h / s, w / s)] for each stride s.

    Channels: score's logit; dx, dy, log w, log h in strides; five keypoints dx, dy in strides, all from the cell's centre.
    """

    def __init__(self, channels, blocks, neck):
        super().__init__()
        stem, quarter, *stages = channels
        self.stem = nn.Sequential(
            nn.Conv2d(3, stem, 3, 2, 1, bias=False), nn.BatchNorm2d(stem), nn.ReLU(), separable(stem, quarter, 2)
        )
        self.stages, inputs = nn.ModuleList(), quarter
        for outputs, count in zip(stages, blocks):
            rest = [separable(outputs, outputs) for _ in range(count - 1)]
            self.stages.append(nn.Sequential(separable(inputs, outputs, 2), *rest))
            inputs = outputs
        self.lateral = nn.ModuleList(nn.Conv2d(outputs, neck, 1) for outputs in stages)
        self.smooth = nn.ModuleList(separable(neck, neck) for _ in stages)
        self.heads = nn.ModuleList(nn.Sequential(separable(neck, neck), nn.Conv2d(neck, 15, 1)) for _ in stages)
        for head in self.heads:
            nn.init.zeros_(head[-1].bias)
            nn.init.constant_(head[-1].bias[:1], PRIOR)

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        x = self.stem((x - 127.5) / 64.0)
        levels = []
        for stage, lateral in zip(self.stages, self.lateral):
            x = stage(x)
            levels.append(lateral(x))
        for i in (1, 0):
            levels[i] = levels[i] + F.interpolate(levels[i + 1], scale_factor=2.0, mode="nearest")
        return [head(smooth(level)).float() for head, smooth, level in zip(self.heads, self.smooth, levels)]


def build(architecture: str) -> Detector:
    return Detector(**ARCHITECTURES[architecture])


def load(path, device="cpu") -> Detector:
    """A trained detector from `model.pt`, in evaluation."""
    saved = torch.load(path, map_location=device, weights_only=True)
    model = build(saved["architecture"])
    model.load_state_dict(saved["state"])
    return model.to(device).eval()


def flatten(outputs: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Outputs as (B, A, 15) over all cells, and the cells (A, 3): centre x, y in pixels, stride."""
    rows, cells = [], []
    for stride, grid in zip(STRIDES, outputs):
        height, width = grid.shape[2:]
        y, x = torch.meshgrid(
            *((torch.arange(n, device=grid.device) + 0.5) * stride for n in (height, width)), indexing="ij"
        )
        cells.append(torch.stack([x.flatten(), y.flatten(), torch.full_like(x.flatten(), stride)], 1))
        rows.append(grid.flatten(2).transpose(1, 2))
    return torch.cat(rows, 1), torch.cat(cells)


def decode(rows: torch.Tensor, cells: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(B, A, 15) to boxes (B, A, 4) as corners and keypoints (B, A, 5, 2), pixels."""
    centre, stride = cells[:, :2], cells[:, 2:]
    middle = centre + rows[..., 1:3] * stride
    half = rows[..., 3:5].clamp(max=6).exp() * stride / 2
    points = rows[..., 5:].unflatten(-1, (5, 2)) * stride[:, None] + centre[:, None]
    return torch.cat([middle - half, middle + half], -1), points


if __name__ == "__main__":
    for name in ARCHITECTURES:
        print(name, f"{sum(p.numel() for p in build(name).parameters()) / 1e3:.0f} k parameters")
