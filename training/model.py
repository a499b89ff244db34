"""Networks that read 48 x 48 faces: residual with squeeze-and-excitation, one backbone, a head for each set of labels.

python model.py
small       1.55 M parameters   46 M multiply-adds   3.1 MB as fp16
"""

import copy

import torch
import torch.nn.functional as F
from torch import nn

HEADS = {"fer2013": 7, "ferplus": 8}

# widths and blocks of each stage (each but the first halves the picture), stride of the stem, branches in training
ARCHITECTURES = {
    "tiny": dict(widths=(8, 16, 32, 64), blocks=(1, 1, 1, 1), stem_stride=2, branches=True),
    "small": dict(widths=(24, 48, 96, 256), blocks=(1, 1, 2, 1), stem_stride=2, branches=False),
    "student": dict(widths=(32, 64, 160, 288), blocks=(1, 1, 2, 1), stem_stride=2, branches=True),
    "starter": dict(widths=(40, 80, 160, 320), blocks=(1, 2, 2, 2), stem_stride=1, branches=False),
    "teacher": dict(widths=(64, 128, 256, 512), blocks=(2, 2, 2, 2), stem_stride=1, branches=False),
    "wide": dict(widths=(96, 192, 384, 768), blocks=(2, 2, 3, 2), stem_stride=1, branches=False),
}


class RepConv(nn.Module):
    """Convolution and batch norm; in training also a 1 x 1 and an identity branch, which fuse into the one kernel.

    See Ding et al. 2021, RepVGG, https://arxiv.org/abs/2101.03697.
    """

    def __init__(self, inputs: int, outputs: int, stride: int = 1, kernel: int = 3, branches: bool = False):
        super().__init__()
        self.stride, self.kernel = stride, kernel
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        self.point = nn.Conv2d(inputs, outputs, 1, stride, bias=False) if branches else None
        self.point_norm = nn.BatchNorm2d(outputs) if branches else None
        self.identity_norm = nn.BatchNorm2d(outputs) if branches and inputs == outputs and stride == 1 else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.norm(self.conv(x))
        if self.point is not None:
            y = y + self.point_norm(self.point(x))
        if self.identity_norm is not None:
            y = y + self.identity_norm(x)
        return y

    @torch.no_grad()
    def fused(self) -> nn.Conv2d:
        """The same function, in evaluation, as one convolution."""
        kernel, bias = fold(self.conv.weight, self.norm)
        edge = self.kernel // 2
        if self.point is not None:
            weight, shift = fold(F.pad(self.point.weight, [edge] * 4), self.point_norm)
            kernel, bias = kernel + weight, bias + shift
        if self.identity_norm is not None:
            unit = torch.eye(len(kernel), device=kernel.device)[:, :, None, None]
            weight, shift = fold(F.pad(unit, [edge] * 4), self.identity_norm)
            kernel, bias = kernel + weight, bias + shift
        conv = nn.Conv2d(*kernel.shape[1::-1], self.kernel, self.stride, self.conv.padding).to(kernel.device)
        conv.weight.copy_(kernel)
        conv.bias.copy_(bias)
        return conv


def fold(weight: torch.Tensor, norm: nn.BatchNorm2d) -> tuple[torch.Tensor, torch.Tensor]:
    factor = norm.weight / (norm.running_var + norm.eps).sqrt()
    return weight * factor[:, None, None, None], norm.bias - norm.running_mean * factor


