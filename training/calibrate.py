"""Fit temperature, temperature by entropy and vector scaling on faces that were not trained on; keep what predicts best.

    python calibrate.py out/student/model.pt                     # on the held-out tenth of Training

Writes calibration.json and calibration-report.json beside model.pt. "Best" is the least log loss in two trials together: on
each half of the part by a fit on the other, and on another part (PublicTest for the held-out tenth, and the other way round)
by a fit on all of it, so that what only fits the part's own peculiarities loses. Accuracies and errors of calibration are
measured in the same two ways. See Guo et al. 2017, https://arxiv.org/abs/1706.04599, and for the temperature by entropy
Balanya et al. 2022, https://arxiv.org/abs/2208.00461; theirs goes to 0 with the entropy, which made certain what was only
sure, ours is bounded.
"""

import argparse
import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from data import FERPLUS
from evaluate import open_model, part_of, refuse_trained_on
from loop import device_of_choice
from metrics import SEVEN, calibration_error, predict, seven_logits, softmax, truths
from reference.pipeline import calibrated, relative_entropy

LABELS = {"fer2013": 7, "ferplus": len(FERPLUS)}
PARTS = {"public_test": "held_out", "held_out": "public_test"}  # where a fit on the one is tried as well
PULL = 1e-3  # of scale towards one temperature and of bias towards 0: disgust has few faces to fit on


def minimise(parameters: list[torch.Tensor], loss_of: Callable[[], torch.Tensor]) -> None:
    optimizer = torch.optim.LBFGS(parameters, max_iter=200, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = loss_of()
        loss.backward()
        return loss

    optimizer.step(closure)


def variable(*shape: int) -> torch.Tensor:
    return torch.zeros(shape, dtype=torch.float64, requires_grad=True)


def fit_temperature(logits: torch.Tensor, truth: torch.Tensor) -> dict:
    scale = variable()  # as a logarithm, so that it stays positive; below as well
    minimise([scale], lambda: F.cross_entropy(logits * scale.exp(), truth))
    return {"method": "temperature", "temperature": math.exp(-scale.item())}


def fit_entropy_temperature(logits: torch.Tensor, truth: torch.Tensor) -> dict:
    doubt = torch.from_numpy(relative_entropy(logits.numpy()))
    weight, bias = variable(), variable()
    minimise([weight, bias], lambda: F.cross_entropy(logits / (weight * doubt + bias).exp()[:, None], truth))
    return {"method": "entropy-temperature", "weight": weight.item(), "bias": bias.item()}


def fit_vector(logits: torch.Tensor, truth: torch.Tensor) -> dict:
    shared, own, bias = variable(), variable(7), variable(7)
    minimise(
        [shared, own, bias],
        lambda: (
            F.cross_entropy(logits * (shared + own).exp() + bias, truth) + PULL * (own.square() + bias.square()).sum()
        ),
    )
    return {"method": "vector", "scale": (shared + own).exp().tolist(), "bias": bias.tolist()}


FITS = {"temperature": fit_temperature, "entropy-temperature": fit_entropy_temperature, "vector": fit_vector}


def fit(seven: np.ndarray, truth: np.ndarray, method: str) -> dict:
    """The calibration of (n, 7) logits with the least log loss; a vector's numbers are the seven's."""
    return FITS[method](torch.from_numpy(seven), torch.from_numpy(truth))


def crossed(seven: np.ndarray, truth: np.ndarray, method: str) -> np.ndarray:
    """(n, 7) probabilities, each half's by a fit on the other."""
    half = np.arange(len(truth)) % 2 == 0
    out = np.empty_like(seven)
    for fitted, used in ((half, ~half), (~half, half)):
        out[used] = calibrated(seven[used], fit(seven[fitted], truth[fitted], method))
    return softmax(out)


def log_loss(probabilities: np.ndarray, truth: np.ndarray) -> float:
    return float(-np.log(np.maximum(probabilities[np.arange(len(truth)), truth], 1e-12)).mean())


def for_labels(calibration: dict, head: str) -> dict:
    """As a card has it: rounded, and a vector with a number for each of the head's labels."""
    numbers = {key: value for key, value in calibration.items() if key != "method"}
    if calibration["method"] == "vector":
        # Contempt's probability is dropped, so its scale and bias say nothing.
        full = {"scale": np.ones(LABELS[head]), "bias": np.zeros(LABELS[head])}
        for key, values in full.items():
            values[SEVEN[head]] = numbers[key]
        numbers = {key: values.round(4).tolist() for key, values in full.items()}
    return {
        "method": calibration["method"],
        **{k: v if isinstance(v, list) else round(v, 4) for k, v in numbers.items()},
    }


def labelled(seven: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return seven[truth >= 0], truth[truth >= 0]


def calibrate(
    part: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray], head: str
) -> tuple[dict, dict]:
    """The calibration for a card, and what was measured; both parts are (n, 7) logits and (n,) labels, -1 for none."""
    (seven, truth), (elsewhere, elsewhere_truth) = labelled(*part), labelled(*other)
    trials = {"none": (softmax(seven), softmax(elsewhere))}
    fits = {method: fit(seven, truth, method) for method in FITS}
    for method, fitted in fits.items():
        trials[method] = crossed(seven, truth, method), softmax(calibrated(elsewhere, fitted))
    report = {
        method: {
            "logLoss": round(log_loss(here, truth), 4),
            "calibrationError": round(calibration_error(here, truth), 4),
            "logLossElsewhere": round(log_loss(there, elsewhere_truth), 4),
            "calibrationErrorElsewhere": round(calibration_error(there, elsewhere_truth), 4),
            "accuracy": round(float((here.argmax(1) == truth).mean()), 4),
            "accuracyElsewhere": round(float((there.argmax(1) == elsewhere_truth).mean()), 4),
        }
        for method, (here, there) in trials.items()
    }
    best = min(fits, key=lambda method: report[method]["logLoss"] + report[method]["logLossElsewhere"])
    return for_labels(fits[best], head), report


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="model.pt, or a folder with model.json (then only printed)")
    parser.add_argument("--source", default="../../shared/data/fer2013")
    parser.add_argument("--part", default="held_out", choices=list(PARTS))
    args = parser.parse_args()
    for part in (args.part, PARTS[args.part]):
        refuse_trained_on(args.model, part)
    model, _ = open_model(args.model, device_of_choice())
    parts = [part_of(args.source, name) for name in (args.part, PARTS[args.part])]
    logits = [predict(model, faces.images) for faces in parts]
    card, reports = {}, {}
    for head in LABELS:
        both = [(seven_logits(said, head), truths(faces)[head]) for said, faces in zip(logits, parts)]
        card[head], reports[head] = calibrate(*both, head)
        print(f"{head}: {json.dumps(reports[head])} -> {json.dumps(card[head])}")
    if args.model.is_file():
        args.model.with_name("calibration.json").write_text(json.dumps(card, indent=2) + "\n")
        report = {"part": args.part, "elsewhere": PARTS[args.part], "heads": reports}
        args.model.with_name("calibration-report.json").write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
