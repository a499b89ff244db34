import math

import numpy as np
import pytest
import torch
from PIL import Image

from detector.data import Store, is_held_out, move_faces, read, view, write_generated
from detector.evaluate import average_precision, match
from detector.losses import assign, detection_loss, eiou_loss
from detector.model import STRIDES, build, decode, flatten


def test_wider_faces_own_layout_is_read_without_invalid_faces(tmp_path):
    (tmp_path / "images/a").mkdir(parents=True)
    (tmp_path / "split").mkdir()
    (tmp_path / "split/wider_face_val_bbx_gt.txt").write_text(
        "a/x.jpg\n2\n10 20 30 40 0 0 0 0 0 0 \n1 2 3 4 0 0 0 1 0 0 \n"
        "a/y.jpg\n0\n0 0 0 0 0 0 0 0 0 0 \n"
        "a/z.jpg\n1\n5 6 7 8 0 0 0 0 0 0 \n"
    )
    pictures = read(tmp_path / "split/wider_face_val_bbx_gt.txt")
    assert [p.boxes.tolist() for p in pictures] == [[[10, 20, 30, 40]], [], [[5, 6, 7, 8]]]
    assert pictures[0].path == tmp_path / "images/a/x.jpg"
    assert np.isnan(pictures[0].keypoints).all()


def test_coco_is_read_and_a_tenth_is_always_kept_apart(tmp_path):
    write_generated(tmp_path, 60, seed=0)
    pictures = read(tmp_path)
    assert len(pictures) == 60
    assert all(p.keypoints.shape == (len(p.boxes), 5, 2) for p in pictures)
    assert 1 <= sum(map(is_held_out, pictures)) <= 15


def test_a_mirrored_face_keeps_its_right_eye_the_right_eye():
    matrix = np.array([[-1, 0, 100], [0, 1, 0]], np.float32)
    points = np.array([[[20, 20], [30, 20], [25, 25], [21, 30], [29, 30]]], np.float32)
    row = move_faces(np.array([[15, 10, 20, 30]], np.float32), points, matrix, np.zeros(2), np.full(2, 200))[0]
    assert row[:4].tolist() == [65, 10, 85, 40]
    eyes = row[4:8].reshape(2, 2)
    assert eyes.tolist() == [[70, 20], [80, 20]]  # the person's right eye is on the picture's left


def test_a_face_cut_off_beyond_its_centre_is_ignored_and_one_out_of_sight_is_gone():
    still = np.array([[1, 0, 0], [0, 1, 0]], np.float32)
    boxes = np.array([[90, 10, 40, 40], [70, 10, 40, 40], [150, 10, 40, 40]], np.float32)
    rows = move_faces(boxes, np.full((3, 5, 2), np.nan, np.float32), still, np.zeros(2), np.full(2, 100))
    assert rows[:, 14].tolist() == [0, 1]
    assert rows[:, :4].tolist() == [[90, 10, 100, 50], [70, 10, 100, 50]]


def test_views_put_faces_where_the_pixels_are(tmp_path):
    (tmp_path / "images").mkdir()
    write_generated(tmp_path, 1, seed=0)
    picture = read(tmp_path)[0]
    white = np.zeros((160, 160, 3), np.uint8)
    white[40:80, 50:90] = 255
    Image.fromarray(white).save(picture.path)
    picture.boxes = np.array([[50, 40, 40, 40]], np.float32)
    picture.keypoints = np.full((1, 5, 2), 70, np.float32)
    store = Store([picture], "cpu")
    found = 0
    for seed in range(12):
        torch.manual_seed(seed)
        x, faces = view(store, torch.tensor([0]), 160, mosaic=0.5)
        for row in faces[0][torch.isfinite(faces[0, :, 0])]:
            if row[14] == 1 and 20 < row[4] < 140 and 20 < row[5] < 140:
                around = x[0, :, int(row[5]) - 2 : int(row[5]) + 3, int(row[4]) - 2 : int(row[4]) + 3]
                assert around.mean() > x.mean()
                found += 1
    assert found > 5


def faces_of(*rows):
    out = torch.full((1, 4, 15), math.nan)
    for i, (box, wanted) in enumerate(rows):
        out[0, i] = torch.tensor([*box, *[math.nan] * 10, wanted])
    return out


def test_every_wanted_face_gets_a_cell_even_one_between_centres():
    rows, cells = flatten([torch.zeros(1, 15, 64 // s, 64 // s) for s in STRIDES])
    boxes, _ = decode(rows, cells)
    faces = faces_of(([6.5, 6.5, 9.5, 9.5], 1.0), ([20, 20, 60, 60], 1.0))
    owner, target, counts = assign(rows[..., 0].sigmoid(), boxes, cells, faces)
    assert {0, 1} <= set(owner[0].tolist()) and counts.all()
    assert bool((target[owner >= 0] > 0).all()) and bool((target[owner < 0] == 0).all())


def test_cells_inside_an_ignored_face_do_not_count():
    rows, cells = flatten([torch.zeros(1, 15, 64 // s, 64 // s) for s in STRIDES])
    boxes, _ = decode(rows, cells)
    owner, _, counts = assign(rows[..., 0].sigmoid(), boxes, cells, faces_of(([0, 0, 16, 16], 0.0)))
    assert bool((owner == -1).all())
    assert int((~counts).sum()) == 5  # four cells of stride 8, one of stride 16


def test_the_box_loss_is_zero_for_equal_boxes_and_grows_apart():
    box = torch.tensor([[0.0, 0, 10, 20]])
    near, far = eiou_loss(box + 1, box), eiou_loss(box + 30, box)
    assert eiou_loss(box, box).abs() < 1e-6 and 0 < near < 1 < far


def test_the_loss_has_a_gradient_with_and_without_faces():
    model = build("tiny")
    for faces in (faces_of(([10, 10, 40, 50], 1.0)), faces_of()):
        rows, cells = flatten(model(torch.rand(1, 3, 64, 64) * 255))
        loss = detection_loss(rows, cells, faces)
        loss.backward()
        assert torch.isfinite(loss)
    assert all(torch.isfinite(p.grad).all() for p in model.parameters())


def detections(*rows):
    return np.array([[score, *box, *[0] * 10] for score, box in rows], float).reshape(-1, 15)


def test_a_second_box_on_the_same_face_is_wrong():
    truth = np.array([[0, 0, 20, 30]], float)
    verdict, faces = match(detections((0.9, [0, 0, 20, 30]), (0.8, [1, 1, 21, 31])), truth, (20, 48))
    assert verdict.tolist() == [1, 0] and faces == 1


def test_what_hits_a_face_outside_the_band_does_not_count():
    truth = np.array([[0, 0, 20, 30]], float)
    verdict, faces = match(detections((0.9, [0, 0, 20, 30])), truth, (48, 128))
    assert verdict.tolist() == [-1] and faces == 0


@pytest.mark.parametrize(
    ("right", "faces", "expected"), [([1, 1], 2, 1.0), ([0, 1], 1, 0.5), ([1, 0], 2, 0.5), ([], 2, 0.0)]
)
def test_average_precision(right, faces, expected):
    scores = np.linspace(0.9, 0.1, len(right))
    assert average_precision(scores, np.array(right, int), faces) == pytest.approx(expected)
