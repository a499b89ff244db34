"""Augmentations and degradations of a batch of faces, on whatever device it is; (B, 1, 48, 48) float32, levels 0..255.

The degradations have three strengths each; training draws from the same functions that `evaluate` measures with.
"""

import math

import torch
import torch.nn.functional as F

from data import TEMPLATE

# Annex K of the JPEG standard (ITU T.81), luminance.
LUMINANCE = torch.tensor(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ],
    dtype=torch.float32,
)


def affine(x: torch.Tensor, angle, scale, stretch, shift_x, shift_y, flip=None) -> torch.Tensor:
    """Rotate (radians), scale, stretch sideways and shift (share of the side); each (B,). Edges are replicated."""
    cos, sin = torch.cos(angle) / scale, torch.sin(angle) / scale
    mirror = torch.ones_like(angle) if flip is None else 1 - 2 * flip
    theta = torch.stack(
        [
            torch.stack([mirror * cos / stretch, -mirror * sin / stretch, 2 * shift_x], 1),
            torch.stack([sin, cos, 2 * shift_y], 1),
        ],
        1,
    )
    grid = F.affine_grid(theta, list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, mode="bilinear", padding_mode="border", align_corners=False)


def blur(x: torch.Tensor, sigma: float) -> torch.Tensor:
    radius = max(1, math.ceil(2.5 * sigma))
    at = torch.arange(-radius, radius + 1, device=x.device, dtype=x.dtype)
    kernel = torch.exp(-(at**2) / (2 * sigma**2))
    kernel = kernel / kernel.sum()
    x = F.pad(x, [radius] * 4, mode="replicate")
    return F.conv2d(F.conv2d(x, kernel.view(1, 1, 1, -1)), kernel.view(1, 1, -1, 1))


def low_resolution(x: torch.Tensor, side: float) -> torch.Tensor:
    """As a face of `side` pixels that was enlarged."""
    small = F.interpolate(x, size=round(side), mode="bilinear", antialias=True)
    return F.interpolate(small, size=x.shape[-1], mode="bilinear")


