"""Begin a network from older weights: those of `face-starter`, whose stem costs more than all the rest.

    python -m detector.transplant ../models/face-starter --out out/transplant/model.pt

Everything from stride 8 on is copied. The new stem, of a sixth of the old one's work, learns to give what the old one gave.
"""

import argparse
import json
from pathlib import Path

import cv2
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

from detector.data import Prepared, batch_of_views, is_for_choosing
from detector.model import SPREAD, Detector, build
from loop import atomic_save
from reference.onnx_network import OnnxNetwork

ARCHITECTURE = "small"
OLD_STEM_UNITS = 4  # between the first convolution and stride 8's first own unit
OLD_LEVEL = 127.5  # was taken off each level


def copy_trunk(network: Detector, path: Path) -> None:
    """Copy the first convolution and everything after stride 8 was reached, in the order of the graph."""
    graph = onnx.load(str(path)).graph
    weights = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in graph.initializer}
    old = [[weights[name] for name in node.input[1:]] for node in graph.node if node.op_type == "Conv"]
    (first, bias), *rest = old
    with torch.no_grad():
        network.stem[0].weight.copy_(first)
        network.stem[0].bias.copy_(bias - first.sum((1, 2, 3)) * OLD_LEVEL / SPREAD)
        new = [*network.stages, *(network.smooth[i] for i in (2, 1, 0)), *network.heads]
        layers = [
            layer
            for part in new
            for name, layer in part.named_modules()
            if isinstance(layer, torch.nn.Conv2d) and not name.endswith(".spread")
        ]
        trunk = rest[2 * OLD_STEM_UNITS :]
        if len(trunk) != len(layers):
            raise SystemExit(f"{path} has {len(trunk)} layers after its stem, expected {len(layers)}")
        for layer, (weight, offset) in zip(layers, trunk):
            layer.weight.copy_(weight)
            layer.bias.copy_(offset)


def old_features(path: Path) -> OnnxNetwork:
    """The old network up to its stem's output."""
    network = OnnxNetwork(path)
    relus = [i for i, node in enumerate(network.nodes) if node.op_type == "Relu"]
    network.nodes = network.nodes[: relus[OLD_STEM_UNITS] + 1]
    network.outputs = [network.nodes[-1].output[0]]
    return network


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("old", type=Path, help="model folder")
    parser.add_argument("--prepared", type=Path, default=Path("out/prepared-faces"))
    parser.add_argument("--out", type=Path, default=Path("out/transplant/model.pt"))
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--side", type=int, default=256)
    parser.add_argument("--lr", type=float, default=0.004)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    torch.manual_seed(0)
    store = Prepared(args.prepared, keep=lambda source: not is_for_choosing(source))
    old, new = old_features(args.old / "model.onnx"), build(ARCHITECTURE).to(memory_format=torch.channels_last)
    copy_trunk(new, args.old / "model.onnx")
    optimizer = torch.optim.AdamW(new.stem.parameters(), lr=args.lr, weight_decay=0.0)
    unexplained = 1.0
    for step in range(args.steps):
        for group in optimizer.param_groups:
            group["lr"] = args.lr * min(1, (step + 1) / 20, (args.steps - step) / (0.6 * args.steps))
        index = torch.randint(len(store), (args.batch,)).tolist()
        x, *_ = batch_of_views(store, index, args.side, 0.3, step)
        truth = old(x)[old.outputs[0]]
        error = F.mse_loss(new.stem(x / SPREAD), truth) / truth.var()
        optimizer.zero_grad()
        error.backward()
        optimizer.step()
        unexplained += (error.item() - unexplained) * max(0.05, 1 / (step + 1))
        if step % 50 == 49:
            print(json.dumps({"step": step + 1, "unexplained": round(unexplained, 4)}), flush=True)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    atomic_save({"architecture": ARCHITECTURE, "state": new.state_dict()}, args.out)


if __name__ == "__main__":
    main()
