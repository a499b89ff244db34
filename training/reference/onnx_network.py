"""Runs the weights of an ONNX file in PyTorch, so that ONNX Runtime is compared with something else than itself.

Knows the operators that our exports consist of and refuses any other.
"""

from pathlib import Path

import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper


class OnnxNetwork:
    """A network read from an ONNX file; call it with one NCHW float32 tensor."""

    def __init__(self, path: Path):
        graph = onnx.load(str(path)).graph
        self.nodes = list(graph.node)
        self.weights = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in graph.initializer}
        self.input = graph.input[0].name
        self.outputs = [output.name for output in graph.output]
        unknown = {node.op_type for node in self.nodes} - set(OPERATORS)
        if unknown:
            raise NotImplementedError(f"{path} has operators without a counterpart here: {sorted(unknown)}")

    @torch.no_grad()
    def __call__(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        values = {**self.weights, self.input: x}
        for node in self.nodes:
            # An optional input that is left out has an empty name.
            inputs = [values[name] if name else None for name in node.input]
            attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            values[node.output[0]] = OPERATORS[node.op_type](inputs, attributes)
        return {name: values[name] for name in self.outputs}


def symmetric(attributes: dict, kernel: list[int]) -> list[int]:
    """ONNX pads top, left, bottom, right; PyTorch knows one number an axis."""
    pads = attributes.get("pads", [0] * (2 * len(kernel)))
    half = len(pads) // 2
    if pads[:half] != pads[half:] or attributes.get("auto_pad", b"NOTSET") != b"NOTSET":
        raise NotImplementedError(f"padding {pads} is not symmetric")
    return pads[:half]


def conv(inputs, a):
    x, weight, bias = (*inputs, None)[:3]
    kernel = list(weight.shape[2:])
    ones = [1] * len(kernel)
    return F.conv2d(
        x,
        weight,
        bias,
        a.get("strides", ones),
        symmetric(a, kernel),
        a.get("dilations", ones),
        a.get("group", 1),
    )


def pool(function):
    def run(inputs, a):
        kernel = a["kernel_shape"]
        padding = symmetric(a, kernel)
        extra = {"count_include_pad": bool(a.get("count_include_pad", 0))} if function is F.avg_pool2d else {}
        return function(
            inputs[0],
            kernel,
            a.get("strides", [1] * len(kernel)),
            padding,
            ceil_mode=bool(a.get("ceil_mode", 0)),
            **extra,
        )

    return run


def gemm(inputs, a):
    left, right, bias = (*inputs, None)[:3]
    left = left.T if a.get("transA", 0) else left
    right = right.T if a.get("transB", 0) else right
    product = a.get("alpha", 1.0) * (left @ right)
    return product if bias is None else product + a.get("beta", 1.0) * bias


def resize(inputs, a):
    x, _, scales, sizes = (*inputs, None, None)[:4]
    if a.get("mode", b"nearest") != b"nearest":
        raise NotImplementedError("Resize is known as nearest neighbour only")
    size = (
        [int(n) for n in sizes[2:]]
        if sizes is not None
        else [int(n * float(s)) for n, s in zip(x.shape[2:], scales[2:])]
    )
    return F.interpolate(x, size=size, mode="nearest")


def slice_(inputs, _):
    x, starts, ends = inputs[:3]
    axes = inputs[3] if len(inputs) > 3 else torch.arange(len(starts))
    steps = inputs[4] if len(inputs) > 4 else torch.ones_like(starts)
    index = [slice(None)] * x.ndim
    for axis, start, end, step in zip(axes.tolist(), starts.tolist(), ends.tolist(), steps.tolist()):
        index[axis] = slice(start, end, step)
    return x[tuple(index)]


def reduce_mean(inputs, a):
    axes = inputs[1].tolist() if len(inputs) > 1 else a["axes"]
    return inputs[0].mean(dim=axes, keepdim=bool(a.get("keepdims", 1)))


def cast(inputs, a):
    return inputs[0].to(torch.from_numpy(onnx.helper.tensor_dtype_to_np_dtype(a["to"]).type([0])).dtype)


OPERATORS = {
    "Add": lambda i, a: i[0] + i[1],
    "AveragePool": pool(F.avg_pool2d),
    "Cast": cast,
    "Concat": lambda i, a: torch.cat(i, dim=a["axis"]),
    "Constant": lambda i, a: torch.from_numpy(numpy_helper.to_array(a["value"]).copy()),
    "Conv": conv,
    "Div": lambda i, a: i[0] / i[1],
    "Flatten": lambda i, a: i[0].flatten(a.get("axis", 1)),
    "Gemm": gemm,
    "GlobalAveragePool": lambda i, a: i[0].mean(dim=(2, 3), keepdim=True),
    "Identity": lambda i, a: i[0],
    "MaxPool": pool(F.max_pool2d),
    "Mul": lambda i, a: i[0] * i[1],
    "ReduceMean": reduce_mean,
    "Relu": lambda i, a: F.relu(i[0]),
    "Resize": resize,
    "Sigmoid": lambda i, a: torch.sigmoid(i[0]),
    "Slice": slice_,
    "Sqrt": lambda i, a: i[0].sqrt(),
    "Sub": lambda i, a: i[0] - i[1],
}
