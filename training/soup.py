"""Average the weights of networks that were trained on from the same ones: a model soup (Wortsman et al. 2022).

python soup.py out/face-5-weights/model.pt out/face-6-after/model.pt --out out/face-6/model.pt
"""

import argparse
from pathlib import Path

import torch

from loop import atomic_save


def soup(models: list[dict]) -> dict:
    """The mean of `model.pt` files' contents, which must be of one architecture."""
    architectures = {model["architecture"] for model in models}
    if len(architectures) > 1:
        raise SystemExit(f"only networks of one architecture have a mean, not {', '.join(sorted(architectures))}")
    states = [model["state"] for model in models]
    mean = {
        name: torch.stack([state[name] for state in states]).mean(0) if value.is_floating_point() else value
        for name, value in states[-1].items()
    }
    return {**models[-1], "state": mean}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "models",
        type=Path,
        nargs="+",
        help="model.pt; settings are taken from the last, and say of which it is the mean",
    )
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    mean = soup([torch.load(path, map_location="cpu", weights_only=True) for path in args.models])
    mean["settings"] = {**mean["settings"], "mean_of": [str(path) for path in args.models]}
    atomic_save(mean, args.out)
    print(f"{args.out}: the mean of {len(args.models)}")


if __name__ == "__main__":
    main()