class SqueezeExcite(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.down = nn.Conv2d(channels, channels // 8, 1)
        self.up = nn.Conv2d(channels // 8, channels, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * torch.sigmoid(self.up(F.relu(self.down(x.mean((2, 3), keepdim=True)))))


def dropped(y: torch.Tensor, share: float, training: bool) -> torch.Tensor:
    """In training, the block's part of a picture is left out for this share of the pictures (Huang et al. 2016)."""
    if not training or share == 0:
        return y
    return y * (torch.rand(len(y), 1, 1, 1, device=y.device) >= share) / (1 - share)


def normalised(x: torch.Tensor) -> torch.Tensor:
    """Each picture brought to mean 0 and deviation 1."""
    x = x - x.mean((2, 3), keepdim=True)
    return x / ((x * x).mean((2, 3), keepdim=True) + 1.0).sqrt()


class Block(nn.Module):
    def __init__(self, inputs: int, outputs: int, stride: int, branches: bool, drop_path: float):
        super().__init__()
        self.first = RepConv(inputs, outputs, stride, branches=branches)
        self.second = RepConv(outputs, outputs, branches=branches)
        nn.init.zeros_(self.second.norm.weight)  # a block starts as the identity
        self.excite = SqueezeExcite(outputs)
        self.pool = nn.AvgPool2d(2) if stride == 2 else nn.Identity()
        self.skip = RepConv(inputs, outputs, kernel=1) if inputs != outputs else nn.Identity()
        self.drop_path = drop_path

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.excite(self.second(F.relu(self.first(x))))
        return F.relu(dropped(y, self.drop_path, self.training) + self.skip(self.pool(x)))


class ExpressionNet(nn.Module):
    """(B, 1, 48, 48) levels 0..255 to logits of each head, {name: (B, k)}.

    Each face is first brought to mean 0 and deviation 1, so that exposure and contrast drop out. A head is a 1 x 1
    convolution averaged over the picture, so that its map of evidence comes for free (`maps`).
    """

    def __init__(self, widths, blocks, stem_stride, branches, dropout: float = 0.2, drop_path: float = 0.0):
        super().__init__()
        self.stem = RepConv(1, widths[0], stem_stride, branches=branches)
        stages, inputs = [], widths[0]
        for stage, (outputs, count) in enumerate(zip(widths, blocks)):
            for i in range(count):
                stages.append(Block(inputs, outputs, 2 if i == 0 and stage > 0 else 1, branches, drop_path))
                inputs = outputs
        self.stages = nn.Sequential(*stages)
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({name: nn.Conv2d(inputs, k, 1) for name, k in HEADS.items()})

    def maps(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        """Evidence for each label at each place of the last grid, {name: (B, k, h, w)}; the mean is the logit."""
        features = self.dropout(self.stages(F.relu(self.stem(normalised(x)))))
        return {name: head(features) for name, head in self.heads.items()}

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        return {name: grid.float().mean((2, 3)) for name, grid in self.maps(x).items()}


class PaddedBlock(nn.Module):
    """Residual block whose skip has no weights: it is averaged to half the size, and filled up with empty channels."""

    def __init__(self, inputs: int, outputs: int, stride: int, drop_path: float):
        super().__init__()
        self.first = RepConv(inputs, outputs, stride)
        self.second = RepConv(outputs, outputs)
        self.stride, self.more, self.drop_path = stride, outputs - inputs, drop_path
        if stride == 2:
            self.first.conv.padding = (0, 0)  # padded below and at the right only, so that it sees what the skip sees

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.second(F.relu(self.first(F.pad(x, (0, 1, 0, 1)) if self.stride == 2 else x)))
        if self.stride == 2:
            x = F.pad(F.avg_pool2d(x, 2), (0, 0, 0, 0, 0, self.more))
        return F.relu(dropped(y, self.drop_path, self.training) + x)


class RecognitionNet(nn.Module):
    """(B, 1, 48, 48) levels 0..255 to logits of each head, through the layers of dlib's face recognition network.

    All but its last two convolutions (King 2017, http://dlib.net/files/, CC0); the face is enlarged to the size at which it
    knows faces. Only teachers are so large: 205 M multiply-adds. `recognition.py` reads the weights.
    """

    SIDE = 112
    # Names in the published weights; the first number is the channels.
    NAMES = [
        *("conv32_1", "conv32_2", "conv32_3", "conv64_down", "conv64_1", "conv64_2", "conv64_3"),
        *("conv128_down", "conv128_1", "conv128_2", "conv256_down", "conv256_1", "conv256_2"),
    ]

    def __init__(self, dropout: float = 0.2, drop_path: float = 0.0):
        super().__init__()
        self.stem = RepConv(1, 32, 2, kernel=7)
        stages, inputs = [], 32
        for name in self.NAMES:
            outputs = int(name[4:].split("_")[0])
            stages.append(PaddedBlock(inputs, outputs, 2 if "down" in name else 1, drop_path))
            inputs = outputs
        self.stages = nn.Sequential(*stages)
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({name: nn.Conv2d(inputs, k, 1) for name, k in HEADS.items()})

    def features(self, x: torch.Tensor) -> torch.Tensor:
        x = F.interpolate(normalised(x), size=self.SIDE, mode="bilinear").contiguous(memory_format=torch.channels_last)
        return self.stages(F.max_pool2d(F.relu(self.stem(x)), 3, 2, 1))

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        features = self.dropout(self.features(x))
        return {name: head(features).float().mean((2, 3)) for name, head in self.heads.items()}


class InvertedResidual(nn.Module):
    """More channels, a depthwise convolution, fewer channels (Sandler et al. 2018).

    What is padded unevenly, is padded below and at the right, as TensorFlow does.
    """

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int):
        super().__init__()
        inner = inputs * expansion
        self.expand = nn.Conv2d(inputs, inner, 1) if expansion > 1 else None
        self.depthwise = nn.Conv2d(inner, inner, kernel, stride, groups=inner)
        self.project = nn.Conv2d(inner, outputs, 1)
        total = kernel - stride
        self.edges = (total // 2, total - total // 2) * 2
        self.skips = stride == 1 and inputs == outputs

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = x if self.expand is None else F.relu6(self.expand(x), inplace=True)
        y = self.project(F.relu6(self.depthwise(F.pad(y, self.edges)), inplace=True))
        return x + y if self.skips else y


class ObjectNet(nn.Module):
    """(B, 1, 48, 48) levels 0..255 to logits of each head, through the layers of EfficientNet-Lite0.

    A network for things of all kinds (Tan and Le 2019, the Lite variant of 2020), whose norms are in its kernels. What sees
    edges and textures stays as it was: it knows those, and would take half of the time. Only teachers are so large: 123 M
    multiply-adds. `objects.py` reads the weights.
    """

    SIDE = 128
    # kernel, stride of the first block, expansion, channels, blocks
    STAGES = [(3, 1, 1, 16, 1), (3, 2, 6, 24, 2), (5, 2, 6, 40, 2), (3, 2, 6, 80, 3)]
    STAGES += [(5, 1, 6, 112, 3), (5, 2, 6, 192, 4), (3, 1, 6, 320, 1)]
    KEPT, FEATURES = 3, 1280  # blocks that aren't trained; channels that the heads see

    def __init__(self, dropout: float = 0.2, drop_path: float = 0.0):
        super().__init__()
        self.stem = nn.Conv2d(1, 32, 3, 2)
        blocks, inputs = [], 32
        for kernel, stride, expansion, outputs, count in self.STAGES:
            for i in range(count):
                blocks.append(InvertedResidual(inputs, outputs, kernel, stride if i == 0 else 1, expansion))
                inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.mix = nn.Conv2d(inputs, self.FEATURES, 1)
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({name: nn.Conv2d(self.FEATURES, k, 1) for name, k in HEADS.items()})
        for part in (self.stem, self.blocks[: self.KEPT]):
            part.requires_grad_(False)

    def features(self, x: torch.Tensor) -> torch.Tensor:
        x = F.interpolate(normalised(x), size=self.SIDE, mode="bilinear").contiguous(memory_format=torch.channels_last)
        x = F.relu6(self.stem(F.pad(x, (0, 1, 0, 1))))
        return F.relu6(self.mix(self.blocks(x)))

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        features = self.dropout(self.features(x))
        return {name: head(features).float().mean((2, 3)) for name, head in self.heads.items()}


# teachers that begin from weights which others published
PUBLISHED = {"recognition": RecognitionNet, "objects": ObjectNet}


def build(architecture: str, **options) -> ExpressionNet | RecognitionNet | ObjectNet:
    if architecture in PUBLISHED:
        return PUBLISHED[architecture](**options)
    return ExpressionNet(**ARCHITECTURES[architecture], **options)


def load(path, device="cpu") -> ExpressionNet:
    """A trained network from `model.pt`, in evaluation."""
    saved = torch.load(path, map_location=device, weights_only=True)
    model = build(saved["architecture"])
    model.load_state_dict(saved["state"])
    return model.to(device).eval()


def fuse(model: nn.Module) -> nn.Module:
    """A copy in evaluation with every RepConv as one convolution."""
    model = copy.deepcopy(model).eval()
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, RepConv):
                setattr(parent, name, child.fused())
    return model.eval()


@torch.no_grad()
def unfuse(model: ExpressionNet, weights: dict[str, torch.Tensor], images: torch.Tensor) -> ExpressionNet:
    """Begin `model` from the weights of a fused one (`model_folder.weights_of`), so that it can be trained on.

    Norms come back with the statistics of `images` (B, 1, 48, 48), and undo themselves: the answers stay the same.
    """

    def restore(shift):
        def hook(norm, inputs, _):
            x = inputs[0]
            norm.running_mean.copy_(x.mean((0, 2, 3)))
            norm.running_var.copy_(x.var((0, 2, 3)))
            norm.weight.copy_((norm.running_var + norm.eps).sqrt())
            norm.bias.copy_(shift + norm.running_mean)
            return x + shift[:, None, None]

        return hook

    names = {name for name, module in model.named_modules() if isinstance(module, RepConv)}
    for name in names:
        module = model.get_submodule(name)
        if module.point is not None:
            raise SystemExit("a network with branches can't begin from a fused one")
        module.conv.weight.copy_(weights[f"{name}.weight"])
    hooks = [model.get_submodule(name).norm.register_forward_hook(restore(weights[f"{name}.bias"])) for name in names]
    rest = {name: value for name, value in weights.items() if name.rpartition(".")[0] not in names}
    model.load_state_dict({**model.state_dict(), **rest})
    model.eval()(images)
    for hook in hooks:
        hook.remove()
    return model


def multiply_adds(model: nn.Module) -> int:
    """Of one face, in convolutions."""
    total = 0

    def count(conv, _, output):
        nonlocal total
        total += conv.weight.numel() * output.shape[2] * output.shape[3]

    convs = [m for m in model.modules() if isinstance(m, nn.Conv2d)]
    hooks = [conv.register_forward_hook(count) for conv in convs]
    model(torch.zeros(1, 1, 48, 48))
    for hook in hooks:
        hook.remove()
    return total


if __name__ == "__main__":
    for name in ARCHITECTURES:
        network = fuse(build(name))
        parameters = sum(p.numel() for p in network.parameters())
        print(
            f"{name:8} {parameters / 1e6:6.2f} M parameters {multiply_adds(network) / 1e6:7.0f} M multiply-adds"
            f" {parameters * 2 / 1e6:6.1f} MB as fp16"
        )
