import pytest
import torch
import torch.nn.functional as F

from model import HEADS, ObjectNet, build
from objects import CONTRAST, EPSILON, begin, fused_weights


@pytest.fixture
def published(tmp_path):
    """A folder as published, with random weights."""
    torch.manual_seed(0)
    state = {}

    def layer(convolution, norm, *shape):
        state[f"{convolution}.weight"] = torch.rand(shape) * 0.2 - 0.1
        for key, low in (("weight", 0.5), ("bias", -0.5), ("running_mean", -0.5), ("running_var", 0.5)):
            state[f"{norm}.{key}"] = torch.rand(shape[0]) + low

    layer("_conv_stem", "_bn0", 32, 3, 3, 3)
    for i, block in enumerate(ObjectNet().blocks):
        if block.expand is not None:
            layer(f"_blocks.{i}._expand_conv", f"_blocks.{i}._bn0", *block.expand.weight.shape)
        layer(f"_blocks.{i}._depthwise_conv", f"_blocks.{i}._bn1", *block.depthwise.weight.shape)
        layer(f"_blocks.{i}._project_conv", f"_blocks.{i}._bn2", *block.project.weight.shape)
    layer("_conv_head", "_bn1", 1280, 320, 1, 1)
    state["_fc.weight"] = torch.zeros(1000, 1280)
    torch.save(state, tmp_path / "efficientnet-lite0-0.pth")
    return tmp_path, state


def normed(x, state, norm):
    keys = ("running_mean", "running_var", "weight", "bias")
    return F.batch_norm(x, *(state[f"{norm}.{key}"] for key in keys), eps=EPSILON)


def test_the_stem_sees_a_grey_face_as_the_published_one_sees_it_in_colour(published):
    _, state = published
    weights = fused_weights(state)
    face = torch.randn(1, 1, 20, 20)
    ours = F.conv2d(face, weights["stem.weight"], weights["stem.bias"], stride=2)
    theirs = F.conv2d(face.expand(-1, 3, -1, -1) * CONTRAST, state["_conv_stem.weight"], stride=2)
    assert torch.allclose(ours, normed(theirs, state, "_bn0"), atol=1e-5)


@torch.no_grad()
def test_a_block_that_halves_the_size_is_the_published_one(published):
    folder, state = published
    network = begin(build("objects"), folder).eval()
    x = torch.rand(2, 24, 8, 8)  # block 3: 5 x 5, from 24 to 40 channels
    y = F.relu6(normed(F.conv2d(x, state["_blocks.3._expand_conv.weight"]), state, "_blocks.3._bn0"))
    # TensorFlow's padding of an even size: three in all, two of them below and at the right.
    y = F.conv2d(F.pad(y, (1, 2, 1, 2)), state["_blocks.3._depthwise_conv.weight"], stride=2, groups=144)
    y = F.relu6(normed(y, state, "_blocks.3._bn1"))
    y = normed(F.conv2d(y, state["_blocks.3._project_conv.weight"]), state, "_blocks.3._bn2")
    assert torch.allclose(network.blocks[3](x), y, atol=1e-4)


def test_what_sees_edges_is_not_trained_and_all_that_comes_after_is(published):
    network = begin(build("objects"), published[0]).train()
    logits = network(torch.rand(2, 1, 48, 48) * 255)
    assert {head: tuple(row.shape) for head, row in logits.items()} == {h: (2, k) for h, k in HEADS.items()}
    sum(row.square().sum() for row in logits.values()).backward()
    still = {name for name, p in network.named_parameters() if p.grad is None}
    kept = ("stem.", *(f"blocks.{i}." for i in range(ObjectNet.KEPT)))
    assert still == {name for name, _ in network.named_parameters() if name.startswith(kept)}


def test_a_folder_without_the_weights_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="should hold one"):
        begin(build("objects"), tmp_path)
