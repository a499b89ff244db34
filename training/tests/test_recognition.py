import json

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from model import HEADS, RecognitionNet, build
from recognition import CONTRAST, LEVEL, MEAN, begin, fused_weights, read_weights


@pytest.fixture
def published(tmp_path):
    """A folder as published, with random weights: the stem's kernels as 8 bits, everything else as floats."""
    random, entries, content = np.random.default_rng(0), [], b""

    def put(name, shape, low=-0.05, high=0.05):
        nonlocal content
        values = random.uniform(low, high, shape).astype("<f4")
        entry = {"name": name, "shape": list(shape), "dtype": "float32"}
        if name == "conv32_down/conv/filters":
            entry["quantization"] = {"dtype": "uint8", "scale": 0.001, "min": -0.1}
            values = random.integers(0, 201, shape).astype("u1")
        entries.append(entry)
        content += values.tobytes()

    def layer(name, kernel, inputs, outputs):
        put(f"{name}/conv/filters", (kernel, kernel, inputs, outputs))
        put(f"{name}/conv/bias", (outputs,))
        put(f"{name}/scale/weights", (outputs,), 1, 2)
        put(f"{name}/scale/biases", (outputs,))

    layer("conv32_down", 7, 3, 32)
    inputs = 32
    for stage in RecognitionNet.NAMES:
        outputs = int(stage[4:].split("_")[0])
        layer(f"{stage}/conv1", 3, inputs, outputs)
        layer(f"{stage}/conv2", 3, outputs, outputs)
        inputs = outputs
    manifest = [{"paths": ["face_recognition_model.bin"], "weights": entries}]
    (tmp_path / "face_recognition_model-weights_manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "face_recognition_model.bin").write_bytes(content)
    return tmp_path


def test_weights_of_eight_bits_are_scaled(published):
    kernel = read_weights(published)["conv32_down/conv/filters"]
    assert kernel.shape == (7, 7, 3, 32) and -0.1 <= kernel.min() < -0.09 and 0.09 < kernel.max() <= 0.1001


def test_a_broken_off_file_is_refused(published):
    path = published / "face_recognition_model.bin"
    path.write_bytes(path.read_bytes() + b"more")
    with pytest.raises(SystemExit, match="bytes of weights"):
        read_weights(published)


def test_the_stem_sees_a_grey_face_as_the_published_one_sees_it_in_colour(published):
    tensors = read_weights(published)
    weights = fused_weights(tensors)
    face = torch.rand(1, 1, 20, 20)
    ours = F.conv2d(face, weights["stem.weight"], weights["stem.bias"], stride=2)
    colour = (face * CONTRAST + LEVEL - torch.tensor(MEAN).view(1, 3, 1, 1)) / 255
    kernel, bias, factor, shift = (
        torch.from_numpy(np.array(tensors[f"conv32_down/{name}"]))
        for name in ("conv/filters", "conv/bias", "scale/weights", "scale/biases")
    )
    theirs = F.conv2d(colour, kernel.permute(3, 2, 0, 1), bias, stride=2) * factor.view(-1, 1, 1) + shift.view(-1, 1, 1)
    assert torch.allclose(ours, theirs, atol=1e-4)


def test_a_block_that_halves_the_size_is_the_published_one(published):
    torch.manual_seed(0)
    faces = torch.rand(4, 1, 48, 48) * 255
    network = begin(build("recognition"), published, faces)
    weights = fused_weights(read_weights(published))
    place = RecognitionNet.NAMES.index("conv64_down")
    x = torch.rand(2, 32, 9, 9)  # of an odd size nothing is padded, nor is it there
    y = F.relu(F.conv2d(x, weights[f"stages.{place}.first.weight"], weights[f"stages.{place}.first.bias"], stride=2))
    y = F.conv2d(y, weights[f"stages.{place}.second.weight"], weights[f"stages.{place}.second.bias"], padding=1)
    skip = torch.cat([F.avg_pool2d(x, 2), torch.zeros(2, 32, 4, 4)], 1)
    with torch.no_grad():
        assert torch.allclose(network.stages[place](x), F.relu(y + skip), atol=1e-3)
        assert {head: tuple(logits.shape) for head, logits in network(faces).items()} == {
            h: (4, k) for h, k in HEADS.items()
        }
