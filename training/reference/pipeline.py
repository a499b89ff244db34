"""From a picture to faces and seven probabilities, written a second time from the conventions in docs and cards.

Where the package has a closed form or a loop of its own, this takes the general method or another library's: OpenCV
resizes, PyTorch's grid_sample warps, the similarity comes from a singular value decomposition.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageOps

from .onnx_network import OnnxNetwork

EXPRESSIONS = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
LUMA = np.array([0.299, 0.587, 0.114])  # Rec. 601
MAX_SAMPLES = 8  # of a destination pixel, along each axis
VOTE_IOU = 0.6  # what a face suppresses and overlaps at least this much has a say in where it is
ROUGH_HEIGHT = 24  # input pixels: a lower face is left to a finer look
LARGEST_SHARE = 1 / 3  # of a finer look's side: a larger face is left to a coarser one
LARGEST_ENLARGEMENT = 2.5
CONTAINMENT, AREA_RATIO = 0.6, 1.5  # share of a box inside a larger, sure face, from which it is a part of that face


@dataclass
class Face:
    box: np.ndarray  # (4,) x, y, width, height in image pixels, clipped to the image
    score: float
    keypoints: np.ndarray  # (5, 2) image pixels
    aligned: np.ndarray | None = None  # (C, H, W) float32, the classifier's input
    logits: dict[str, list[float]] | None = None  # of every head, by output name
    probabilities: dict[str, list[float]] | None = None  # of every head, seven, in the order of EXPRESSIONS


def load_image(path: Path) -> np.ndarray:
    """(H, W, 3) uint8, RGB, upright."""
    return np.asarray(ImageOps.exif_transpose(Image.open(path)).convert("RGB"))


def planes(image: np.ndarray, form: dict) -> np.ndarray:
    """(H, W, 3) RGB to (C, H, W) in a card's channel order and normalisation."""
    image = image.astype(np.float64)
    channels = {"rgb": image, "bgr": image[..., ::-1], "gray": (image @ LUMA)[..., None]}[form["channels"]]
    return ((channels - form["mean"]) / form["std"]).transpose(2, 0, 1)


def round_half_up(value: float) -> int:
    return int(np.floor(value + 0.5))


