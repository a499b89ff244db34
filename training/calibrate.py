"""Fit temperature and vector scaling on faces that were not trained on, and keep what predicts better.

    python calibrate.py out/student/model.pt                     # on the held-out tenth of Training

Writes calibration.json and calibration-report.json beside model.pt. "Better" is the log loss on one half of a fit on the
other, both ways; the calibration error before and after is measured in the same crossed way. See Guo et al. 2017,
https://arxiv.org/abs/1706.04599
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from data import FERPLUS
from evaluate import open_model, part_of
from loop import device_of_choice
from metrics import SEVEN, calibration_error, predict, seven_logits, softmax, truths

LABELS = {"fer2013": 7, "ferplus": len(FERPLUS)}
WORTH = 0.005  # share of the log loss that vector scaling has to save before it is preferred to one temperature
PULL = 1e-3  # of scale towards one temperature and of bias towards 0: disgust has few faces to fit on


def fit(seven: np.ndarray, truth: np.ndarray, vector: bool) -> tuple[np.ndarray, np.ndarray]:
    """Scale (7,) and bias (7,) with the least log loss."""
    logits, target = torch.from_numpy(seven), torch.from_numpy(truth)
    # As logarithms, so that a scale stays positive.
    shared = torch.zeros((), dtype=torch.float64, requires_grad=True)
    own = torch.zeros(7, dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(7, dtype=torch.float64, requires_grad=True)
    parameters = [shared, own, bias] if vector else [shared]
    optimizer = torch.optim.LBFGS(parameters, max_iter=200, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = (
            F.cross_entropy(logits * (shared + own).exp() + bias, target) + PULL * (own.square() + bias.square()).sum()
        )
        loss.backward()
        return loss

    optimizer.step(closure)
    return (shared + own).exp().detach().numpy(), bias.detach().numpy()


def crossed(seven: np.ndarray, truth: np.ndarray, vector: bool) -> np.ndarray:
    """(n, 7) probabilities, each half's by a fit on the other."""
    half = np.arange(len(truth)) % 2 == 0
    out = np.empty_like(seven)
    for fitted, used in ((half, ~half), (~half, half)):
        scale, bias = fit(seven[fitted], truth[fitted], vector)
        out[used] = seven[used] * scale + bias
    return softmax(out)


def log_loss(probabilities: np.ndarray, truth: np.ndarray) -> float:
    return float(-np.log(np.maximum(probabilities[np.arange(len(truth)), truth], 1e-12)).mean())


def calibrate(seven: np.ndarray, truth: np.ndarray, head: str) -> tuple[dict, dict]:
    """The calibration for a card, and what was measured."""
    known = truth >= 0
    seven, truth = seven[known], truth[known]
    options = {"none": softmax(seven)}
    options |= {name: crossed(seven, truth, name == "vector") for name in ("temperature", "vector")}
    report = {
        name: {"logLoss": round(log_loss(p, truth), 4), "calibrationError": round(calibration_error(p, truth), 4)}
        for name, p in options.items()
    }
    vector = report["vector"]["logLoss"] < (1 - WORTH) * report["temperature"]["logLoss"]
    scale, bias = fit(seven, truth, vector)
    if not vector:
        return {"method": "temperature", "temperature": round(1 / float(scale[0]), 4)}, report
    # Contempt's probability is dropped, so its scale and bias say nothing.
    full_scale, full_bias = np.ones(LABELS[head]), np.zeros(LABELS[head])
    full_scale[SEVEN[head]], full_bias[SEVEN[head]] = scale, bias
    return {"method": "vector", "scale": full_scale.round(4).tolist(), "bias": full_bias.round(4).tolist()}, report


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="model.pt, or a folder with model.json (then only printed)")
    parser.add_argument("--source", default="../../shared/data/fer2013")
    parser.add_argument("--part", default="held_out", choices=["public_test", "held_out"])
    args = parser.parse_args()
    model, _ = open_model(args.model, device_of_choice())
    faces = part_of(args.source, args.part)
    logits = predict(model, faces.images)
    card, reports = {}, {}
    for head, truth in truths(faces).items():
        card[head], reports[head] = calibrate(seven_logits(logits, head), truth, head)
        print(f"{head}: {json.dumps(reports[head])} -> {json.dumps(card[head])}")
    if args.model.is_file():
        args.model.with_name("calibration.json").write_text(json.dumps(card, indent=2) + "\n")
        report = {"part": args.part, "heads": reports}
        args.model.with_name("calibration-report.json").write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
