import math

import numpy as np
import onnx
import pytest
import torch

from detector.data import Prepared, aim, is_for_choosing, is_held_out, move_faces, read, view, warp, write_generated
from detector.evaluate import average_precision, best_threshold, match
from detector.export import export_onnx
from detector.grow import exported_weights, grow, nearest_patch, reordered
from detector.losses import assign, detection_loss, eiou_loss
from detector.model import STRIDES, build, flatten
from detector.prepare import SIDES, merge, prepare, teach
from detector.teacher import YuNetCells, assign_as
from detector.transplant import copy_trunk, old_features
from model_folder import ROOT
from reference.onnx_network import OnnxNetwork


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


def test_no_picture_is_both_kept_apart_and_chosen_on(tmp_path):
    write_generated(tmp_path, 60, seed=0)
    assert not any(is_held_out(p) and is_for_choosing(p.source) for p in read(tmp_path))
    assert sum(is_for_choosing(f"picture {i}") for i in range(1000)) == pytest.approx(50, abs=25)


def rows_of(*boxes, points=None, wanted=1.0):
    rows = np.full((len(boxes), 15), np.nan, np.float32)
    rows[:, :4], rows[:, 14] = boxes, wanted
    if points is not None:
        rows[:, 4:14] = np.reshape(points, (-1, 10))
    return rows


def test_a_mirrored_face_keeps_its_right_eye_the_right_eye():
    matrix = np.array([[-1, 0, 100], [0, 1, 0]], float)
    points = [[20, 20], [30, 20], [25, 25], [21, 30], [29, 30]]
    row = move_faces(rows_of([15, 10, 35, 40], points=points), matrix, np.zeros(2), np.full(2, 200))[0]
    assert row[:4].tolist() == [65, 10, 85, 40]
    eyes = row[4:8].reshape(2, 2)
    assert eyes.tolist() == [[70, 20], [80, 20]]  # the person's right eye is on the picture's left


def test_a_face_cut_off_beyond_its_centre_is_ignored_and_one_out_of_sight_is_gone():
    still = np.array([[1, 0, 0], [0, 1, 0]], float)
    rows = move_faces(
        rows_of([90, 10, 130, 50], [70, 10, 110, 50], [150, 10, 190, 50]), still, np.zeros(2), np.full(2, 100)
    )
    assert rows[:, 14].tolist() == [0, 1]
    assert rows[:, :4].tolist() == [[90, 10, 100, 50], [70, 10, 100, 50]]


def test_a_face_too_small_to_learn_from_and_one_marked_so_are_ignored():
    still, twice = np.eye(2, 3), 2 * np.eye(2, 3)
    tiny = rows_of([10, 10, 14, 15])
    assert move_faces(tiny, twice, np.zeros(2), np.full(2, 100))[0, 14] == 0
    marked = rows_of([10, 10, 40, 50], wanted=0.0)
    assert move_faces(marked, still, np.zeros(2), np.full(2, 100))[0, 14] == 0


@pytest.fixture
def store(tmp_path):
    """One black picture of 160 px with a white face at 50 to 90, 40 to 80."""
    folder = tmp_path / "prepared"
    folder.mkdir()
    white = np.zeros((160, 160, 3), np.uint8)
    white[40:80, 50:90] = 255
    levels = [white, white[::2, ::2], white[::4, ::4]]
    (folder / "pixels.u8").write_bytes(b"".join(level.tobytes() for level in levels))
    faces = rows_of([50, 40, 90, 80], points=[[70, 60]] * 5)
    np.savez(
        folder / "faces.npz",
        starts=[0],
        sizes=[[160, 160]],
        sources=["drawn/white.png"],
        faces=faces,
        of_face=[0],
        mistakes=np.zeros((0, 4)),
        of_mistake=np.zeros(0, int),
    )
    return Prepared(folder)


def test_views_put_faces_where_the_pixels_are(store):
    found = 0
    for seed in range(30):
        x, faces, _ = view(store, 0, 160, 0.5, np.random.default_rng(seed))
        for row in faces:
            if row[14] == 1 and 20 < row[4] < 140 and 20 < row[5] < 140:
                around = x[int(row[5]) - 2 : int(row[5]) + 3, int(row[4]) - 2 : int(row[4]) + 3]
                assert around.mean() > x.mean()
                found += 1
    assert found > 15


