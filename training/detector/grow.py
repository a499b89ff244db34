"""Begin a network from a smaller or slower one of the same plan.

    python -m detector.grow ../models/face-1 --architecture grown --out out/grown/model.pt

Layers that both have are copied. What is new adds nothing at first. Where the larger network halves the size before it mixes
channels, and the smaller one after, each channel takes the best product of a kernel and a column of weights. Where its first
layer sees patches of 2 x 2, and the other's 3 x 3, these give what is nearest in pictures.
"""

import argparse
import re
from pathlib import Path

import torch

from detector.model import OUTPUT_CHANNELS, SPREAD, Detector, build, load
from loop import atomic_save
from model_folder import weights_of

# Of photographs' levels, roughly.
MEAN_OVER_DEVIATION, COLOURS, NEIGHBOURS = 2.0, 0.9, 0.95


def exported_weights(folder: Path) -> dict[str, torch.Tensor]:
    """The weights of a model folder that `detector.export` wrote, by their names in the network."""
    weights = weights_of(folder)
    weights["stem.0.weight"] *= SPREAD  # the export divides the levels there
    for name in weights:
        if re.fullmatch(r"heads\.\d\.[12]\.(weight|bias)", name):
            weights[name] = weights[name][:OUTPUT_CHANNELS]  # the export adds one
    return weights


def reordered(mix: torch.Tensor, spread: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Of "mix (o, i, 1, 1), then spread (o, 1, k, k)": the nearest "spread (i, 1, k, k), then mix (o, i, 1, 1)"."""
    outputs, inputs = mix.shape[:2]
    products = mix[:, :, 0, 0].T[:, :, None] * spread.flatten(1)[None]  # (i, o, k * k)
    left, values, right = torch.linalg.svd(products, full_matrices=False)
    kernels = right[:, 0] * values[:, :1].sqrt()
    columns = left[:, :, 0] * values[:, :1].sqrt()
    return kernels.view(inputs, 1, *spread.shape[2:]), columns.T.reshape(outputs, inputs, 1, 1).contiguous()


def nearest_patch(kernel: torch.Tensor) -> torch.Tensor:
    """(o, 3, 2, 2) that answers most nearly as (o, 3, 3, 3) padded by 1 does, in pictures as they are on average.

    Their levels are taken to have a mean of twice the deviation, colours that correlate by 0.9, and neighbours by 0.95.
    """

    def places(size: int, first: int) -> torch.Tensor:
        """(3 * size * size, 3): colour, y, x"""
        axes = torch.arange(3), torch.arange(size) + first, torch.arange(size) + first
        return torch.cartesian_prod(*axes).double()

    def second_moments(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        same_colour = a[:, None, 0] == b[None, :, 0]
        steps = (a[:, None, 1:] - b[None, :, 1:]).abs().sum(-1)
        return MEAN_OVER_DEVIATION**2 + NEIGHBOURS**steps * torch.where(same_colour, 1.0, COLOURS)

    old, new = places(3, -1), places(2, 0)
    best = torch.linalg.solve(second_moments(new, new), second_moments(new, old))
    return (kernel.flatten(1).double() @ best.T).view(-1, 3, 2, 2).float()


def grow(weights: dict[str, torch.Tensor], network: Detector) -> list[str]:
    """Copy `weights` into `network`, in place; return the names of what is new."""
    own, weights = network.state_dict(), dict(weights)
    if own["stem.0.weight"].shape[2] < weights["stem.0.weight"].shape[2]:
        weights["stem.0.weight"] = nearest_patch(weights["stem.0.weight"])
    for stage in (1, 2):
        first, second, bias = (f"stages.{stage}.0.{name}" for name in ("0.weight", "1.weight", "1.bias"))
        if own[first].shape == weights[second].shape != weights[first].shape:
            shift = weights.pop(f"stages.{stage}.0.0.bias")
            # The first layer's bias passes through all of the kernel.
            weights[bias] = weights.get(bias, 0) + weights[second].sum((1, 2, 3)) * shift
            weights[first], weights[second] = reordered(weights[first], weights[second])
    unknown = sorted(name for name in weights if name not in own or own[name].shape != weights[name].shape)
    if unknown:
        raise SystemExit(f"the larger network has no place for {', '.join(unknown)}")
    network.load_state_dict(weights, strict=False)
    return sorted(own.keys() - weights.keys())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("smaller", type=Path, help="exported model folder, or model.pt, to begin from")
    parser.add_argument("--architecture", default="grown")
    parser.add_argument("--out", type=Path, default=Path("out/grown/model.pt"))
    args = parser.parse_args()
    torch.manual_seed(0)
    network = build(args.architecture)
    weights = exported_weights(args.smaller) if args.smaller.is_dir() else load(args.smaller).state_dict()
    new = grow(weights, network)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    atomic_save({"architecture": args.architecture, "state": network.state_dict()}, args.out)
    print(f"{args.out}: {sum(p.numel() for p in network.parameters()) / 1e3:.0f} k parameters, new: {', '.join(new)}")


if __name__ == "__main__":
    main()
