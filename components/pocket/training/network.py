"""The network in torch, as it is trained; components/pocket/network.py computes the same in numpy.

RMSNorm without weights, rotary positions, a token shift before attention (it makes copying easy), normed queries and
keys, squared ReLU, one embedding for reading and writing.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SHARPNESS = 1.5  # of attention: normed queries and keys are never longer than one


def norm(x: Tensor) -> Tensor:
    return F.rms_norm(x, (x.shape[-1],))


def rotations(length: int, head: int) -> tuple[Tensor, Tensor]:
    angles = torch.arange(length)[:, None] / 10_000 ** (torch.arange(0, head, 2) / head)[None]
    return angles.cos(), angles.sin()


def rotated(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, a * sin + b * cos), -1)


class Block(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.up = nn.Linear(width, 4 * width, bias=False)
        self.down = nn.Linear(4 * width, width, bias=False)
        self.mix = nn.Parameter(torch.linspace(0, 0.6, width))
        for layer in (self.qkv, self.up):
            nn.init.normal_(layer.weight, std=width**-0.5)
        for layer in (self.out, self.down):
            nn.init.zeros_(layer.weight)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        batch, length, width = x.shape
        y = norm(x)
        y = y + self.mix * (F.pad(y, (0, 0, 1, 0))[:, :-1] - y)
        shape = (batch, length, 3, self.heads, width // self.heads)
        q, k, v = self.qkv(y).view(shape).permute(2, 0, 3, 1, 4)
        q, k = rotated(norm(q), cos, sin) * SHARPNESS, rotated(norm(k), cos, sin)
        # Written out: on a processor its gradient costs a quarter of what that of torch's own attention does.
        scores = (q @ k.mT) * (width // self.heads) ** -0.5
        future = torch.ones(length, length, dtype=torch.bool, device=x.device).triu(1)
        seen = scores.masked_fill(future, -torch.inf).softmax(-1).to(v.dtype) @ v
        x = x + self.out(seen.transpose(1, 2).reshape(batch, length, width))
        return x + self.down(F.relu(self.up(norm(x))).square())


class Network(nn.Module):
    cos: Tensor
    sin: Tensor

    def __init__(self, vocabulary: int, width: int, layers: int, heads: int, context: int = 1024) -> None:
        super().__init__()
        self.config = {"width": width, "layers": layers, "heads": heads, "context": context}
        self.embedding = nn.Embedding(vocabulary, width)
        nn.init.normal_(self.embedding.weight, std=0.5)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        cos, sin = rotations(context, width // heads)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def forward(self, tokens: Tensor) -> Tensor:
        length = tokens.shape[1]
        x = norm(self.embedding(tokens))
        for block in self.blocks:
            x = block(x, self.cos[:length], self.sin[:length])
        return norm(x)

    def loss(self, tokens: Tensor, targets: Tensor) -> Tensor:
        """`targets`: the next tokens, -1 where nothing is to be learned (the question)."""
        x, wanted = self(tokens), targets >= 0
        logits = x[wanted] @ self.embedding.weight.T * self.config["width"] ** -0.5
        return F.cross_entropy(logits.float(), targets[wanted])
