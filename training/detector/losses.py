"""Which cell answers for which face, and what a wrong answer costs."""

import torch
import torch.nn.functional as F

from detector.model import STRIDES, decode

TOP = 10  # most cells a face
REACH = 2  # cells at each side of the one that holds a face's centre may answer for it
SCORE_POWER, OVERLAP_POWER = 1.0, 4.0
FITTING, TOLERANCE = 4.0, 0.8  # strides that a face should measure, and how far from it (log) its cells may stray
SCORE_WEIGHT, BOX_WEIGHT, POINT_WEIGHT = 3.0, 2.0, 1.0  # before face-4 the score's was 1


def iou(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """(..., 4) corners each, pair by pair."""
    low, high = torch.maximum(a[..., :2], b[..., :2]), torch.minimum(a[..., 2:], b[..., 2:])
    shared = (high - low).clamp(min=0).prod(-1)
    areas = [(box[..., 2:] - box[..., :2]).clamp(min=0).prod(-1) for box in (a, b)]
    return shared / (areas[0] + areas[1] - shared).clamp(min=1e-6)


def candidates(middle: torch.Tensor, half: torch.Tensor, cells: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Cells that may answer for faces with centres (N, 2) and half sizes (N, 2): indices (N, C) of A cells, and which count.

    Of every stride the square about the centre, as far as it lies in the face and in the picture.
    """
    offsets = torch.arange(-REACH, REACH + 1, device=middle.device)
    dy, dx = (grid.flatten() for grid in torch.meshgrid(offsets, offsets, indexing="ij"))
    indices, valid, start = [], [], 0
    for stride in STRIDES:
        mine = cells[cells[:, 2] == stride]
        columns, rows = (round(float(mine[:, axis].max()) / stride + 0.5) for axis in (0, 1))
        at = (middle / stride).floor().long()
        x, y = at[:, :1] + dx, at[:, 1:] + dy
        inside = (x >= 0) & (x < columns) & (y >= 0) & (y < rows)
        # A face smaller than a cell may lie between centres: its neighbourhood is at least the cell.
        reach = half.clamp(min=0.75 * stride)
        near = (((x + 0.5) * stride - middle[:, :1]).abs() < reach[:, :1]) & (
            ((y + 0.5) * stride - middle[:, 1:]).abs() < reach[:, 1:]
        )
        indices.append(start + y.clamp(0, rows - 1) * columns + x.clamp(0, columns - 1))
        valid.append(inside & near)
        start += rows * columns
    return torch.cat(indices, 1), torch.cat(valid, 1)


@torch.no_grad()
def assign(rows, cells, faces):
    """Task-aligned assignment (Feng et al. 2021) with a dynamic number of cells a face (Ge et al. 2021, SimOTA).

    rows (B, A, 15), cells (A, 3), faces (B, M, 15). Only cells near a face's centre are looked at, so that the cost is that
    of the faces. Returns for each cell: the face's index (B, A) or -1, the score that it should have (B, A), and whether it
    counts (B, A).
    """
    n, cell_count = rows.shape[:2]
    device = rows.device
    owner = torch.full((n * cell_count,), -1, device=device)
    target = torch.zeros(n * cell_count, device=device)
    batch, which = (faces[..., 14] == 1).nonzero(as_tuple=True)  # NaN compares false
    if len(batch):
        truth = faces[batch, which, :4]
        middle, half = (truth[:, :2] + truth[:, 2:]) / 2, (truth[:, 2:] - truth[:, :2]) / 2
        index, valid = candidates(middle, half, cells)
        near = rows[batch[:, None], index]  # (N, C, 15)
        boxes, _ = decode(near, cells[index])
        overlap = iou(truth[:, None], boxes) * valid
        # The fitting stride is preferred throughout, which keeps a face at one stride from view to view. With random
        # weights no overlap tells anything yet: closeness to the centre breaks the tie.
        size = (half.prod(-1).sqrt() * 2).clamp(min=1)[:, None]
        fit = torch.exp(-((size / cells[index][..., 2] / FITTING).log() / TOLERANCE).square())
        close = torch.exp(-((cells[index][..., :2] - middle[:, None]).norm(dim=-1) / size).square())
        metric = (near[..., 0].sigmoid() ** SCORE_POWER * overlap**OVERLAP_POWER + 1e-6 * close) * fit * valid
        best, place = metric.topk(min(TOP, metric.shape[1]), dim=1)
        count = overlap.gather(1, place).sum(1).round().clamp(min=1)
        chosen = (torch.arange(best.shape[1], device=device) < count[:, None]) & (best > 0)
        flat = (batch[:, None] * cell_count + index.gather(1, place))[chosen]
        value, face = best[chosen], torch.arange(len(batch), device=device)[:, None].expand_as(best)[chosen]
        # A cell that two faces want goes to the better.
        highest = torch.zeros_like(target).scatter_reduce(0, flat, value, "amax")
        won = value == highest[flat]
        flat, value, face, shared = flat[won], value[won], face[won], overlap.gather(1, place)[chosen][won]
        strongest = torch.zeros(len(batch), device=device).scatter_reduce(0, face, value, "amax").clamp(min=1e-12)
        most = torch.zeros(len(batch), device=device).scatter_reduce(0, face, shared, "amax")
        owner[flat] = which[face]
        target[flat] = value / strongest[face] * most[face].clamp(min=0.1)
    owner, target = owner.view(n, cell_count), target.view(n, cell_count)
    counts = torch.ones_like(owner, dtype=torch.bool)
    batch, which = (faces[..., 14] == 0).nonzero(as_tuple=True)
    if len(batch):
        box, centre = faces[batch, which, :4], cells[:, :2]
        inside = ((centre > box[:, None, :2]) & (centre < box[:, None, 2:])).all(-1)  # (I, A)
        covered = torch.zeros(n, cell_count, device=device).index_add_(0, batch, inside.float()) > 0
        counts = ~(covered & (owner < 0))
    return owner, target, counts


def eiou_loss(boxes: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """(n,) 1 - EIoU of matched corners (Zhang et al. 2022)."""
    low, high = torch.maximum(boxes[:, :2], truth[:, :2]), torch.minimum(boxes[:, 2:], truth[:, 2:])
    shared = (high - low).clamp(min=0).prod(1)
    size, true_size = boxes[:, 2:] - boxes[:, :2], truth[:, 2:] - truth[:, :2]
    overlap = shared / (size.prod(1) + true_size.prod(1) - shared).clamp(min=1e-6)
    hull = torch.maximum(boxes[:, 2:], truth[:, 2:]) - torch.minimum(boxes[:, :2], truth[:, :2])
    apart = ((boxes[:, :2] + boxes[:, 2:] - truth[:, :2] - truth[:, 2:]) / 2).square().sum(1)
    squares = hull.square()
    unlike = ((size - true_size).square() / squares.clamp(min=1e-6)).sum(1)
    return 1 - overlap + apart / squares.sum(1).clamp(min=1e-6) + unlike


def detection_loss(rows: torch.Tensor, cells: torch.Tensor, faces: torch.Tensor, assignment=None) -> torch.Tensor:
    """Quality focal loss of scores, EIoU of boxes, smooth L1 of keypoints over the face's size.

    `assignment` is what `assign` gives, which is also the default.
    """
    logits = rows[..., 0]
    owner, target, counts = assignment or assign(rows.detach(), cells, faces)
    batch, cell = (owner >= 0).nonzero(as_tuple=True)
    total = target[batch, cell].sum().clamp(min=1)
    focus = (logits.sigmoid() - target).detach().abs() ** 2
    score = (
        SCORE_WEIGHT
        * (F.binary_cross_entropy_with_logits(logits, target, reduction="none") * focus * counts).sum()
        / total
    )
    if not len(batch):
        return score
    boxes, points = decode(rows[batch, cell], cells[cell])
    truth = faces[batch, owner[batch, cell]]
    weight = target[batch, cell]
    box = (eiou_loss(boxes, truth[:, :4]) * weight).sum() / total
    true_points = truth[:, 4:14].unflatten(1, (5, 2))
    known = torch.isfinite(true_points).all(-1)  # (n, 5)
    size = (truth[:, 2:4] - truth[:, :2]).prod(1).clamp(min=1).sqrt()
    off = (points - torch.nan_to_num(true_points)) / size[:, None, None]
    point = F.smooth_l1_loss(off * 10, torch.zeros_like(off), reduction="none").mean(-1)
    point = (point * known * weight[:, None]).sum() / (known * weight[:, None]).sum().clamp(min=1)
    return score + BOX_WEIGHT * box + POINT_WEIGHT * point
