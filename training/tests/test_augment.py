import pytest
import torch

from augment import DEGRADATIONS, affine, augment, erase_rectangles, mix, tilt
from train import Settings, view_and_clean


@pytest.fixture
def faces():
    torch.manual_seed(0)
    return torch.nn.functional.interpolate(torch.rand(4, 1, 6, 6) * 255, size=48, mode="bilinear")


def test_every_degradation_keeps_shape_and_levels_and_is_worse_when_stronger(faces):
    for name, (function, strengths) in DEGRADATIONS.items():
        torch.manual_seed(1)
        errors = []
        for strength in strengths:
            out = function(faces.clone(), strength)
            assert out.shape == faces.shape, name
            assert out.min() >= -1e-3 and out.max() <= 255.001, name
            errors.append(float((out - faces).abs().mean()))
        assert errors == sorted(errors) and errors[0] > 0, name


def test_an_affine_map_that_moves_nothing_returns_the_faces(faces):
    one = torch.ones(4)
    assert torch.allclose(affine(faces, 0 * one, one, one, 0 * one, 0 * one, 0 * one), faces, atol=1e-2)


def test_flipping_mirrors(faces):
    one = torch.ones(4)
    assert torch.allclose(affine(faces, 0 * one, one, one, 0 * one, 0 * one, one), faces.flip(3), atol=1e-2)


def test_tilting_there_and_back_restores_the_middle(faces):
    middle = (..., slice(16, 32), slice(16, 32))
    assert (tilt(tilt(faces, 10), -10)[middle] - faces[middle]).abs().mean() < 3


def test_augmented_faces_stay_finite_and_within_levels(faces):
    out = augment(faces, jitter=1, degrade=1, erase=1)
    assert out.shape == faces.shape and bool(torch.isfinite(out).all())
    assert out.min() >= 0 and out.max() <= 255


def test_erasing_with_probability_0_changes_nothing(faces):
    assert torch.equal(erase_rectangles(faces, 0.0), faces)


@pytest.mark.parametrize(("mixup", "cutmix"), [(0.3, 0.0), (0.0, 1.0), (0.0, 0.0)])
def test_mixed_targets_still_sum_to_one(faces, mixup, cutmix):
    x, (target,) = mix(faces, [torch.eye(4)], mixup, cutmix)
    assert x.shape == faces.shape
    assert torch.allclose(target.sum(1), torch.ones(4))


def test_a_teacher_sees_what_the_student_sees_before_it_was_spoilt(faces):
    settings = Settings(jitter=1, degrade=0, erase=1, mixup=0.3, cutmix=0.5)
    seen = []
    for seed in range(20):
        torch.manual_seed(seed)
        x, clean, target = view_and_clean(faces, [torch.eye(4)], settings)
        assert x.shape == clean.shape == faces.shape and torch.allclose(target.sum(1), torch.ones(4))
        pairs = torch.stack([x.flatten(1), clean.flatten(1)])
        seen += [float(torch.corrcoef(pairs[:, i])[0, 1]) for i in range(4)]
        assert not torch.equal(x, clean)
    assert sorted(seen)[len(seen) // 2] > 0.6  # the same places, but for a rectangle and the light
