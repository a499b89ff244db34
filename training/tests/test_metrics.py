import numpy as np
import pytest
import torch

from calibrate import calibrate, fit
from data import generated, write_faces
from evaluate import is_in_training, refuse_trained_on
from metrics import apply, calibration_error, error_by_chance, scores, softmax, wilson


def overconfident(n=4000, sharpness=3.0, seed=0):
    """Logits whose softmax at temperature `sharpness` is the truth."""
    random = np.random.default_rng(seed)
    true = random.normal(0, 1, (n, 7))
    labels = np.array([random.choice(7, p=p) for p in softmax(true)])
    return true * sharpness, labels


def test_temperature_scaling_finds_the_temperature_that_was_put_in():
    logits, labels = overconfident()
    card, report = calibrate((logits, labels), overconfident(seed=1), "fer2013")
    assert softmax(apply(logits, "fer2013", card)) == pytest.approx(softmax(logits / 3), abs=0.06)
    assert fit(logits, labels, "temperature")["temperature"] == pytest.approx(3, rel=0.1)
    for place in ("calibrationError", "calibrationErrorElsewhere"):
        assert report["temperature"][place] < 0.03 < report["none"][place]


def test_the_temperature_that_rises_with_entropy_is_found():
    true, _ = overconfident(sharpness=2.0)
    given = {"method": "entropy-temperature", "weight": 2.0, "bias": -0.5}
    random = np.random.default_rng(1)
    labels = np.array([random.choice(7, p=p) for p in softmax(apply(true, "fer2013", given))])
    found = fit(true, labels, "entropy-temperature")
    assert softmax(apply(true, "fer2013", found)) == pytest.approx(softmax(apply(true, "fer2013", given)), abs=0.05)
    assert calibrate((true[::2], labels[::2]), (true[1::2], labels[1::2]), "ferplus")[0]["method"] == given["method"]


def test_a_sure_answer_stays_one():
    given = {"method": "entropy-temperature", "weight": 0.6, "bias": -0.6}
    assert softmax(apply(np.array([[900.0, 0, 0, 0, 0, 0, 0]]), "fer2013", given)).tolist() == [[1, 0, 0, 0, 0, 0, 0]]


def test_a_vector_calibration_for_ferplus_has_a_value_for_contempt_and_is_read_in_the_right_order():
    logits, labels = overconfident(sharpness=1.0)
    logits[:, 3] += 2  # "happy" is overrated
    card, _ = calibrate((logits[::2], labels[::2]), (logits[1::2], labels[1::2]), "ferplus")
    assert card["method"] == "vector" and len(card["scale"]) == 8
    assert card["bias"][1] == min(card["bias"])  # FER+ has happy second
    assert calibration_error(softmax(apply(logits, "ferplus", card)), labels) < 0.03


def test_exact_probabilities_show_the_error_that_chance_alone_gives_and_less_of_it_on_more_faces():
    logits, labels = overconfident(sharpness=1.0)
    probabilities = softmax(logits)
    assert calibration_error(probabilities, labels) == pytest.approx(error_by_chance(probabilities), abs=0.01)
    assert error_by_chance(probabilities) < error_by_chance(probabilities[:400]) / 2


def test_faces_without_a_label_are_left_out():
    seven = np.eye(7)[[0, 1, 2]] * 5
    result = scores(seven, np.array([0, -1, 3]))
    assert result["n"] == 2 and result["accuracy"] == 0.5
    assert result["confusion"][3][2] == 1


def test_wilsons_interval_of_5_in_10():
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)


def test_faces_that_a_network_was_trained_on_are_not_held_out(tmp_path):
    for tenths in (0, 1):
        torch.save({"settings": {"hold_out_tenths": tenths}}, tmp_path / f"{tenths}.pt")
    refuse_trained_on(tmp_path / "1.pt", "held_out")
    refuse_trained_on(tmp_path / "0.pt", "public_test")
    refuse_trained_on(tmp_path, "held_out")  # an exported folder doesn't say
    with pytest.raises(SystemExit, match="trained on the held-out tenth too"):
        refuse_trained_on(tmp_path / "0.pt", "held_out")


def test_faces_of_training_are_known_and_without_training_none_is(tmp_path):
    faces = generated(6, seed=3)
    write_faces(tmp_path, "public_test", faces)
    assert not is_in_training(str(tmp_path), faces).any()
    write_faces(tmp_path, "training", faces[np.array([1, 4])])
    assert is_in_training(str(tmp_path), faces).tolist() == [False, True, False, False, True, False]
