"""A detector that others published, asked what it sees in every cell of a view, so that its answers can be followed."""

from pathlib import Path

import numpy as np
import torch

from detector.losses import assign, iou
from detector.model import STRIDES
from detector.prepare import YuNet

FAINT = 0.02  # scores below are taken as nothing
BELONGS = 0.4  # least overlap of a cell's box with the face that it stands for
MISSED = 0.25  # a face that no cell scores higher is one that the teacher doesn't see


class YuNetCells:
    """A YuNet file with inputs of any size; call it with views (B, side, side, 3) uint8 BGR.

    Gives scores (B, A) and boxes (B, A, 4), corners in pixels, of all cells, in the order of `detector.model.flatten`.
    """

    def __init__(self, path: Path):
        self.network = YuNet(path)

    def __call__(self, views: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        scores, boxes = zip(*(self.one(view) for view in views))
        return torch.from_numpy(np.stack(scores)), torch.from_numpy(np.stack(boxes))

    def one(self, view: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        outputs = self.network.run(view.transpose(2, 0, 1)[None].astype(np.float32))
        scores, boxes = [], []
        for stride in STRIDES:
            score, box, _ = self.network.rows(outputs, stride)
            columns = view.shape[1] // stride
            at = np.arange(len(box))
            # Its cells count from their upper left corner.
            centre = (np.stack([at % columns, at // columns], 1) + box[:, :2]) * stride
            half = np.exp(box[:, 2:].clip(max=6)) * stride / 2
            scores.append(score.clip(max=1))
            boxes.append(np.concatenate([centre - half, centre + half], 1))
        return np.concatenate(scores), np.concatenate(boxes).astype(np.float32)


@torch.no_grad()
def assign_as(scores: torch.Tensor, boxes: torch.Tensor, rows: torch.Tensor, cells: torch.Tensor, faces: torch.Tensor):
    """What `assign` gives, but as a teacher would have it: its cells answer for a face, with its scores (B, A).

    What it takes for a face where none is, is no face; a face that it doesn't see is assigned as without it.
    """
    owner, target, counts = assign(rows, cells, faces)
    batch, cell = (scores >= FAINT).nonzero(as_tuple=True)
    truth, kind = faces[batch, :, :4], faces[batch, :, 14]  # (K, M, 4), (K, M)
    overlap = torch.nan_to_num(iou(boxes[batch, cell, None], truth), nan=-1.0)
    best, which = torch.where(kind == 1, overlap, -1.0).max(1)
    belongs = best >= BELONGS
    # Of each face, the highest score that the teacher gives it.
    seen = torch.zeros(faces.shape[:2], device=faces.device)
    seen.view(-1).scatter_reduce_(0, (batch * faces.shape[1] + which)[belongs], scores[batch, cell][belongs], "amax")
    seen = seen >= MISSED
    own = (owner >= 0) & ~seen.gather(1, owner.clamp(min=0))
    owner, target = torch.where(own, owner, -1), torch.where(own, target, 0.0)
    mine = belongs & seen[batch, which] & (owner[batch, cell] < 0)
    owner[batch[mine], cell[mine]] = which[mine]
    target[batch[mine], cell[mine]] = scores[batch, cell][mine]
    doubtful = ~belongs & (torch.where(kind == 0, overlap, -1.0).amax(1) >= BELONGS)
    counts[batch[doubtful], cell[doubtful]] = False
    return owner, target, counts | (owner >= 0)
