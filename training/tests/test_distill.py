import numpy as np
import torch

from data import generated, image_hash
from distill import said_of
from model import HEADS, build
from teach import teach


def test_what_teachers_said_is_found_by_the_face_whatever_the_order(tmp_path):
    faces = generated(5, seed=0)
    said = {head: np.eye(k, dtype=np.float32)[np.arange(5)] * 9 for head, k in HEADS.items()}
    np.savez(tmp_path / "a.npz", hashes=np.array([image_hash(image) for image in faces.images]), **said)
    fer2013, ferplus = said_of([tmp_path / "a.npz"], faces[[3, 1]], "cpu")
    assert fer2013.argmax(1).tolist() == [3, 1] and ferplus.argmax(1).tolist() == [3, 1]
    assert torch.allclose(fer2013.sum(1), torch.ones(2))


def test_a_teacher_says_the_same_of_a_mirrored_face():
    faces, teacher = generated(4, seed=0).images, build("tiny").eval()
    first, mirrored = teach(teacher, faces), teach(teacher, np.ascontiguousarray(faces[..., ::-1]))
    assert np.allclose(first["ferplus"], mirrored["ferplus"], atol=1e-5)
    assert first["fer2013"].shape == (4, 7) and first["ferplus"].shape == (4, 8)