def jpeg(x: torch.Tensor, quality: float) -> torch.Tensor:
    """Quantise blocks of 8 x 8 as JPEG does."""
    quality = round(quality)
    factor = 5000 / quality if quality < 50 else 200 - 2 * quality
    table = ((LUMINANCE.to(x.device) * factor + 50) / 100).floor().clamp(1, 255)
    k = torch.arange(8, device=x.device, dtype=x.dtype)
    dct = torch.cos((2 * k[None] + 1) * k[:, None] * math.pi / 16) / 2
    dct[0] /= math.sqrt(2)
    b, _, h, w = x.shape
    blocks = (x - 128).view(b, h // 8, 8, w // 8, 8).transpose(2, 3)
    blocks = dct.T @ (((dct @ blocks @ dct.T) / table).round() * table) @ dct
    return (blocks.transpose(2, 3).reshape(x.shape) + 128).clamp(0, 255)


def gain(x: torch.Tensor, factor) -> torch.Tensor:
    """Darker below 1, brighter and clipped above."""
    return (x * factor).clamp(0, 255).round()


def noise(x: torch.Tensor, sigma) -> torch.Tensor:
    return (x + torch.randn_like(x) * sigma).clamp(0, 255)


def glasses(x: torch.Tensor, opacity: float) -> torch.Tensor:
    """A dark frame about each eye of the template, and lenses of this opacity."""
    side = x.shape[-1]
    at = torch.arange(side, device=x.device, dtype=x.dtype)
    keep = torch.ones(side, side, device=x.device, dtype=x.dtype)
    for eye_x, eye_y in TEMPLATE[:2]:
        distance = (((at[None] - eye_x) / 8) ** 4 + ((at[:, None] - eye_y) / 6) ** 4) ** 0.25
        keep = torch.where(distance < 1, 1 - opacity, keep)
        keep = torch.where((distance - 1).abs() < 0.12, 0.15, keep)
    return x * keep


def occlude(x: torch.Tensor, share: float) -> torch.Tensor:
    """Cover the lower part of the face, as a hand or a mask does."""
    x = x.clone()
    x[..., round(x.shape[-2] * (1 - share)) :, :] = 128
    return x


def tilt(x: torch.Tensor, degrees: float) -> torch.Tensor:
    zero = x.new_zeros(len(x))
    return affine(x, zero + math.radians(degrees), zero + 1, zero + 1, zero, zero)


def turn(x: torch.Tensor, strength: float) -> torch.Tensor:
    """A crude profile: the far half is squeezed and darkened, as on a turned cylinder."""
    at = torch.linspace(-1, 1, x.shape[-1], device=x.device, dtype=x.dtype)
    source = at + strength * (1 - at**2)
    grid = torch.stack(torch.meshgrid(source, at, indexing="xy"), -1).expand(len(x), -1, -1, -1)
    turned = F.grid_sample(x, grid, padding_mode="border", align_corners=True)
    return turned * (1 - strength / 2 * (1 + at) / 2)


# For the robustness table: name, function, three strengths from mild to hard.
DEGRADATIONS = {
    "blur, sigma in px": (blur, (0.8, 1.4, 2.0)),
    "face of n px": (low_resolution, (32, 24, 16)),
    "JPEG quality": (jpeg, (40, 20, 10)),
    "dark, gain": (gain, (0.5, 0.25, 0.12)),
    "bright, gain": (gain, (1.4, 1.8, 2.4)),
    "noise, sigma": (noise, (8, 16, 32)),
    "glasses, opacity": (glasses, (0.0, 0.4, 0.9)),
    "covered from below": (occlude, (0.15, 0.3, 0.45)),
    "tilt, degrees": (tilt, (8, 16, 24)),
    "turned": (turn, (0.15, 0.3, 0.45)),
}

# For training: function, and the range that a batch's strength is drawn from.
RANDOM = [
    (blur, (0.4, 1.8)),
    (low_resolution, (16, 40)),
    (jpeg, (10, 60)),
    (gain, (0.15, 2.4)),
    (glasses, (0.0, 0.9)),
    (noise, (2, 32)),
    (occlude, (0.1, 0.45)),
    (turn, (-0.45, 0.45)),
]


def uniform(n: int, low: float, high: float, device) -> torch.Tensor:
    return torch.empty(n, device=device).uniform_(low, high)


def augment(x: torch.Tensor, jitter: float, degrade: float, erase: float) -> torch.Tensor:
    """Random view of each face: placed otherwise, then spoilt."""
    return spoil(place(x, jitter), degrade, erase)


def place(x: torch.Tensor, jitter: float) -> torch.Tensor:
    """Each face mirrored or not, turned, scaled and shifted; a jitter of 1 is 15 degrees, 15 % and 10 %."""
    n, device = len(x), x.device
    return affine(
        x,
        angle=uniform(n, -1, 1, device) * jitter * math.radians(15),
        scale=1 + uniform(n, -0.15, 0.15, device) * jitter,
        stretch=1 + uniform(n, -0.08, 0.08, device) * jitter,
        shift_x=uniform(n, -0.1, 0.1, device) * jitter,
        shift_y=uniform(n, -0.1, 0.1, device) * jitter,
        flip=(torch.rand(n, device=device) < 0.5).float(),
    )


def spoil(x: torch.Tensor, degrade: float, erase: float) -> torch.Tensor:
    """Degradations, each with the probability `degrade` for each face; other light; a random rectangle (`erase`)."""
    x, n, device = x.clone(), len(x), x.device
    for function, (low, high) in RANDOM:
        rows = (torch.rand(n, device=device) < degrade).nonzero()[:, 0]
        strength = low + (high - low) * torch.rand(()).item()
        if len(rows):
            x[rows] = function(x[rows], strength)
    shape = (n, 1, 1, 1)
    # Contrast about the face's own mean, then brightness, then gamma.
    mean = x.mean((2, 3), keepdim=True)
    x = (x - mean) * uniform(n, 0.6, 1.4, device).view(shape) + mean * uniform(n, 0.6, 1.3, device).view(shape)
    x = (x.clamp(0, 255) / 255) ** torch.exp(uniform(n, -0.4, 0.4, device)).view(shape) * 255
    return erase_rectangles(x, erase)


def erase_rectangles(x: torch.Tensor, probability: float) -> torch.Tensor:
    """Zhong et al. 2020: 2 to 20 % of the area, one grey level each."""
    n, device, side = len(x), x.device, x.shape[-1]
    area = uniform(n, 0.02, 0.2, device) * side * side
    aspect = torch.exp(uniform(n, -1, 1, device))
    half_width, half_height = (area * aspect).sqrt() / 2, (area / aspect).sqrt() / 2
    centre_x, centre_y = uniform(n, 0, side, device), uniform(n, 0, side, device)
    at = torch.arange(side, device=device)
    inside_x = (at[None] - centre_x[:, None]).abs() < half_width[:, None]
    inside_y = (at[None] - centre_y[:, None]).abs() < half_height[:, None]
    chosen = torch.rand(n, device=device) < probability
    mask = (inside_y[:, :, None] & inside_x[:, None, :] & chosen[:, None, None])[:, None]
    return torch.where(mask, uniform(n, 0, 255, device).view(n, 1, 1, 1), x)


def mix(x: torch.Tensor, targets: list[torch.Tensor], mixup: float, cutmix: float):
    """Mixup or CutMix of a batch with itself reversed; `mixup` is Beta's parameter, `cutmix` a probability."""
    if torch.rand(()).item() < cutmix:
        side = x.shape[-1]
        share = torch.rand(()).item() ** 0.5  # side of the pasted square over the face's
        size = max(1, round(side * share * 0.7))
        top, left = (int(torch.randint(0, side - size + 1, ())) for _ in range(2))
        x = x.clone()
        x[..., top : top + size, left : left + size] = x.flip(0)[..., top : top + size, left : left + size]
        keep = 1 - size * size / side**2
    elif mixup > 0:
        keep = float(torch.distributions.Beta(mixup, mixup).sample())
        x = keep * x + (1 - keep) * x.flip(0)
    else:
        return x, targets
    return x, [keep * target + (1 - keep) * target.flip(0) for target in targets]
