"""Which cell answers for which face, and what a wrong answer costs."""

import torch
import torch.nn.functional as F

from detector.model import decode

TOP = 10  # most cells a face
SCORE_POWER, OVERLAP_POWER = 1.0, 4.0
BOX_WEIGHT, POINT_WEIGHT = 2.0, 1.0


def pairwise_iou(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """(B, M, 4) and (B, A, 4) corners to (B, M, A)."""
    low = torch.maximum(a[:, :, None, :2], b[:, None, :, :2])
    high = torch.minimum(a[:, :, None, 2:], b[:, None, :, 2:])
    shared = (high - low).clamp(min=0).prod(-1)
    area = lambda box: (box[..., 2:] - box[..., :2]).clamp(min=0).prod(-1)  # noqa: E731
    return shared / (area(a)[:, :, None] + area(b)[:, None, :] - shared).clamp(min=1e-6)


@torch.no_grad()
def assign(scores, boxes, cells, faces):
    """Task-aligned assignment (Feng et al. 2021) with a dynamic number of cells a face (Ge et al. 2021, SimOTA).

    scores (B, A), boxes (B, A, 4) as predicted, cells (A, 3), faces (B, M, 15).
    Returns for each cell: the face's index (B, A) or -1, the score that it should have (B, A), and whether it counts (B, A).
    """
    truth = torch.nan_to_num(faces[..., :4])
    wanted = faces[..., 14] == 1  # NaN compares false
    overlap = pairwise_iou(truth, boxes)
    centre, stride = cells[:, :2], cells[:, 2]
    middle, half = (truth[..., :2] + truth[..., 2:]) / 2, (truth[..., 2:] - truth[..., :2]) / 2
    # A face smaller than a cell may lie between centres: its neighbourhood is at least the cell.
    reach = torch.maximum(half[:, :, None], stride[None, None, :, None] * 0.75)
    near = ((centre - middle[:, :, None]).abs() < reach).all(-1) & wanted[:, :, None]  # (B, M, A)
    # With random weights no overlap tells anything yet: closeness to the centre, at a fitting stride, breaks the tie.
    size = (half.prod(-1).sqrt() * 2)[:, :, None]
    fit = torch.exp(-(((centre - middle[:, :, None]).norm(dim=-1) / size.clamp(min=1)) ** 2))
    fit = fit * torch.exp(-((size.clamp(min=1) / stride / 3).log() ** 2))
    metric = (scores[:, None] ** SCORE_POWER * overlap**OVERLAP_POWER + 1e-6 * fit) * near
    k = min(TOP, metric.shape[2])
    best, where = metric.topk(k, dim=2)
    count = (overlap * near).topk(k, dim=2).values.sum(2).round().clamp(min=1)  # (B, M)
    chosen = torch.zeros_like(near).scatter_(2, where, torch.arange(k, device=near.device) < count[..., None]) & near
    # A cell that two faces want goes to the better.
    metric = metric * chosen
    owner = metric.argmax(1)
    taken = chosen.any(1)
    mine = F.one_hot(owner, chosen.shape[1]).transpose(1, 2).bool() & chosen
    strongest = (metric * mine).amax(2, keepdim=True).clamp(min=1e-12)
    most = (overlap * mine).amax(2, keepdim=True)
    target = (metric * mine / strongest * most.clamp(min=0.1)).amax(1)
    inside = ((centre - middle[:, :, None]).abs() < half[:, :, None]).all(-1)
    ignored = (inside & (faces[..., 14] == 0)[:, :, None]).any(1) & ~taken
    return torch.where(taken, owner, -1), target, ~ignored


def eiou_loss(boxes: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """(n,) 1 - EIoU of matched corners (Zhang et al. 2022)."""
    low, high = torch.maximum(boxes[:, :2], truth[:, :2]), torch.minimum(boxes[:, 2:], truth[:, 2:])
    shared = (high - low).clamp(min=0).prod(1)
    size, true_size = boxes[:, 2:] - boxes[:, :2], truth[:, 2:] - truth[:, :2]
    iou = shared / (size.prod(1) + true_size.prod(1) - shared).clamp(min=1e-6)
    hull = torch.maximum(boxes[:, 2:], truth[:, 2:]) - torch.minimum(boxes[:, :2], truth[:, :2])
    apart = ((boxes[:, :2] + boxes[:, 2:] - truth[:, :2] - truth[:, 2:]) / 2).square().sum(1)
    squares = hull.square()
    unlike = ((size - true_size).square() / squares.clamp(min=1e-6)).sum(1)
    return 1 - iou + apart / squares.sum(1).clamp(min=1e-6) + unlike


def detection_loss(rows: torch.Tensor, cells: torch.Tensor, faces: torch.Tensor) -> torch.Tensor:
    """Quality focal loss of scores, EIoU of boxes, smooth L1 of keypoints over the face's size."""
    boxes, points = decode(rows, cells)
    logits = rows[..., 0]
    owner, target, counts = assign(logits.sigmoid(), boxes, cells, faces)
    taken = owner >= 0
    total = target[taken].sum().clamp(min=1)
    focus = (logits.sigmoid() - target).detach().abs() ** 2
    score = (F.binary_cross_entropy_with_logits(logits, target, reduction="none") * focus * counts).sum() / total
    if not taken.any():
        return score
    batch, _ = taken.nonzero(as_tuple=True)
    truth = faces[batch, owner[taken]]
    weight = target[taken]
    box = (eiou_loss(boxes[taken], truth[:, :4]) * weight).sum() / total
    true_points = truth[:, 4:14].unflatten(1, (5, 2))
    known = torch.isfinite(true_points).all(-1)  # (n, 5)
    size = (truth[:, 2:4] - truth[:, :2]).prod(1).clamp(min=1).sqrt()
    off = (points[taken] - torch.nan_to_num(true_points)) / size[:, None, None]
    point = F.smooth_l1_loss(off * 10, torch.zeros_like(off), reduction="none").mean(-1)
    point = (point * known * weight[:, None]).sum() / (known * weight[:, None]).sum().clamp(min=1)
    return score + BOX_WEIGHT * box + POINT_WEIGHT * point


def imitation_loss(rows: torch.Tensor, cells: torch.Tensor, teacher_rows: torch.Tensor) -> torch.Tensor:
    """Follow a teacher's scores everywhere, and its boxes and keypoints where it sees a face."""
    theirs = teacher_rows[..., 0].sigmoid()
    focus = (rows[..., 0].sigmoid() - theirs).detach().abs() ** 2
    total = theirs.sum().clamp(min=1)
    score = (F.binary_cross_entropy_with_logits(rows[..., 0], theirs, reduction="none") * focus).sum() / total
    sure = theirs > 0.3
    if not sure.any():
        return score
    geometry = F.smooth_l1_loss(rows[..., 1:][sure], teacher_rows[..., 1:][sure], reduction="none").mean(-1)
    return score + (geometry * theirs[sure]).sum() / total
