import csv

import numpy as np
import pytest
from PIL import Image

import data


def test_a_sheet_gives_back_the_faces_it_was_written_from(tmp_path):
    faces = data.generated(200, seed=5)  # more than one row of tiles
    data.write_faces(tmp_path, "training", faces)
    again = data.read(tmp_path, "training")
    for key in ("images", "labels", "votes"):
        assert np.array_equal(getattr(again, key), getattr(faces, key))


def test_the_public_csv_is_read_by_usage_with_the_votes_of_the_same_row(tmp_path):
    faces = data.generated(6, seed=1)
    usages = ["Training", "PublicTest", "Training", "PrivateTest", "PublicTest", "Training"]
    with open(tmp_path / "fer2013.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["emotion", "pixels", "Usage"])
        for image, label, usage in zip(faces.images, faces.labels, usages):
            writer.writerow([label, " ".join(map(str, image.ravel())), usage])
    with open(tmp_path / "fer2013new.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Usage", "Image name", *data.FERPLUS, "unknown", "NF"])
        for i, (votes, usage) in enumerate(zip(faces.votes, usages)):
            writer.writerow([usage, f"fer{i:07}.png", *votes])
    public = data.read(tmp_path / "fer2013.csv", "public_test")
    assert np.array_equal(public.images, faces.images[[1, 4]])
    assert np.array_equal(public.labels, faces.labels[[1, 4]])
    assert np.array_equal(public.votes, faces.votes[[1, 4]])


def test_class_folders_give_labels_and_no_votes(tmp_path):
    for name, level in (("happy", 200), ("angry", 10)):
        (tmp_path / name).mkdir()
        Image.new("RGB", (60, 60), (level,) * 3).save(tmp_path / name / "a.png")
    faces = data.read(tmp_path, "training")
    assert faces.labels.tolist() == [0, 3]
    assert faces.images[1].mean() == 200
    assert faces.votes.sum() == 0 and faces.ferplus_targets().sum() == 0
    assert faces.ferplus_majority().tolist() == [-1, -1]


def test_a_folder_that_is_no_source_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="angry"):
        data.read(tmp_path, "training")


def votes_of(*rows):
    return data.Faces(np.zeros((len(rows), 48, 48), np.uint8), np.zeros(len(rows), int), np.array(rows))


def test_single_votes_are_dropped_and_the_rest_sums_to_one():
    faces = votes_of([6, 3, 0, 0, 0, 0, 0, 0, 1, 0])
    assert np.allclose(faces.ferplus_targets()[0, :3], [6 / 9, 3 / 9, 0])


def test_faces_that_most_call_no_face_have_no_votes_to_learn_from():
    faces = votes_of([2, 0, 0, 0, 0, 0, 0, 0, 0, 8])
    assert faces.ferplus_targets().sum() == 0
    assert faces.ferplus_majority().tolist() == [-1]


def test_the_majority_comes_in_fer2013s_order_and_contempt_is_none_of_the_seven():
    faces = votes_of([0, 10, 0, 0, 0, 0, 0, 0, 0, 0], [10, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 9, 0, 0])
    assert faces.ferplus_majority().tolist() == [3, 6, -1]


def test_copies_of_a_face_are_held_out_together_whatever_surrounds_them():
    images = data.generated(300, seed=3).images
    out = data.held_out(images)
    assert 0.04 < out.mean() < 0.18
    order = np.random.default_rng(0).permutation(300)
    assert np.array_equal(data.held_out(images[order]), out[order])


def test_pictures_that_are_among_others_to_the_pixel_are_found():
    faces = data.generated(6, seed=3)
    images = faces.images.copy()
    images[2, 0, 0] ^= 1
    assert data.copied(images, faces.images[[1, 2, 5]]).tolist() == [False, True, False, False, False, True]