def test_a_calm_view_shows_the_whole_picture_where_its_face_says(store):
    for seed in range(30):
        x, faces, clean = view(store, 0, 160, 0.5, np.random.default_rng(seed), calm=1.0)
        x1, y1, x2, y2 = faces[0, :4]
        assert len(faces) == 1 and 28 < y2 - y1 < 56  # 40 px, hardly smaller or larger
        inside = clean[round(y1) + 1 : round(y2) - 1, round(x1) + 1 : round(x2) - 1]
        assert inside.min() > 200 and (clean > 128).mean() == pytest.approx((x2 - x1) * (y2 - y1) / 160**2, rel=0.06)
    calm = [view(store, 0, 160, 0, np.random.default_rng(seed), calm=1.0) for seed in range(60)]
    assert 5 < sum((x != clean).any() for x, _, clean in calm) < 35  # three of ten are spoilt


def test_a_shrunk_picture_lies_where_the_large_one_did(store):
    for zoom in (0.6, 0.5, 0.3):
        tile = np.array([60, 60])
        pixels = warp(store, 0, np.array([[zoom, 0, 0.0], [0, zoom, 0]]), tile)[..., 0].astype(float)
        y, x = (np.arange(60) + 0.5 for _ in range(2))
        middle = [(pixels.sum(axis) * at).sum() / pixels.sum() for axis, at in ((0, x), (1, y))]
        assert middle == pytest.approx([70 * zoom, 60 * zoom], abs=0.6)


def test_close_ups_as_large_as_the_tile_and_small_faces_are_both_aimed_at(store):
    random = np.random.default_rng(0)
    zooms = [np.sqrt(abs(np.linalg.det(aim(store, 0, np.array([320, 320]), random)[:, :2]))) for _ in range(400)]
    assert max(zooms) > 3.5 and np.mean(np.array(zooms) * 40 < 100) > 0.3


