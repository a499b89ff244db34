"""Decode all training pictures once, and ask teachers what the annotations leave out.

    python -m detector.prepare --source ../../shared/data/faces --teacher yunet_n_dynamic.onnx --out out/prepared-faces

Training then costs arithmetic only. <out>/pixels.u8 holds every picture at its own size, half and a quarter of it, BGR;
<out>/faces.npz holds where each begins, its size, and its faces. The folder is read as it is (`detector.data.Prepared`).

A YuNet file, if one is given, looks at each picture at several sizes and mirrored. What it sees in most of them is averaged:
a face without an annotation becomes one (score from 0.6) or is neither asked for nor punished (from 0.25), and an
annotated face takes the averaged keypoints and goes half-way to the averaged box. `--mine` names a model folder, whose
mistakes (nothing there by annotation or teacher) are looked at more often.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np

from detector.data import LEVELS, Picture, is_held_out, level_size, read
from detector.evaluate import overlaps
from detector.model import STRIDES
from silent_onnxruntime import onnxruntime

SIDES = (320, 640, 960)  # of the teacher's views; all but the largest are shown mirrored as well
SEEN, SURE, MAYBE = 0.3, 0.6, 0.25  # of one view; the average that makes a face; the average that is ignored
MIRRORED = [1, 0, 2, 4, 3]


class Network:
    """A detector's file; call it with (H, W, 3) uint8 BGR.

    Gives (n, 15): score, x1, y1, x2, y2, five keypoints, in pixels of the image, best first.
    """

    lowest = SEEN
    cell_offset = 0.0

    def __init__(self, path: Path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.names = [output.name for output in self.session.get_outputs()]

    def run(self, picture: np.ndarray) -> dict[str, np.ndarray]:
        """Outputs by name for (1, 3, h, w) float32, h and w multiples of 32."""
        return dict(zip(self.names, self.session.run(self.names, {self.session.get_inputs()[0].name: picture})))

    def rows(self, outputs: dict, stride: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Scores (A,), boxes (A, 4) and keypoints (A, 10) of a stride's cells."""
        raise NotImplementedError

    def __call__(self, image: np.ndarray) -> np.ndarray:
        height, width = image.shape[:2]
        padded = np.zeros((-(-height // 32) * 32, -(-width // 32) * 32, 3), np.float32)
        padded[:height, :width] = image
        outputs = self.run(np.ascontiguousarray(padded.transpose(2, 0, 1)[None]))
        found = []
        for stride in STRIDES:
            score, box, points = self.rows(outputs, stride)
            at = np.flatnonzero(score >= self.lowest)
            columns = padded.shape[1] // stride
            cell = (np.stack([at % columns, at // columns], 1) + self.cell_offset) * stride
            box, points = box[at], points[at].reshape(-1, 5, 2) * stride + cell[:, None]
            centre, half = cell + box[:, :2] * stride, np.exp(box[:, 2:].clip(max=6)) * stride / 2
            found.append(np.concatenate([score[at, None], centre - half, centre + half, points.reshape(-1, 10)], 1))
        return best_of(np.concatenate(found))


class YuNet(Network):
    """Files of libfacedetection.train: an output for each of four kinds and each stride."""

    def rows(self, outputs, stride):
        cls, obj, box, points = (outputs[f"{kind}_{stride}"][0] for kind in ("cls", "obj", "bbox", "kps"))
        return np.sqrt((cls[:, 0] * obj[:, 0]).clip(0)), box, points


class Ours(Network):
    """Model folders of this project."""

    lowest = 0.5
    cell_offset = 0.5

    def __init__(self, folder: Path):
        super().__init__(folder / "model.onnx")

    def rows(self, outputs, stride):
        score, box, points = (outputs[f"{kind}_{stride}"][0] for kind in ("score", "box", "keypoints"))
        return score.ravel(), box.reshape(4, -1).T, points.reshape(10, -1).T


def best_of(found: np.ndarray, overlap: float = 0.45) -> np.ndarray:
    found = found[np.argsort(-found[:, 0], kind="stable")]
    kept: list[int] = []
    for i in range(len(found)):
        if not kept or overlaps(found[i : i + 1, 1:5], found[kept, 1:5]).max() <= overlap:
            kept.append(i)
    return found[kept]


def teach(teacher: YuNet, image: np.ndarray) -> np.ndarray:
    """(n, 15) what the teacher sees over all views, averaged; the score counts views without it as 0."""
    views, longest = [], max(image.shape[:2])
    for side in SIDES:
        scale = side / longest
        small = cv2.resize(
            image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        )
        for mirrored in (False, True) if side != SIDES[-1] else (False,):
            found = teacher(np.ascontiguousarray(small[:, ::-1]) if mirrored else small)
            if mirrored:
                found[:, [1, 3]] = small.shape[1] - found[:, [3, 1]]
                points = found[:, 5:].reshape(-1, 5, 2)[:, MIRRORED]
                points[..., 0] = small.shape[1] - points[..., 0]
                found[:, 5:] = points.reshape(-1, 10)
            ratio = np.tile([image.shape[1] / small.shape[1], image.shape[0] / small.shape[0]], 7)
            found[:, 1:] *= ratio
            views.append((side / longest, found))
    everything = np.concatenate([found for _, found in views])
    of_view = np.concatenate([np.full(len(found), i) for i, (_, found) in enumerate(views)])
    merged, free = [], np.ones(len(everything), bool)
    for i in np.argsort(-everything[:, 0], kind="stable"):
        if not free[i]:
            continue
        mine = free & (overlaps(everything[i : i + 1, 1:5], everything[:, 1:5])[0] >= 0.5)
        free &= ~mine
        height = everything[i, 4] - everything[i, 2]
        # A view counts if the face has a height there that the teacher was made for.
        able = [j for j, (scale, _) in enumerate(views) if 14 <= height * scale <= 400] or [of_view[i]]
        chosen = everything[mine & np.isin(of_view, able)]
        if not len(chosen):
            chosen = everything[i : i + 1]
        row = (chosen * chosen[:, :1]).sum(0) / chosen[:, 0].sum()
        row[0] = min(1.0, chosen[:, 0].sum() / len(able))
        merged.append(row)
    return np.array(merged).reshape(-1, 15)


def merge(picture: Picture, seen: np.ndarray) -> np.ndarray:
    """(n, 15) rows as in views, in stored pixels: corners, keypoints (NaN where unknown), 1 wanted or 0 ignored."""
    truth = np.concatenate([picture.boxes[:, :2], picture.boxes[:, :2] + picture.boxes[:, 2:]], 1)
    rows = np.concatenate([truth, picture.keypoints.reshape(-1, 10), np.ones((len(truth), 1))], 1)
    if len(seen):
        table = overlaps(seen[:, 1:5], truth) if len(truth) else np.zeros((len(seen), 1))
        taken: set[int] = set()
        added = []
        for i in np.argsort(-seen[:, 0], kind="stable"):
            j = int(table[i].argmax())
            if table[i, j] >= 0.4 and j not in taken:
                taken.add(j)
                if seen[i, 0] >= 0.5:
                    rows[j, 4:14] = seen[i, 5:]
                    rows[j, :4] = (rows[j, :4] + seen[i, 1:5]) / 2
            elif table[i, j] < 0.4 and seen[i, 0] >= MAYBE:
                added.append(np.concatenate([seen[i, 1:], [float(seen[i, 0] >= SURE)]]))
        rows = np.concatenate([rows, np.array(added).reshape(-1, 15)])
    return rows.astype(np.float32)


def prepare(pictures: list[Picture], out: Path, teacher, miner) -> str:
    """Write pixels.u8 and faces.npz of the pictures that are not kept apart, and say what they hold.

    `teacher` and `miner` take (H, W, 3) uint8 BGR and give (n, 15) as YuNet does; either may be None.
    """
    out.mkdir(parents=True, exist_ok=True)
    pictures = [p for p in pictures if not is_held_out(p)]
    starts, sizes, faces, mistakes, at = [], [], [], [], 0
    # Under their names only when whole: a training may have the earlier ones open, and numbers must fit pixels.
    pixels, numbers_file = out / "pixels.u8.partial", out / "faces.partial.npz"
    with open(pixels, "wb") as file:
        for n, picture in enumerate(pictures):
            image = cv2.imread(str(picture.path), cv2.IMREAD_COLOR)
            rows = merge(picture, teach(teacher, image) if teacher else np.zeros((0, 15)))
            found = miner(image)[:, 1:5] if miner else np.zeros((0, 4))
            far = overlaps(found, rows[:, :4]).max(1) < 0.1 if len(rows) else np.ones(len(found), bool)
            starts.append(at)
            sizes.append(image.shape[1::-1])
            faces.append(rows)
            mistakes.append(found[far].astype(np.float32))
            for level in range(LEVELS):
                size = level_size(image.shape[1::-1], level)
                small = cv2.resize(image, size, interpolation=cv2.INTER_AREA) if level else image
                file.write(small.tobytes())
                at += small.size
            if n % 500 == 499:
                print(f"{n + 1} of {len(pictures)}", flush=True)
    numbers, rows = np.arange(len(pictures)), np.concatenate(faces)
    np.savez(
        numbers_file,
        starts=np.array(starts),
        sizes=np.array(sizes),
        sources=np.array([p.source for p in pictures]),
        faces=rows,
        of_face=np.repeat(numbers, list(map(len, faces))),
        mistakes=np.concatenate(mistakes),
        of_mistake=np.repeat(numbers, list(map(len, mistakes))),
    )
    (out / "faces.npz").unlink(missing_ok=True)
    pixels.replace(out / "pixels.u8")
    numbers_file.replace(out / "faces.npz")
    annotated, wanted = sum(len(p.boxes) for p in pictures), int(rows[:, 14].sum())
    return (
        f"{len(pictures)} pictures, {at / 1e9:.1f} GB; {annotated} faces annotated, {wanted - annotated} added,"
        f" {len(rows) - wanted} to be ignored, {sum(map(len, mistakes))} mistakes to be looked at again"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=Path, default=Path("../../shared/data/faces"))
    parser.add_argument("--out", type=Path, default=Path("out/prepared-faces"))
    parser.add_argument("--teacher", type=Path, help="a YuNet .onnx file")
    parser.add_argument("--mine", type=Path, help="a model folder whose mistakes are collected")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    teacher, miner = args.teacher and YuNet(args.teacher), args.mine and Ours(args.mine)
    print(prepare(read(args.source), args.out, teacher, miner))


if __name__ == "__main__":
    main()
