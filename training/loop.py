"""The training loop: SGD, AdamW or SAM, cosine schedule, averaged weights, checkpoints that survive a kill.

Nothing random outlives a step: the order of an epoch comes from (seed, epoch) and everything else from (seed, step).
So a checkpoint needs no generator's state, and a run that was killed ends with the same weights as one that was not.
"""

import copy
import json
import math
import os
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import torch
import torch.distributed as workers

Batch = tuple[torch.Tensor, ...]


def device_of_choice() -> torch.device:
    if torch.cuda.is_available():
        torch.backends.cudnn.benchmark = True
        torch.set_float32_matmul_precision("high")
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def fit(
    model: torch.nn.Module,
    n: int,
    batch_of: Callable[[torch.Tensor], Batch],
    loss_of: Callable[[torch.nn.Module, Batch], torch.Tensor],
    report: Callable[[torch.nn.Module], dict],
    settings,
    architecture: str,
    schedule: Callable[[int, int, float, float], float] | None = None,
    may_change: tuple[str, ...] = (),
) -> torch.nn.Module:
    """Train `model` in place and return its averaged twin.

    schedule(step, total, warmup, peak) is the learning rate, `learning_rate` by default; a run may go on with other values
    of the settings named in `may_change`. Under torchrun each worker takes its share of every batch; gradients are averaged.

    batch_of(index) prepares a batch in float32; loss_of(model, batch) runs under autocast; report(averaged) measures.
    `settings` has: out, seed, epochs, batch, optimizer, lr, momentum, weight_decay, warmup_epochs, average, sam_rho, bf16,
    compile, report_every (epochs), save_seconds.
    """
    out = Path(settings.out)
    out.mkdir(parents=True, exist_ok=True)
    device = next(model.parameters()).device
    model = model.to(memory_format=torch.channels_last)
    averaged = copy.deepcopy(model).eval().requires_grad_(False)
    optimizer = optimizer_of(model, settings)
    start = resume(out / "last.pt", model, averaged, optimizer, settings, may_change)
    rank, worker_count = worker()
    run = torch.compile(model) if settings.compile else model

    steps_per_epoch = max(1, n // settings.batch)
    total = settings.epochs * steps_per_epoch
    total_loss, counted, began, saved_at = torch.zeros((), device=device), 0, time.monotonic(), time.monotonic()
    for step in range(start, total):
        epoch, place = divmod(step, steps_per_epoch)
        index = epoch_order(n, settings.seed, epoch)[place * settings.batch :][: settings.batch].to(device)
        index = index[rank::worker_count]
        for group in optimizer.param_groups:
            group["lr"] = (schedule or learning_rate)(
                step, total, settings.warmup_epochs * steps_per_epoch, settings.lr
            )
        seed = (settings.seed * 1_000_003 + step) * worker_count + rank
        torch.manual_seed(seed)
        batch = batch_of(index)

        def backward(seed=seed, batch=batch):
            torch.manual_seed(seed)  # SAM's two passes drop the same units
            with torch.autocast(device.type, torch.bfloat16, enabled=settings.bf16):
                loss = loss_of(run, batch)
            loss.backward()
            share_gradients(model, worker_count)
            return loss.detach()

        model.train()
        loss = backward()
        if settings.sam_rho > 0:
            ascent = climb(model, settings.sam_rho)
            backward()
            descend(ascent)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        average(averaged, model, min(settings.average, (1 + step) / (10 + step)))
        total_loss += loss
        counted += 1

        epoch_ends = place == steps_per_epoch - 1
        last = step == total - 1
        if rank:
            continue
        if epoch_ends and ((epoch + 1) % settings.report_every == 0 or last):
            row = {
                "epoch": epoch + 1,
                "loss": round(float(total_loss) / counted, 4),
                "stepMs": round((time.monotonic() - began) / counted * 1000, 1),
                **report(averaged),
            }
            total_loss.zero_()
            counted, began = 0, time.monotonic()
            print(json.dumps(row), flush=True)
            with open(out / "log.jsonl", "a") as log:
                log.write(json.dumps(row) + "\n")
        if last or time.monotonic() - saved_at > settings.save_seconds:
            save(out / "last.pt", step + 1, model, averaged, optimizer, settings)
            saved_at = time.monotonic()
    if rank == 0:
        atomic_save(
            {"architecture": architecture, "state": averaged.state_dict(), "settings": asdict(settings)},
            out / "model.pt",
        )
    if worker_count > 1:
        # Whoever leaves while the others' last messages are on their way is killed by gloo's threads.
        workers.barrier()
        workers.destroy_process_group()
    return averaged


def worker() -> tuple[int, int]:
    """This process's number among those that torchrun started, and how many they are."""
    count = int(os.environ.get("WORLD_SIZE", 1))
    if count > 1 and not workers.is_initialized():
        workers.init_process_group("gloo")
    return (workers.get_rank(), count) if count > 1 else (0, 1)


def share_gradients(model: torch.nn.Module, worker_count: int) -> None:
    """Average gradients over workers; all networks must have a gradient for the same parameters."""
    if worker_count == 1:
        return
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    flat = torch.cat([g.flatten() for g in gradients])
    workers.all_reduce(flat)
    flat /= worker_count
    for gradient, mean in zip(gradients, flat.split([g.numel() for g in gradients])):
        gradient.copy_(mean.view_as(gradient))


def epoch_order(n: int, seed: int, epoch: int) -> torch.Tensor:
    return torch.randperm(n, generator=torch.Generator().manual_seed(seed * 100_003 + epoch))


def learning_rate(step: int, total: int, warmup: float, peak: float) -> float:
    """Linear warm-up, then half a cosine to 0."""
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + math.cos(math.pi * (step - warmup) / max(1, total - warmup))) / 2


