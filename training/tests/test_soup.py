import pytest
import torch

from model import build
from soup import soup


def saved(architecture: str, value: float) -> dict:
    state = build(architecture).state_dict()
    return {
        "architecture": architecture,
        "state": {name: torch.full_like(old, value) for name, old in state.items()},
        "settings": {"seed": value},
    }


def test_weights_are_the_mean_and_settings_those_of_the_last():
    mean = soup([saved("tiny", 1), saved("tiny", 2), saved("tiny", 6)])
    assert mean["settings"] == {"seed": 6}
    for value in mean["state"].values():
        assert torch.all(value == (3 if value.is_floating_point() else 6))
    build("tiny").load_state_dict(mean["state"])


def test_networks_of_two_architectures_have_no_mean():
    with pytest.raises(SystemExit, match="small, tiny"):
        soup([saved("tiny", 1), saved("small", 1)])
