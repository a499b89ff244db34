from dataclasses import dataclass

import pytest
import torch

import loop
from model import build


@dataclass
class Settings:
    out: str
    seed: int = 0
    epochs: int = 2
    batch: int = 4
    optimizer: str = "sgd"
    lr: float = 0.05
    momentum: float = 0.9
    weight_decay: float = 1e-4
    warmup_epochs: float = 0.5
    average: float = 0.9
    sam_rho: float = 0.0
    bf16: bool = False
    compile: bool = False
    report_every: int = 1
    save_seconds: float = 0.0


class Killed(Exception):
    pass


def train(settings, die_at=None):
    torch.manual_seed(0)
    model = build("tiny")
    images, labels = torch.rand(12, 1, 48, 48) * 255, torch.arange(12) % 7
    steps = 0

    def loss_of(network, batch):
        nonlocal steps
        if steps == die_at:
            raise Killed
        steps += 1
        return torch.nn.functional.cross_entropy(network(batch[0])["fer2013"], batch[1])

    noisy = lambda index: (images[index] + torch.randn(len(index), 1, 48, 48), labels[index])  # noqa: E731
    return loop.fit(model, 12, noisy, loss_of, lambda _: {}, settings, "tiny").state_dict()


@pytest.mark.parametrize(("optimizer", "sam_rho"), [("sgd", 0.0), ("sgd", 0.05), ("adamw", 0.0)])
def test_a_run_that_was_killed_ends_with_the_weights_of_one_that_was_not(tmp_path, optimizer, sam_rho):
    whole = train(Settings(str(tmp_path / "whole"), optimizer=optimizer, sam_rho=sam_rho))
    cut = Settings(str(tmp_path / "cut"), optimizer=optimizer, sam_rho=sam_rho)
    with pytest.raises(Killed):
        train(cut, die_at=4)
    resumed = train(cut)
    for name, value in whole.items():
        assert torch.equal(value, resumed[name]), name


def test_a_checkpoint_of_other_settings_is_refused(tmp_path):
    train(Settings(str(tmp_path)))
    with pytest.raises(SystemExit, match="lr"):
        train(Settings(str(tmp_path), lr=0.01))


def test_the_schedule_warms_up_and_ends_at_zero():
    rates = [loop.learning_rate(step, 100, 10, 0.4) for step in range(100)]
    assert rates[0] == pytest.approx(0.04) and max(rates) == pytest.approx(0.4)
    assert rates[10:] == sorted(rates[10:], reverse=True) and rates[-1] < 1e-3