def letterbox(image: np.ndarray, side: int, multiple: int) -> tuple[np.ndarray, float, float]:
    """Scale the longest side to `side`, pad right and bottom; also image pixels per input pixel along x and y."""
    height, width = image.shape[:2]
    scale = side / max(height, width)
    w, h = (max(1, round_half_up(n * scale)) for n in (width, height))
    method = cv2.INTER_AREA if scale <= 1 else cv2.INTER_LINEAR
    # As float: OpenCV would round bytes to bytes.
    content = cv2.resize(image.astype(np.float32), (w, h), interpolation=method)
    padded = np.zeros((-(-h // multiple) * multiple, -(-w // multiple) * multiple, 3), np.float32)
    padded[:h, :w] = content
    return padded, width / w, height / h


def intersection(a: np.ndarray, b: np.ndarray) -> float:
    size = np.minimum(a[:2] + a[2:], b[:2] + b[2:]) - np.maximum(a[:2], b[:2])
    return float(size[0] * size[1]) if (size > 0).all() else 0.0


def iou(a: np.ndarray, b: np.ndarray) -> float:
    shared = intersection(a, b)
    return shared / (a[2] * a[3] + b[2] * b[3] - shared) if shared else 0.0


def is_part(box: np.ndarray, face: np.ndarray) -> bool:
    area = box[2] * box[3]
    return face[2] * face[3] > AREA_RATIO * area and intersection(box, face) > CONTAINMENT * area


class Detector:
    def __init__(self, folder: Path):
        self.card = json.loads((folder / "model.json").read_text())
        self.network = OnnxNetwork(folder / self.card["file"])

    def __call__(self, image: np.ndarray) -> list[Face]:
        """All faces of a still picture that is not so large that it is read in tiles, best score first."""
        looks = [self.look(image, *limits) for limits in self.looks(max(image.shape[:2]))]
        boxes, scores, keypoints = (np.concatenate(parts) for parts in zip(*looks))
        kept: list[list[int]] = []  # the best of each face, and who votes with it
        for i in np.argsort(-scores, kind="stable"):
            shared = [iou(boxes[i], boxes[mine[0]]) for mine in kept]
            by = next((k for k, share in enumerate(shared) if share > self.card["iouThreshold"]), None)
            if by is None:
                kept.append([i])
            elif shared[by] >= VOTE_IOU:
                kept[by].append(i)
        faces = []
        for mine in kept:
            box, points = (np.average(values[mine], 0, scores[mine] ** 2) for values in (boxes, keypoints))
            corners = np.stack([box[:2], box[:2] + box[2:]]).clip(0, image.shape[1::-1])
            faces.append(Face(np.concatenate([corners[0], corners[1] - corners[0]]), float(scores[mine[0]]), points))
        faces = [face for face in faces if (face.box[2:] > 0).all()]
        # Every face here is sure: the threshold is the card's.
        return [face for face in faces if len(looks) == 1 or not any(is_part(face.box, other.box) for other in faces)]

    def looks(self, longest: int) -> list[tuple[int, float, float]]:
        """Longest sides of the input, from coarse to fine, each with the lowest and the largest face, in image pixels."""
        multiple = self.card["input"]["multiple"]
        finest = int(np.ceil(LARGEST_ENLARGEMENT * longest / multiple)) * multiple
        first, *others = self.card["input"]["sizes"]["still"]
        sides = sorted({first, *(min(side, finest) for side in others if min(side, finest) > first)})
        largest = [np.inf] + [LARGEST_SHARE * longest] * (len(sides) - 1)
        smallest = [min(ROUGH_HEIGHT * longest / side, most) for side, most in zip(sides, largest[1:])] + [0]
        return list(zip(sides, smallest, largest))

    def look(self, image: np.ndarray, side: int, smallest: float, largest: float):
        """Boxes (n, 4), scores (n,) and keypoints (n, 5, 2) in image pixels, several of a face, of faces of such a size."""
        padded, *ratio = letterbox(image, side, self.card["input"]["multiple"])
        tensor = torch.from_numpy(planes(padded, self.card["input"]).astype(np.float32))[None]
        boxes, scores, keypoints = self.decode(self.network(tensor))
        boxes = boxes * (ratio * 2)
        seen = (boxes[:, 3] >= smallest) & (boxes[:, 2:].max(1, initial=0) <= largest)
        return boxes[seen], scores[seen], (keypoints * ratio)[seen]

    def decode(self, outputs: dict[str, torch.Tensor]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Boxes (n, 4), scores (n,) and keypoints (n, 5, 2) of at least the threshold, in input pixels."""
        decoder = self.card["decoder"]
        rows = []
        for stride in decoder["strides"]:
            read = {
                key: outputs[name.format(stride=stride)][0].double().numpy()  # (c, h, w)
                for key, name in [("box", decoder["boxes"]), ("keypoints", decoder["keypoints"])]
            }
            score = np.prod(
                [outputs[name.format(stride=stride)][0, 0].double().numpy() for name in decoder["scores"]], axis=0
            )
            score = np.minimum(1, score ** (1 / len(decoder["scores"])))
            grid = np.stack(np.meshgrid(*(np.arange(n) for n in score.shape[::-1])), axis=-1)  # (h, w, 2) x, y
            at = (score >= self.card["scoreThreshold"]).nonzero()
            centre = (grid[at] + decoder["cellOffset"]) * stride  # (n, 2)
            box = read["box"].transpose(1, 2, 0)[at]
            points = read["keypoints"].transpose(1, 2, 0)[at].reshape(-1, 5, 2)
            size = np.exp(box[:, 2:]) * stride
            corner = centre + box[:, :2] * stride - size / 2
            rows.append((np.concatenate([corner, size], 1), score[at], centre[:, None] + points * stride))
        return tuple(np.concatenate(parts) for parts in zip(*rows))


def umeyama(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """(2, 3) similarity without reflection from source to target, least squares (Umeyama 1991, eq. 40-43)."""
    source_mean, target_mean = source.mean(0), target.mean(0)
    covariance = (target - target_mean).T @ (source - source_mean) / len(source)
    u, d, vt = np.linalg.svd(covariance)
    s = np.array([1, np.sign(np.linalg.det(u) * np.linalg.det(vt))])
    rotation = u @ np.diag(s) @ vt
    scale = (d * s).sum() / ((source - source_mean) ** 2).sum(1).mean()
    return np.hstack([scale * rotation, (target_mean - scale * rotation @ source_mean)[:, None]])


def warp(image: np.ndarray, matrix: np.ndarray, width: int, height: int) -> np.ndarray:
    """(height, width, 3) float64; the first pixel's centre is at 0.5, edges replicated, k x k samples where it shrinks."""
    inverse = np.linalg.inv(np.vstack([matrix, [0, 0, 1]]))[:2]
    span = np.linalg.norm(inverse[:, :2], axis=0).max()
    k = int(np.clip(np.ceil(span - 1e-6), 1, MAX_SAMPLES))
    offsets = (np.arange(k) + 0.5) / k
    x = (np.arange(width)[:, None] + offsets).ravel()
    y = (np.arange(height)[:, None] + offsets).ravel()
    grid = np.stack([*np.meshgrid(x, y), np.ones((len(y), len(x)))])  # (3, height * k, width * k)
    source = np.tensordot(inverse, grid, 1)  # (2, ...) x, y
    size = np.array(image.shape[1::-1])[:, None, None]
    # grid_sample: -1 and 1 are the picture's edges.
    normalised = torch.from_numpy((2 * source / size - 1).transpose(1, 2, 0))[None]
    pixels = torch.from_numpy(image.astype(np.float64).transpose(2, 0, 1))[None]
    sampled = F.grid_sample(pixels, normalised, mode="bilinear", padding_mode="border", align_corners=False)
    return F.avg_pool2d(sampled, k)[0].permute(1, 2, 0).numpy()


class Classifier:
    def __init__(self, folder: Path):
        self.card = json.loads((folder / "model.json").read_text())
        self.network = OnnxNetwork(folder / self.card["file"])

    def align(self, image: np.ndarray, keypoints: np.ndarray) -> np.ndarray:
        """(C, H, W) float32, the network's input for one face."""
        form = self.card["input"]
        matrix = umeyama(keypoints, np.array(self.card["template"]))
        return planes(warp(image, matrix, form["width"], form["height"]), form).astype(np.float32)

    def __call__(self, aligned: np.ndarray) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
        """One face (C, H, W) to its logits by output and its seven probabilities by head."""
        outputs = self.network(torch.from_numpy(aligned)[None])
        heads = self.card["heads"]
        logits = {head["output"]: outputs[head["output"]][0].double().tolist() for head in heads.values()}
        return logits, {
            name: self.probabilities(np.array(logits[head["output"]]), head) for name, head in heads.items()
        }

    def probabilities(self, logits: np.ndarray, head: dict) -> list[float]:
        kept = [head["labels"].index(name) for name in EXPRESSIONS]
        seven = calibrated(logits[kept], for_seven(head["calibration"], kept))
        odds = np.exp(seven - seven.max())
        return (odds / odds.sum()).tolist()


def for_seven(calibration: dict, kept: list[int]) -> dict:
    """A head's calibration without the numbers of labels that aren't among the seven."""
    if calibration["method"] != "vector":
        return calibration
    return {**calibration, **{key: np.array(calibration[key])[kept].tolist() for key in ("scale", "bias")}}


def calibrated(seven: np.ndarray, calibration: dict) -> np.ndarray:
    """Logits (..., 7) so that their softmax says how often they are right."""
    if calibration["method"] == "temperature":
        return seven / calibration["temperature"]
    if calibration["method"] == "entropy-temperature":
        return seven / np.exp(calibration["weight"] * relative_entropy(seven) + calibration["bias"])[..., None]
    return seven * np.array(calibration["scale"]) + np.array(calibration["bias"])


def relative_entropy(seven: np.ndarray) -> np.ndarray:
    """(..., 7) logits to (...): their entropy's share of the largest possible."""
    odds = np.exp(seven - seven.max(-1, keepdims=True))
    p = odds / odds.sum(-1, keepdims=True)
    return -(p * np.log(np.maximum(p, 1e-300))).sum(-1) / np.log(p.shape[-1])