def seen(score, box):
    return np.array([[score, *box, *[(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] * 5]], float)


def test_a_teacher_adds_sure_faces_and_has_doubtful_ones_ignored(tmp_path):
    write_generated(tmp_path, 1, seed=0)
    picture = read(tmp_path)[0]
    picture.boxes, picture.keypoints = np.array([[10, 10, 20, 20]], np.float32), np.full((1, 5, 2), np.nan, np.float32)
    rows = merge(
        picture,
        np.concatenate([seen(0.9, [12, 10, 32, 30]), seen(0.8, [60, 60, 80, 80]), seen(0.4, [100, 60, 120, 80])]),
    )
    assert rows[:, 14].tolist() == [1, 1, 0]
    assert rows[0, :4].tolist() == [11, 10, 31, 30]  # half-way
    assert rows[0, 4:6].tolist() == [22, 20]


def test_what_one_view_alone_shows_is_no_face():
    image = np.zeros((320, 640, 3), np.uint8)
    calls = []

    def fickle(view):
        calls.append(view.shape)
        return seen(0.9, [10, 10, 50, 50]) if len(calls) == 1 else np.zeros((0, 15))

    found = teach(fickle, image)
    assert len(calls) == 2 * len(SIDES) - 1
    assert len(found) == 1 and found[0, 0] < 0.3


def test_preparing_keeps_pixels_and_faces_of_all_but_the_kept_apart(tmp_path):
    write_generated(tmp_path / "drawn", 24, seed=0)
    prepare(read(tmp_path / "drawn"), tmp_path / "prepared", teacher=None, miner=None)
    store = Prepared(tmp_path / "prepared")
    kept = [p for p in read(tmp_path / "drawn") if not is_held_out(p)]
    assert len(store) == len(kept)
    assert store.picture(1, 2).shape == (40, 40, 3)
    assert [len(rows) for rows in store.faces] == [len(p.boxes) for p in kept]


def faces_of(*rows):
    out = torch.full((1, 4, 15), math.nan)
    for i, (box, wanted) in enumerate(rows):
        out[0, i] = torch.tensor([*box, *[math.nan] * 10, wanted])
    return out


def test_every_wanted_face_gets_a_cell_even_one_between_centres():
    rows, cells = flatten([torch.zeros(1, 15, 64 // s, 64 // s) for s in STRIDES])
    faces = faces_of(([6.5, 6.5, 9.5, 9.5], 1.0), ([20, 20, 60, 60], 1.0))
    owner, target, counts = assign(rows, cells, faces)
    assert {0, 1} <= set(owner[0].tolist()) and counts.all()
    assert bool((target[owner >= 0] > 0).all()) and bool((target[owner < 0] == 0).all())


def test_cells_inside_an_ignored_face_do_not_count():
    rows, cells = flatten([torch.zeros(1, 15, 64 // s, 64 // s) for s in STRIDES])
    owner, _, counts = assign(rows, cells, faces_of(([0, 0, 16, 16], 0.0)))
    assert bool((owner == -1).all())
    assert int((~counts).sum()) == 5  # four cells of stride 8, one of stride 16


def test_a_large_face_is_answered_for_at_a_coarse_stride_and_a_small_one_at_a_fine():
    rows, cells = flatten([torch.zeros(1, 15, 320 // s, 320 // s) for s in STRIDES])
    rows[..., 3:5] = torch.log(torch.tensor([24.0, 24.0])) - torch.log(cells[:, 2:])  # all boxes measure 24 px
    faces = faces_of(([40, 40, 64, 64], 1.0), ([60, 60, 300, 300], 1.0))
    owner, _, _ = assign(rows, cells, faces)
    assert set(cells[owner[0] == 0, 2].tolist()) == {8.0}
    assert set(cells[owner[0] == 1, 2].tolist()) == {32.0}


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


def test_a_transplanted_trunk_gives_what_the_old_network_gave():
    path = ROOT / "models/face-starter/model.onnx"
    new, stem = build("small").eval(), old_features(path)
    copy_trunk(new, path)
    image = torch.rand(1, 3, 96, 160, generator=torch.Generator().manual_seed(0)) * 255
    with torch.no_grad():
        grids = new.grids(stem(image)[stem.outputs[0]])
    expected = OnnxNetwork(path)(image)
    for stride, grid in zip(STRIDES, grids):
        assert torch.allclose(grid[:, :1].sigmoid(), expected[f"score_{stride}"], atol=1e-6)
        assert torch.allclose(grid[:, 5:], expected[f"keypoints_{stride}"], atol=1e-5)


def test_best_threshold_takes_the_right_ones_and_no_more():
    scores, right = np.array([0.9, 0.62, 0.45, 0.44, 0.3]), np.array([1, 1, 1, 0, 0])
    assert 0.44 < best_threshold(scores, right, 3) <= 0.45
    assert best_threshold(scores, right, 300) <= 0.45  # where most are missed, each one that is found counts
    assert best_threshold(scores, np.array([1, 0, 0, 0, 0]), 1) > 0.62


def test_mixing_and_spreading_change_places_exactly_where_one_kernel_serves_all():
    torch.manual_seed(0)
    mix, kernel = torch.rand(6, 4, 1, 1), torch.rand(1, 1, 3, 3)
    x = torch.rand(1, 4, 8, 8)
    spread, then_mix = reordered(mix, kernel.expand(6, 1, 3, 3))
    expected = torch.nn.functional.conv2d(torch.nn.functional.conv2d(x, mix), kernel.expand(6, 1, 3, 3), groups=6)
    actual = torch.nn.functional.conv2d(torch.nn.functional.conv2d(x, spread, groups=4), then_mix)
    assert torch.allclose(actual, expected, atol=1e-5)


def test_a_grown_network_at_first_differs_only_where_layers_changed_places():
    old = build("small").eval()
    weights = exported_weights(ROOT / "models/face-1")
    old.load_state_dict(weights)
    torch.manual_seed(0)
    grown = build("grown").eval()
    new = grow(weights, grown)
    assert all(name.startswith(("fine.", "deep.")) for name in new)
    x = torch.rand(1, 3, 64, 64) * 255
    with torch.no_grad():
        assert torch.allclose(grown.features(x), old.features(x), atol=1e-4)
        features = old.features(x)
        assert torch.allclose(grown.deep[0](grown.stages[0](features)), old.stages[0](features), atol=1e-4)


def test_patches_answer_as_a_larger_kernel_where_that_sees_no_more_than_they():
    kernel = torch.randn(4, 3, 3, 3, generator=torch.Generator().manual_seed(0))
    kernel[:, :, 0] = kernel[:, :, :, 0] = 0
    assert torch.allclose(nearest_patch(kernel), kernel[:, :, 1:, 1:], atol=1e-5)


def test_patches_answer_nearly_as_a_larger_kernel_where_levels_hardly_change():
    kernel = torch.randn(4, 3, 3, 3, generator=torch.Generator().manual_seed(0)).abs()
    levels = torch.linspace(80, 120, 32).expand(1, 3, 32, 32)
    expected = torch.nn.functional.conv2d(levels, kernel, stride=2)
    # Without padding the larger kernel begins a pixel later.
    actual = torch.nn.functional.conv2d(levels[:, :, 1:, 1:], nearest_patch(kernel), stride=2)
    assert torch.allclose(actual, expected, rtol=0.05)


def test_a_network_with_patches_begins_from_one_without():
    torch.manual_seed(0)
    slower, network = build("finer"), build("swift")
    assert grow(slower.state_dict(), network) == []
    assert torch.equal(network.heads[0][1].weight, slower.heads[0][1].weight)


def test_what_was_exported_can_be_begun_from(tmp_path):
    torch.manual_seed(0)
    network = build("finer")
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    assert export_onnx(network, tmp_path / "model.onnx", fp16=False) < 1e-3
    weights = exported_weights(tmp_path)
    assert grow(weights, build("finer")) == []
    for name, weight in network.state_dict().items():
        assert torch.allclose(weights[name], weight), name


def test_growing_refuses_weights_that_the_larger_network_has_no_place_for():
    weights = exported_weights(ROOT / "models/face-1")
    with pytest.raises(SystemExit, match="no place"):
        grow(weights | {"stages.0.9.0.weight": torch.zeros(1)}, build("grown"))


def yunet_file(path, side, scores):
    """A file of YuNet's form that sees a box of two strides in each cell of `scores`, {(stride, cell): score}, always."""
    nodes, outputs = [], []
    for stride in STRIDES:
        count = (side // stride) ** 2
        table = {"cls": np.zeros((1, count, 1)), "obj": np.ones((1, count, 1)), "bbox": np.zeros((1, count, 4))}
        table["kps"] = np.zeros((1, count, 10))
        table["bbox"][..., :2], table["bbox"][..., 2:] = 0.5, np.log(2)
        for (of_stride, cell), score in scores.items():
            if of_stride == stride:
                table["cls"][0, cell] = score**2
        for kind, values in table.items():
            name = f"{kind}_{stride}"
            constant = onnx.numpy_helper.from_array(values.astype(np.float32), f"{name}_value")
            nodes.append(onnx.helper.make_node("Constant", [], [name], value=constant))
            outputs.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, values.shape))
    given = onnx.helper.make_tensor_value_info("input", onnx.TensorProto.FLOAT, [1, 3, side, side])
    graph = onnx.helper.make_graph(nodes, "yunet", [given], outputs)
    opset = [onnx.helper.make_opsetid("", 17)]
    onnx.save(onnx.helper.make_model(graph, opset_imports=opset, ir_version=10), str(path))
    return YuNetCells(path)


def test_a_teachers_cells_answer_for_the_faces_it_sees_and_for_nothing_else(tmp_path):
    # Cells of stride 8 in a row of eight: centres at 4, 12, 20 ... px, boxes of 16 px about them.
    teacher = yunet_file(tmp_path / "yunet.onnx", 64, {(8, 9): 0.9, (8, 10): 0.5, (8, 31): 0.8, (8, 52): 0.7})
    scores, boxes = teacher(np.zeros((1, 64, 64, 3), np.uint8))
    assert boxes[0, 9].tolist() == pytest.approx([4, 4, 20, 20])
    rows, cells = flatten([torch.zeros(1, 15, 64 // s, 64 // s) for s in STRIDES])
    seen, unseen, doubtful = [4, 4, 20, 20], [4, 36, 20, 52], [52, 20, 64, 36]
    faces = faces_of((seen, 1.0), (unseen, 1.0), (doubtful, 0.0))
    owner, target, counts = assign_as(scores, boxes, rows, cells, faces)
    assert (owner[0] == 0).nonzero().flatten().tolist() == [9]  # cell 10's box overlaps the face too little
    assert target[0, 9] == pytest.approx(0.9, abs=1e-6)
    alone = assign(rows, cells, faces_of((unseen, 1.0)))
    assert torch.equal(owner[0] == 1, alone[0][0] == 0) and (owner[0] == 1).any()
    assert not counts[0, 31] and counts[0, 52]  # one is doubtful; the other is a mistake, to be unlearnt
    assert target[0, 52] == 0
