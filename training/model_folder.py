"""What every model folder has: a graph, its hash, reference numbers, the licence."""

import hashlib
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from reference.self_test import dump, self_test_outputs

OPSET = 17
ROOT = Path(__file__).resolve().parents[1]


def write_graph(network: torch.nn.Module, example: torch.Tensor, path: Path, outputs: list[str], axes: dict) -> None:
    """Write the network of one input, named by the first key of `axes`; `axes` names the sizes that may vary."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the TorchScript exporter announces its end; it writes the plainest graph
        torch.onnx.export(
            # It leaves a module in the mode that it was built in: call eval() on the outermost one.
            network.eval(),
            (example,),
            str(path),
            opset_version=OPSET,
            input_names=[next(iter(axes))],
            output_names=outputs,
            dynamic_axes=axes,
            dynamo=False,
        )


def halve_weights(network: onnx.ModelProto) -> onnx.ModelProto:
    """Store kernels as float16, each followed by a cast, which ONNX Runtime folds when it loads the model."""
    graph, casts = network.graph, []
    for tensor in graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and len(tensor.dims) > 1:
            name, half = tensor.name, numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(numpy_helper.from_array(half, f"{name}_half"))
            casts.append(helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(network)
    return network


def weights_of(folder: Path) -> dict[str, torch.Tensor]:
    """The weights of an exported network, by their names in the network that was exported."""
    graph = onnx.load(str(folder / "model.onnx")).graph
    weights = {
        tensor.name.removeprefix("model.").removesuffix("_half"): torch.from_numpy(numpy_helper.to_array(tensor).copy())
        for tensor in graph.initializer
        if tensor.name.startswith("model.")
    }
    if not weights:
        raise SystemExit(f"{folder} was not exported from a network of this project")
    return {name: weight.float() for name, weight in weights.items()}


def identity(path: Path) -> dict:
    """The fields of model.json that say which file it is."""
    content = path.read_bytes()
    return {"file": path.name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def finish(folder: Path, card: dict, dims: list[int]) -> None:
    """Write model.json with a self-test of this input size, and the licence; `card` gains the self-test."""
    (folder / "model.json").write_text(dump(card))
    card["selfTest"] = {"dims": dims, "outputs": self_test_outputs(folder, dims), "tolerance": 0.001}
    (folder / "model.json").write_text(dump(card))
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")
