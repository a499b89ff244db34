"""What a network gets right, on which labels, and how well it knows it."""

import math

import numpy as np
import torch

from data import FERPLUS, Faces
from reference.pipeline import EXPRESSIONS, calibrated, for_seven

# For each head, which logit is which of the seven, in the order of EXPRESSIONS.
SEVEN = {"fer2013": list(range(7)), "ferplus": [FERPLUS.index(name) for name in EXPRESSIONS]}
BINS = 15


@torch.no_grad()
def predict(model: torch.nn.Module, images: np.ndarray, change=None, batch: int = 512) -> dict[str, np.ndarray]:
    """Logits of each head, {name: (n, k)}; `change` degrades a batch first."""
    device = next((p.device for p in model.parameters()), torch.device("cpu"))
    parts: dict[str, list] = {}
    for start in range(0, len(images), batch):
        x = torch.from_numpy(images[start : start + batch]).to(device)[:, None].float()
        x = change(x) if change else x
        for name, logits in model(x).items():
            parts.setdefault(name, []).append(logits.float().cpu().numpy())
    return {name: np.concatenate(rows) for name, rows in parts.items()}


def truths(faces: Faces) -> dict[str, np.ndarray]:
    """Labels to compare with, (n,) in the order of EXPRESSIONS, -1 where there is none."""
    return {"fer2013": faces.labels, "ferplus": faces.ferplus_majority()}


def seven_logits(logits: dict[str, np.ndarray], head: str) -> np.ndarray:
    """(n, 7): dropping contempt's logit is the same as dropping its probability and rescaling the rest."""
    return logits[head][:, SEVEN[head]].astype(np.float64)


def apply(seven: np.ndarray, head: str, calibration: dict) -> np.ndarray:
    """(n, 7) logits by a card's calibration of this head."""
    return calibrated(seven, for_seven(calibration, SEVEN[head]))


def softmax(logits: np.ndarray) -> np.ndarray:
    e = np.exp(logits - logits.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    share, centre = hits / n, (hits / n + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return centre - half, centre + half


def reliability(probabilities: np.ndarray, truth: np.ndarray) -> list[dict]:
    """Bins of equal width over the largest probability: count, mean confidence, accuracy."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == truth
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        {"n": int(m.sum()), "confidence": float(confidence[m].mean()), "accuracy": float(right[m].mean())}
        for m in (bins == b for b in range(BINS))
        if m.any()
    ]


def calibration_error(probabilities: np.ndarray, truth: np.ndarray) -> float:
    """Expected calibration error (Guo et al. 2017)."""
    rows = reliability(probabilities, truth)
    return sum(row["n"] * abs(row["confidence"] - row["accuracy"]) for row in rows) / len(truth)


def error_by_chance(probabilities: np.ndarray, draws: int = 50) -> float:
    """The calibration error that exact probabilities would show on as many faces: no fit can be seen to go below it.

    Outcomes are drawn with the stated confidence; the mean over the draws.
    """
    random, confidence = np.random.default_rng(0), probabilities.max(1)
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    right = random.random((draws, len(confidence))) < confidence
    off = [np.abs((right[:, bins == b] - confidence[bins == b]).sum(1)) for b in range(BINS)]
    return float(sum(off).mean() / len(confidence))


def confusion(predicted: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """(7, 7) counts, rows = truth."""
    return np.bincount(truth * 7 + predicted, minlength=49).reshape(7, 7)


def scores(seven: np.ndarray, truth: np.ndarray) -> dict:
    """Measures of (n, 7) calibrated logits against labels; faces without a label are left out."""
    known = truth >= 0
    probabilities, truth = softmax(seven[known]), truth[known]
    predicted = probabilities.argmax(1)
    hits, n = int((predicted == truth).sum()), len(truth)
    table = confusion(predicted, truth)
    return {
        "n": n,
        "accuracy": hits / n,
        "interval95": wilson(hits, n),
        "logLoss": float(-np.log(np.maximum(probabilities[np.arange(n), truth], 1e-12)).mean()),
        "calibrationError": calibration_error(probabilities, truth),
        "calibrationErrorByChance": error_by_chance(probabilities),
        "recall": {name: table[i, i] / max(1, table[i].sum()) for i, name in enumerate(EXPRESSIONS)},
        "confusion": table.tolist(),
        "reliability": reliability(probabilities, truth),
    }


def summary(model: torch.nn.Module, faces: Faces) -> dict:
    """Accuracy of each head on its own labels, for a line in a log."""
    logits = predict(model, faces.images)
    row = {}
    for head, truth in truths(faces).items():
        known = truth >= 0
        if head in logits and known.any():
            right = seven_logits(logits, head)[known].argmax(1) == truth[known]
            row[head] = round(float(right.mean()), 4)
    return row
