import json

import numpy as np
import pytest
import torch

from reference.pipeline import iou, umeyama, warp
from reference.self_test import dump, self_test_input


def test_the_generated_input_begins_as_documented():
    # state 1: 1664525 + 1013904223 = 1015568748, top byte 60
    assert self_test_input([1, 2, 2]).flatten().tolist()[:1] == [60.0]
    assert self_test_input([2, 3]).shape == torch.Size([2, 3])


def test_umeyama_recovers_a_similarity():
    angle, scale, shift = 0.3, 1.7, np.array([5.0, -2.0])
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    source = np.random.default_rng(0).normal(0, 10, (5, 2))
    matrix = umeyama(source, scale * source @ rotation.T + shift)
    assert np.allclose(matrix, np.hstack([scale * rotation, shift[:, None]]))


def test_warping_by_whole_pixels_copies_them():
    image = np.random.default_rng(0).integers(0, 256, (20, 30, 3)).astype(np.uint8)
    moved = warp(image, np.array([[1, 0, -4], [0, 1, -3]]), 10, 8)
    assert np.allclose(moved, image[3:11, 4:14])


def test_shrinking_averages_blocks():
    image = np.random.default_rng(0).integers(0, 256, (40, 40, 3)).astype(np.uint8)
    half = warp(image, np.array([[0.5, 0, 0], [0, 0.5, 0]]), 20, 20)
    assert np.allclose(half, image.reshape(20, 2, 20, 2, 3).mean((1, 3)))


@pytest.mark.parametrize(("other", "expected"), [([0, 0, 10, 10], 1.0), ([5, 0, 10, 10], 1 / 3), ([20, 0, 5, 5], 0.0)])
def test_iou(other, expected):
    assert iou(np.array([0, 0, 10, 10]), np.array(other)) == pytest.approx(expected)


def test_dump_keeps_numbers_on_one_line_and_everything_readable():
    value = {"a": [1, 2], "b": {"c": [[1, 2], [3, 4]]}, "d": {}}
    assert json.loads(dump(value)) == value
    assert '"a": [1, 2]' in dump(value)
