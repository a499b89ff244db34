"""ONNX Runtime, told before it is loaded to report nothing to its makers (its library does by itself from 1.29 on)."""

import os

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import onnxruntime  # noqa: E402

__all__ = ["onnxruntime"]