def flat_then_down(step: int, total: int, warmup: float, peak: float, share: float) -> float:
    """Linear warm-up, a flat part, and a straight way to 0 over the last `share`: the end may be moved while it is flat."""
    return peak * min(1, (step + 1) / max(1, warmup), (total - step) / (share * total))


def optimizer_of(model: torch.nn.Module, settings) -> torch.optim.Optimizer:
    groups = weight_groups(model, settings.weight_decay)
    if settings.optimizer == "sgd":
        return torch.optim.SGD(groups, lr=settings.lr, momentum=settings.momentum, nesterov=True)
    if settings.optimizer == "adamw":
        return torch.optim.AdamW(groups, lr=settings.lr, betas=(settings.momentum, 0.999))
    raise SystemExit(f"optimizer must be sgd or adamw, got {settings.optimizer}")


def weight_groups(model: torch.nn.Module, weight_decay: float) -> list[dict]:
    """Norms and biases don't decay."""
    decayed = [p for p in model.parameters() if p.ndim > 1]
    rest = [p for p in model.parameters() if p.ndim <= 1]
    return [{"params": decayed, "weight_decay": weight_decay}, {"params": rest, "weight_decay": 0.0}]


@torch.no_grad()
def average(averaged: torch.nn.Module, model: torch.nn.Module, keep: float) -> None:
    """Exponential moving average of weights and of the norms' statistics."""
    ours, theirs = averaged.state_dict(), model.state_dict()
    floats = [key for key, value in ours.items() if value.is_floating_point()]
    torch._foreach_lerp_([ours[key] for key in floats], [theirs[key] for key in floats], 1 - keep)


@torch.no_grad()
def climb(model: torch.nn.Module, rho: float) -> list[tuple[torch.nn.Parameter, torch.Tensor]]:
    """SAM's first half (Foret et al. 2021): go uphill by `rho` and forget the gradient."""
    parameters = [p for p in model.parameters() if p.grad is not None]
    norm = torch.stack(torch._foreach_norm([p.grad for p in parameters])).norm()
    steps = []
    for parameter in parameters:
        step = parameter.grad * (rho / (norm + 1e-12))
        parameter.add_(step)
        parameter.grad = None
        steps.append((parameter, step))
    return steps


@torch.no_grad()
def descend(steps: list[tuple[torch.nn.Parameter, torch.Tensor]]) -> None:
    for parameter, step in steps:
        parameter.sub_(step)


def save(path: Path, step: int, model, averaged, optimizer, settings) -> None:
    state = {
        "step": step,
        "model": model.state_dict(),
        "averaged": averaged.state_dict(),
        "optimizer": optimizer.state_dict(),
        "settings": asdict(settings),
    }
    atomic_save(state, path)


def atomic_save(value, path: Path) -> None:
    """A reader sees the old file or the new one, whenever the process dies."""
    temporary = path.with_suffix(".tmp")
    with open(temporary, "wb") as file:
        torch.save(value, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def resume(path: Path, model, averaged, optimizer, settings, may_change: tuple[str, ...] = ()) -> int:
    """Load a checkpoint of the same settings, but for those that may change; return the step to go on from."""
    if not path.exists():
        return 0
    saved = torch.load(path, map_location=next(model.parameters()).device, weights_only=True)
    now = asdict(settings)
    changed = [key for key in now.keys() | saved["settings"].keys() if saved["settings"].get(key) != now.get(key)]
    changed = sorted(set(changed) - set(may_change))
    if changed:
        raise SystemExit(
            f"{path} was made with other settings ({', '.join(changed)}): remove it or choose another --out"
        )
    model.load_state_dict(saved["model"])
    averaged.load_state_dict(saved["averaged"])
    optimizer.load_state_dict(saved["optimizer"])
    print(f"{path}: going on from step {saved['step']}", flush=True)
    return saved["step"]
