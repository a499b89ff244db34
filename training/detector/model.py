"""An anchor-free network of depthwise-separable convolutions with outputs at strides 8, 16 and 32.

python -m detector.model
small 75 k parameters
"""

import torch
import torch.nn.functional as F
from torch import nn

STRIDES = (8, 16, 32)
# channels at strides 2 and 4, and from 8 on; plain and widened blocks at 8, 16, 32; whether layers are normalised; residual
# blocks at stride 4 (`fine`) and after those at 8, 16, 32 (`deep`); whether the size is halved before channels are mixed;
# whether the first layer sees patches of 2 x 2 instead of 3 x 3, which takes less time, on WebAssembly above all
ARCHITECTURES = {
    "tiny": dict(stem=(8, 16), channels=24, blocks=(0, 0, 0), wide=(0, 0, 0), norm=True),
    "small": dict(stem=(16, 32), channels=64, blocks=(2, 2, 1), wide=(0, 1, 2), norm=False),
    "small-scratch": dict(stem=(16, 32), channels=64, blocks=(2, 2, 1), wide=(0, 1, 2), norm=True),
    "grown": dict(
        stem=(16, 32), channels=64, blocks=(2, 2, 1), wide=(0, 1, 2), norm=False, fine=1, deep=(0, 1, 2), thrifty=True
    ),
    "finer": dict(
        stem=(16, 32), channels=64, blocks=(2, 2, 1), wide=(0, 1, 2), norm=False, fine=2, deep=(0, 1, 2), thrifty=True
    ),
    "teacher": dict(stem=(32, 64), channels=128, blocks=(2, 4, 3), wide=(0, 1, 2), norm=True),
}
ARCHITECTURES["swift"] = ARCHITECTURES["finer"] | {"patch": True}
PRIOR = -4.0  # logit of the score at the start: almost every cell is empty
OUTPUT_CHANNELS = 15  # score; dx, dy, log w, log h; five keypoints dx, dy
SPREAD = 64.0  # levels 0..255 are divided by it; zero stays zero, so that padding is black


def depthwise(channels: int, stride: int = 1, kernel: int = 3, bias: bool = True) -> nn.Conv2d:
    return nn.Conv2d(channels, channels, kernel, stride, kernel // 2, groups=channels, bias=bias)


def reduction(inputs: int, outputs: int, kernel: int, norm: bool) -> nn.Sequential:
    """Half the size before more channels: a quarter of the work of the other order."""
    last = [nn.BatchNorm2d(outputs)] if norm else []
    return nn.Sequential(
        depthwise(inputs, 2, kernel, bias=False),
        nn.Conv2d(inputs, outputs, 1, bias=not norm),
        *last,
        nn.ReLU(inplace=True),
    )


def unit(channels: int, norm: bool, stride: int = 1) -> nn.Sequential:
    last = [nn.BatchNorm2d(channels)] if norm else []
    return nn.Sequential(
        nn.Conv2d(channels, channels, 1, bias=True),
        depthwise(channels, stride, bias=not norm),
        *last,
        nn.ReLU(inplace=True),
    )


class Wide(nn.Module):
    """Adds what is seen further away; at the start it adds nothing."""

    def __init__(self, channels: int):
        super().__init__()
        self.spread = depthwise(channels, kernel=5)
        nn.init.zeros_(self.spread.weight)
        nn.init.zeros_(self.spread.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(x + self.spread(x))


class Residual(nn.Module):
    """Adds a separable convolution; at the start it adds nothing."""

    def __init__(self, channels: int, kernel: int):
        super().__init__()
        self.spread = depthwise(channels, kernel=kernel, bias=False)
        self.mix = nn.Conv2d(channels, channels, 1)
        nn.init.zeros_(self.mix.weight)
        nn.init.zeros_(self.mix.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(x + self.mix(self.spread(x)))


class Detector(nn.Module):
    """(B, 3, h, w) BGR levels 0..255, h and w multiples of 32, to raw outputs [(B, 15, h / s, w / s)] for each stride s.

    Channels: score's logit; dx, dy, log w, log h in strides; five keypoints dx, dy in strides, all from the cell's centre.
    """

    def __init__(self, stem, channels, blocks, wide, norm, fine=0, deep=(0, 0, 0), thrifty=False, patch=False):
        super().__init__()
        # No normalisation at the largest grid, where it would cost more than any other layer in training.
        self.stem = nn.Sequential(
            nn.Conv2d(3, stem[0], 2, 2) if patch else nn.Conv2d(3, stem[0], 3, 2, 1),
            nn.ReLU(inplace=True),
            reduction(stem[0], stem[1], 3, norm),
            reduction(stem[1], channels, 5, norm),
        )
        self.fine = nn.Sequential(*(Residual(stem[1], 3) for _ in range(fine)))
        self.deep = nn.ModuleList(nn.Sequential(*(Residual(channels, 5) for _ in range(n))) for n in deep)
        self.stages = nn.ModuleList()
        for i in range(len(STRIDES)):
            halve = reduction(channels, channels, 3, norm) if thrifty else unit(channels, norm, 2)
            down = [halve] if i else []
            units = [unit(channels, norm) for _ in range(blocks[i])]
            self.stages.append(nn.Sequential(*down, *units, *(Wide(channels) for _ in range(wide[i]))))
        self.smooth = nn.ModuleList(unit(channels, norm) for _ in STRIDES)
        self.heads = nn.ModuleList(
            nn.Sequential(unit(channels, norm), nn.Conv2d(channels, OUTPUT_CHANNELS, 1), depthwise(OUTPUT_CHANNELS))
            for _ in STRIDES
        )
        for head in self.heads:
            nn.init.zeros_(head[-1].bias)
            nn.init.constant_(head[-1].bias[:1], PRIOR)

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        return self.grids(self.features(x / SPREAD))

    def features(self, x: torch.Tensor) -> torch.Tensor:
        """From scaled levels to stride 8."""
        return self.stem[-1](self.fine(self.stem[:-1](x)))

    def grids(self, x: torch.Tensor) -> list[torch.Tensor]:
        """From the features at stride 8."""
        levels = []
        for stage, deep in zip(self.stages, self.deep):
            x = deep(stage(x))
            levels.append(x)
        levels[2] = self.smooth[2](levels[2])
        for i in (1, 0):
            levels[i] = self.smooth[i](levels[i] + F.interpolate(levels[i + 1], scale_factor=2.0, mode="nearest"))
        return [head(level).float() for head, level in zip(self.heads, levels)]


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
    """(..., 15) and the cells of the rows (..., 3) to boxes (..., 4) as corners and keypoints (..., 5, 2), pixels."""
    centre, stride = cells[..., :2], cells[..., 2:]
    middle = centre + rows[..., 1:3] * stride
    half = rows[..., 3:5].clamp(max=6).exp() * stride / 2
    points = rows[..., 5:].unflatten(-1, (5, 2)) * stride[..., None] + centre[..., None, :]
    return torch.cat([middle - half, middle + half], -1), points


if __name__ == "__main__":
    for name in ARCHITECTURES:
        print(name, f"{sum(p.numel() for p in build(name).parameters()) / 1e3:.0f} k parameters")
