"""Muon for the matrices (steps made orthogonal by Newton-Schulz; Jordan and others 2024), AdamW for the rest."""

import torch
from torch import Tensor, nn

from components.pocket.training.network import Block, Network

MATRIX_RATE, OTHER_RATE = 0.02, 4e-3
COEFFICIENTS = 3.4445, -4.775, 2.0315


class Optimiser:
    def __init__(self, network: Network) -> None:
        blocks = [block for block in network.blocks if isinstance(block, Block)]
        self._matrices = [p for block in blocks for p in block.parameters() if p.ndim == 2]
        self._momenta = [torch.zeros_like(matrix) for matrix in self._matrices]
        others: list[nn.Parameter] = [network.embedding.weight, *(block.mix for block in blocks)]
        self._adam = torch.optim.AdamW(others, lr=OTHER_RATE, betas=(0.9, 0.98), weight_decay=0)

    def step(self, part: float) -> None:
        """One step with `part` of the full rates, then the gradients are gone."""
        for group in self._adam.param_groups:
            group["lr"] = OTHER_RATE * part
        self._adam.step()
        by_shape: dict[torch.Size, list[tuple[Tensor, Tensor]]] = {}
        for matrix, momentum in zip(self._matrices, self._momenta, strict=True):
            assert matrix.grad is not None
            momentum.lerp_(matrix.grad, 0.05)
            towards = matrix.grad.lerp(momentum, 0.95)
            for step, weights in _squarish(towards, matrix.data):
                by_shape.setdefault(step.shape, []).append((step, weights))
            matrix.grad = None
        for alike in by_shape.values():
            steps = _orthogonal(torch.stack([step for step, _ in alike]))
            for step, (_, weights) in zip(steps, alike, strict=True):
                weights.add_(step, alpha=-MATRIX_RATE * part)
        self._adam.zero_grad(set_to_none=True)


def _squarish(step: Tensor, weights: Tensor) -> list[tuple[Tensor, Tensor]]:
    """Queries, keys and values are three matrices; a tall one is turned."""
    tall = step.shape[0] > step.shape[1]
    if tall and step.shape[0] == 3 * step.shape[1]:
        return list(zip(step.chunk(3), weights.chunk(3), strict=True))
    return [(step.T, weights.T)] if tall else [(step, weights)]


def _orthogonal(stack: Tensor) -> Tensor:
    a, b, c = COEFFICIENTS
    x = (stack / (stack.norm(dim=(1, 2), keepdim=True) + 1e-7)).bfloat16()
    for _ in range(5):
        square = x @ x.mT
        x = a * x + (b * square + c * square @ square) @ x
    return x.float()
