import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

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


def train(settings, die_at=None, **options):
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
    return loop.fit(model, 12, noisy, loss_of, lambda _: {}, settings, "tiny", **options).state_dict()


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


def test_a_run_goes_on_with_other_values_of_what_may_change(tmp_path, capsys):
    train(Settings(str(tmp_path)), may_change=("epochs",))
    train(Settings(str(tmp_path), epochs=3), may_change=("epochs",))
    assert "going on from step 6" in capsys.readouterr().out


def test_the_flat_schedule_falls_over_its_last_share():
    rates = [loop.flat_then_down(step, 100, 10, 0.4, 0.25) for step in range(100)]
    assert rates[0] == pytest.approx(0.04) and rates[10:75] == pytest.approx([0.4] * 65)
    assert rates[75:] == sorted(rates[75:], reverse=True) and rates[-1] == pytest.approx(0.4 / 25)


PROGRAM = """
import sys
sys.path[:0] = sys.argv[2:]
import torch
from test_loop import Settings
import loop

torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(12, 3))
images, labels = torch.rand(8, 1, 3, 4), torch.arange(8) % 3
loss_of = lambda network, batch: torch.nn.functional.cross_entropy(network(batch[0]), batch[1])
loop.fit(model, 8, lambda i: (images[i], labels[i]), loss_of, lambda _: {}, Settings(sys.argv[1]), "linear")
"""


def test_two_workers_learn_what_one_learns(tmp_path):
    (tmp_path / "program.py").write_text(PROGRAM)
    here = Path(__file__).parent
    weights = []
    for count in (1, 2):
        out = tmp_path / str(count)
        launcher = (
            [] if count == 1 else ["-m", "torch.distributed.run", "--nproc-per-node", "2", "--master-port", "29731"]
        )
        subprocess.run(
            [sys.executable, *launcher, str(tmp_path / "program.py"), str(out), str(here), str(here.parent)],
            check=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            timeout=120,
        )
        weights.append(torch.load(out / "model.pt", weights_only=True)["state"]["1.weight"])
    assert torch.allclose(*weights, atol=1e-6)
